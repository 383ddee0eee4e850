"""Whoever lost the right while a form was open is told so, and shown what they had typed."""

import pytest

from foundation.models import Job
from scoring.models import Appraisal, AreaOwner, Document, Explanation
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    leaf_of,
    objected,
    open_stage,
    posted_to_council,
    words,
)
from units.models import Grant, Unit

TYPED = {"diem": "3,5", "ly_do": "Hồ sơ\r\nđủ <cả>"}
SHOWN = "Bạn đã nhập, chưa ghi: Điểm 3,5 Lý do Hồ sơ đủ &lt;cả&gt;"
LEAF = "/tham-dinh/56/2024/A.1/tai-chinh/"


@pytest.fixture
def cycle(marker):
    """Return the year under appraisal; Sở Tài chính claimed 4 for A.1."""
    return build_appraisal(marker)


@pytest.fixture
def person(client, make_user):
    """Return a function that signs somebody of Sở Nội vụ in with a role."""

    def sign_in(role):
        user = make_user(role, Unit.through_time.get(code="noi-vu"), username="nguoi")
        client.force_login(user)
        return user

    return sign_in


@pytest.mark.parametrize("lost", ["grant", "area"])
def test_an_appraiser_keeps_what_was_typed(client, cycle, person, lost):
    user = person("appraiser")
    assert client.get(LEAF).status_code == 200
    if lost == "grant":
        Grant.objects.filter(user=user).delete()
    else:
        AreaOwner.objects.filter(area__code="A").delete()

    answer = client.post(LEAF, {**TYPED, "vong": "first", "da_xem": "0", "tu_cham": "1"})

    assert answer.status_code == 403
    assert SHOWN in words(answer)
    assert client.get(LEAF).status_code == 403
    assert not Appraisal.objects.exists()


@pytest.mark.parametrize("lost", ["the page", "the pen"])
def test_a_recorder_of_the_council_keeps_what_was_typed(client, cycle, person, marker, lost):
    for kind in ("explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    user = person("home_affairs")
    seen = posted_to_council(cycle, "tai-chinh", "A.1")
    Grant.objects.filter(user=user).delete()
    if lost == "the pen":
        Grant.objects.create(user=user, role="leader")

    answer = client.post(
        f"/hoi-dong/56/2024/tai-chinh/{leaf_of(cycle, 'A.1').pk}/", {**TYPED, **seen}
    )

    assert answer.status_code == 403
    assert SHOWN in words(answer)
    assert not Appraisal.objects.filter(round="council").exists()


def test_answers_are_shown_by_their_codes_and_nothing_is_shown_of_nothing(client, cycle, person):
    person("officer")
    typed = {"tra_loi_A": "10", "lua_chon": ["", "a", "b"], "diem": ""}

    answer, empty = client.post(LEAF, typed), client.post(LEAF, {})

    assert "Bạn đã nhập, chưa ghi: A 10 Phương án a, b" in words(answer)
    assert "Bạn đã nhập" not in words(empty)


EXPLAINED = {"y_kien": "object", "giai_trinh": "Hồ sơ\r\nđủ <cả>"}


def test_an_officer_keeps_what_was_typed_when_their_grant_ended(client, cycle, make_user, marker):
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    open_stage(cycle, "explanation")
    user = make_user("officer", Unit.through_time.get(code="tai-chinh"), username="can-bo")
    client.force_login(user)
    page = "/phieu/56/2024/tai-chinh/giai-trinh/"
    assert client.get(page).status_code == 200
    Grant.objects.filter(user=user).delete()

    answer = client.post(f"{page}{leaf_of(cycle, 'A.1').pk}/", EXPLAINED)

    assert answer.status_code == 403
    shown = "Bạn đã nhập, chưa ghi: Ý kiến Không đồng ý Giải trình Hồ sơ đủ &lt;cả&gt;"
    assert shown in words(answer)
    assert not Explanation.objects.exists()


def test_whoever_may_not_publish_any_more_keeps_what_was_typed(client, cycle, person):
    user = person("home_affairs")
    page = "/ky-danh-gia/56/2024/cong-bo/"
    assert client.get(page).status_code == 200
    Grant.objects.filter(user=user).delete()
    decided = {"so": "19/QĐ-UBND", "ngay": "15/01/2025", "ly_do": "Sót\r\n1 hồ <sơ>"}

    answer = client.post(page, {"lan": "1", "dong_y": "on", **decided})

    assert answer.status_code == client.get(page).status_code == 403
    shown = "Số quyết định 19/QĐ-UBND Ngày quyết định 15/01/2025 Lý do thay thế Sót 1 hồ &lt;sơ&gt;"
    assert f"Chỉ Sở Nội vụ công bố kết quả. Bạn đã nhập, chưa ghi: {shown}" in words(answer)
    assert not Job.objects.exists()


def test_a_claim_sent_without_scripts_is_shown_again_when_the_grant_ended(client, cycle, make_user):
    user = make_user("officer", Unit.through_time.get(code="tai-chinh"), username="can-bo")
    client.force_login(user)
    Grant.objects.filter(user=user).delete()
    typed = {"phien_ban": "1", "diem": "3,5", "giai_trinh": "đủ"}

    answer = client.post(f"/phieu/56/2024/tai-chinh/tieu-chi/{leaf_of(cycle, 'A.1').pk}/", typed)

    assert answer.status_code == 403
    assert "Bạn đã nhập, chưa ghi: Điểm 3,5 Giải trình đủ" in words(answer)


def test_a_link_sent_as_evidence_is_shown_again_when_the_grant_ended(client, cycle, make_user):
    user = make_user("officer", Unit.through_time.get(code="tai-chinh"), username="can-bo")
    client.force_login(user)
    Grant.objects.filter(user=user).delete()
    typed = {"cho": "", "viec": "nop", "duong_dan": "https://so.vn/kh", "trang": "3, 5"}

    answer = client.post(f"/phieu/56/2024/tai-chinh/tai-lieu/{leaf_of(cycle, 'A.1').pk}/", typed)

    assert answer.status_code == 403
    assert "Bạn đã nhập, chưa ghi: Đường dẫn https://so.vn/kh Trang 3, 5" in words(answer)
    assert not Document.objects.exists()
