"""What was typed for a leaf that its page no longer shows comes back with the reason."""

import pytest
from django.utils.timezone import now

from scoring.models import Appraisal, Assessment, CriteriaSet, Explanation
from scoring.services.criteria_applicability import declare_not_applicable
from scoring.services.criteria_replacement import replace_in_cycle
from scoring.services.criteria_versions import new_version
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    close_stage,
    leaf_of,
    objected,
    open_stage,
    posted_to_council,
    sheet_of,
    words,
)
from units.models import Unit

TYPED = {"diem": "3,5", "ly_do": "Hồ sơ\r\nđủ <cả>"}
SHOWN = "Bạn đã nhập, chưa ghi: Điểm 3,5 Lý do Hồ sơ đủ &lt;cả&gt;"
OBJECTION = {"y_kien": "object", "giai_trinh": "Hồ sơ\r\nđủ <cả>"}
OBJECTED = "Bạn đã nhập, chưa ghi: Ý kiến Không đồng ý Giải trình Hồ sơ đủ &lt;cả&gt;"
MOVED = "Bộ tiêu chí vừa có phiên bản mới; chưa lưu. Hãy xem lại tiêu chí rồi lưu."
PAGE = "/phieu/56/2024/tai-chinh/giai-trinh/"
NO_PART = "Sở Tài chính không tham gia kỳ này."


@pytest.fixture
def cycle(marker):
    """Return the year before the council; Sở Tài chính claimed 4 for A.1, was given 2, objects."""
    cycle = build_appraisal(marker)
    for kind in ("explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    return cycle


@pytest.fixture
def enter(client, make_user):
    """Return a function that signs somebody in with a role in a unit."""

    def sign_in(role, code="noi-vu"):
        client.force_login(make_user(role, Unit.through_time.get(code=code), username="nguoi"))
        return client

    return sign_in


def decided(cycle) -> tuple[str, dict]:
    """Return where a decision on A.1 is sent, and what, as the page shows it now."""
    place = f"/hoi-dong/56/2024/tai-chinh/{leaf_of(cycle, 'A.1').pk}/"
    return place, TYPED | posted_to_council(cycle, "tai-chinh", "A.1")


def explained_at(cycle) -> str:
    """Return where what the unit says to A.1 is sent."""
    return f"{PAGE}{leaf_of(cycle, 'A.1').pk}/"


def exclude(cycle, code="tai-chinh") -> None:
    """Take a unit out of the year."""
    sheet = Assessment.objects.filter(cycle=cycle, unit__code=code)
    sheet.update(standing="excluded", reason="đang sắp xếp")


def excuse(cycle, make_user) -> None:
    """Declare A.1 not applicable to Sở Tài chính, by somebody of Sở Nội vụ."""
    clerk = make_user("home_affairs", Unit.through_time.get(code="noi-vu"), username="so-noi-vu")
    place = {"assessment": sheet_of(cycle, "tai-chinh"), "criterion": leaf_of(cycle, "A.1")}
    declare_not_applicable(**place, reason="không có nhiệm vụ này", by=clerk)


def move_without_appraisal(cycle, by) -> None:
    """Move the block to a new version of its set, A.1 going on without what was said of it."""
    CriteriaSet.objects.update(
        source="Quyết định 1", clause="Điều 2", state="approved", approved_at=now()
    )
    block = cycle.groups.select_related("criteria_set").get()
    version = new_version(block.criteria_set, reason="Sửa tên", by=by)
    CriteriaSet.objects.filter(pk=version.pk).update(state="approved", approved_at=now())
    replace_in_cycle(block, version, by=by)
    Explanation.objects.all().delete()
    Appraisal.objects.all().delete()


def test_a_decision_on_an_objection_met_meanwhile_is_shown(cycle, enter, marker):
    client, (place, typed) = enter("home_affairs"), decided(cycle)
    appraised(cycle, "tai-chinh", "A.1", "4", marker, round="second")

    answer = client.post(place, typed)

    assert answer.status_code == 409
    assert f"Tiêu chí này không có gì để hội đồng quyết định. {SHOWN}" in words(answer)
    assert not Appraisal.objects.filter(round="council").exists()


@pytest.mark.parametrize("change", ["excluded", "closed", "moved"])
def test_a_decision_whose_form_is_gone_is_shown(cycle, enter, marker, change):
    client, (place, typed) = enter("home_affairs"), decided(cycle)
    if change == "excluded":
        exclude(cycle)
    elif change == "closed":
        close_stage(cycle, "council")
    else:
        move_without_appraisal(cycle, marker)

    answer = client.post(place, typed)

    assert answer.status_code == 409
    assert SHOWN in words(answer)
    assert (MOVED in words(answer)) is (change == "moved")
    assert not Appraisal.objects.filter(round="council").exists()


def test_an_objection_to_a_leaf_that_no_longer_applies_is_shown(cycle, enter, make_user):
    Explanation.objects.all().delete()
    client = enter("officer", "tai-chinh")
    excuse(cycle, make_user)

    answer = client.post(explained_at(cycle), OBJECTION)

    assert answer.status_code == 409
    assert f"Tiêu chí này không áp dụng cho đơn vị. {OBJECTED}" in words(answer)
    assert not Explanation.objects.exists()


def test_in_place_an_objection_is_replaced_by_the_reason_and_itself(cycle, enter, make_user):
    Explanation.objects.all().delete()
    client = enter("officer", "tai-chinh")
    excuse(cycle, make_user)

    answer = client.post(explained_at(cycle), OBJECTION, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert words(answer) == f"Tiêu chí này không áp dụng cho đơn vị. {OBJECTED}"


def test_an_objection_to_a_moved_leaf_without_its_appraisal_is_shown(cycle, enter, marker):
    client, place = enter("officer", "tai-chinh"), explained_at(cycle)
    move_without_appraisal(cycle, marker)

    answer = client.post(place, OBJECTION)

    assert answer.status_code == 409
    assert f"{MOVED} {OBJECTED}" in words(answer)


def test_an_appraisal_of_a_unit_taken_out_meanwhile_is_shown(cycle, enter):
    client, place = enter("appraiser"), "/tham-dinh/56/2024/A.1/tai-chinh/"
    assert client.get(place).status_code == 200
    exclude(cycle)

    answer = client.post(place, {**TYPED, "vong": "second", "da_xem": "0", "tu_cham": "1"})

    assert answer.status_code == 409
    assert f"{NO_PART} {SHOWN}" in words(answer)
    assert client.get(place).status_code == 404
    assert not Appraisal.objects.filter(round="second").exists()
