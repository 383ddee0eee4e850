"""What was typed for a leaf whose block moved to another version of its set is shown again."""

import pytest
from django.utils.timezone import now

from scoring.models import Appraisal, Claim, CriteriaSet, Evidence, Explanation
from scoring.services.criteria_replacement import DoesNotFit, replace_in_cycle
from scoring.services.criteria_versions import new_version
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    leaf_of,
    objected,
    open_stage,
    posted_to_council,
    sheet_of,
    words,
)
from tests.scoring.evidence_world import keep
from units.models import Unit

TYPED = {"diem": "3,5", "ly_do": "Hồ sơ\r\nđủ <cả>"}
EXPLAINED = {"y_kien": "object", "giai_trinh": "Hồ sơ\r\nđủ <cả>"}
MOVED = "Bộ tiêu chí vừa có phiên bản mới; chưa lưu. Hãy xem lại tiêu chí rồi lưu."
NO_LEAF = "Phiếu không có tiêu chí này; có thể bộ tiêu chí vừa có phiên bản mới."
SHEET = "/phieu/56/2024/tai-chinh/"
APPRAISED = "/tham-dinh/56/2024/A.1/tai-chinh/"
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def cycle(marker):
    """Return the year, in which Sở Tài chính objected to 2 of 4 points for A.1 and got 3."""
    cycle = build_appraisal(marker)
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="second")
    return cycle


@pytest.fixture
def person(client, make_user):
    """Return a function that signs somebody of a unit in with a role."""

    def sign_in(role, unit):
        client.force_login(make_user(role, Unit.through_time.get(code=unit), username="nguoi"))

    return sign_in


def the_same(version):
    """Leave everything in a version as it was."""


def without_the_leaf(version):
    """Drop A.1 from a version."""
    version.criteria.get(code="A.1").delete()


def as_a_penalty(version):
    """Have A.1 take its points away from a version."""
    leaf = version.criteria.get(code="A.1")
    leaf.leaf |= {"role": "penalty"}
    leaf.save()


def with_the_leaf_counted(version):
    """Let a fact mark A.1, so that nobody types it."""
    leaf = {"scoring": {"kind": "ratio", "from_fact": "late_rate", "invert": True}}
    version.criteria.filter(code="A.1").update(leaf=leaf)


@pytest.fixture
def moved(cycle, marker):
    """Return a function that moves the block to a new version of its set, edited before.

    It returns what was dropped, in words.
    """

    def move(edit=the_same) -> list[str]:
        CriteriaSet.objects.update(
            source="Quyết định 1", clause="Điều 2", state="approved", approved_at=now()
        )
        block = cycle.groups.select_related("criteria_set").get()
        version = new_version(block.criteria_set, reason="Sửa tên", by=marker)
        edit(version)
        CriteriaSet.objects.filter(pk=version.pk).update(state="approved", approved_at=now())
        try:
            dropped = replace_in_cycle(block, version, by=marker)
        except DoesNotFit as refusal:
            dropped = replace_in_cycle(block, version, by=marker, confirmed=refusal.stamp)
        return [str(misfit) for misfit in dropped]

    return move


def test_an_explanation_is_shown_again_in_the_leaf_that_continues(client, cycle, person, moved):
    open_stage(cycle, "explanation")
    person("officer", "tai-chinh")
    place = f"{SHEET}giai-trinh/{leaf_of(cycle, 'A.1').pk}/"
    moved()

    answer = client.post(place, EXPLAINED)

    assert answer.status_code == 409
    assert MOVED in words(answer)
    assert "đủ &lt;cả&gt;" in answer.content.decode()
    assert Explanation.objects.get().text == "đủ cả"


def test_a_decision_is_shown_again_in_the_leaf_that_continues(client, cycle, person, moved):
    for kind in ("explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    person("home_affairs", "noi-vu")
    typed = TYPED | posted_to_council(cycle, "tai-chinh", "A.1")
    place = f"/hoi-dong/56/2024/tai-chinh/{leaf_of(cycle, 'A.1').pk}/"
    moved()

    answer = client.post(place, typed)

    assert answer.status_code == 409
    assert MOVED in words(answer)
    assert "đủ &lt;cả&gt;" in answer.content.decode()
    assert not Appraisal.objects.filter(round="council").exists()


LEAF_GONE = pytest.mark.parametrize(
    ("edit", "why", "status"),
    [(without_the_leaf, NO_LEAF, 404), (with_the_leaf_counted, MOVED, 409)],
)


@LEAF_GONE
@pytest.mark.parametrize("headers", [{}, IN_PLACE])
def test_an_explanation_of_a_leaf_that_is_gone_is_shown_by_itself(
    client, cycle, person, moved, edit, why, status, headers
):
    """Sent in place it is put where the leaf was, as a browser puts only what is not refused."""
    open_stage(cycle, "explanation")
    person("officer", "tai-chinh")
    place = f"{SHEET}giai-trinh/{leaf_of(cycle, 'A.1').pk}/"
    moved(edit)

    answer = client.post(place, EXPLAINED, headers=headers)

    assert answer.status_code == (200 if headers else status)
    shown = "Bạn đã nhập, chưa ghi: Ý kiến Không đồng ý Giải trình Hồ sơ đủ &lt;cả&gt;"
    assert f"{why} {shown}" in words(answer)
    assert ("<html" in answer.content.decode()) is (not headers)
    assert not Explanation.objects.filter(text__contains="Hồ sơ").exists()


@LEAF_GONE
def test_a_decision_on_a_leaf_that_is_gone_is_shown_by_itself(
    client, cycle, person, moved, edit, why, status
):
    for kind in ("explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    person("home_affairs", "noi-vu")
    typed = TYPED | posted_to_council(cycle, "tai-chinh", "A.1")
    place = f"/hoi-dong/56/2024/tai-chinh/{leaf_of(cycle, 'A.1').pk}/"
    moved(edit)

    answer = client.post(place, typed)

    assert answer.status_code == status
    shown = "Bạn đã nhập, chưa ghi: Điểm 3,5 Lý do Hồ sơ đủ &lt;cả&gt;"
    assert f"{why} {shown}" in words(answer)
    assert not Appraisal.objects.filter(round="council").exists()


@pytest.mark.parametrize("edit", [without_the_leaf, with_the_leaf_counted])
def test_an_appraisal_of_a_leaf_that_is_gone_is_shown_by_itself(client, person, moved, edit):
    person("appraiser", "noi-vu")
    moved(edit)

    place = "/tham-dinh/56/2024/A.1/tai-chinh/"
    answer = client.post(place, {**TYPED, "vong": "first", "da_xem": "1", "tu_cham": "1"})

    assert answer.status_code == client.get(place).status_code == 404
    assert "Bạn đã nhập, chưa ghi: Điểm 3,5 Lý do Hồ sơ đủ &lt;cả&gt;" in words(answer)
    assert not Appraisal.objects.exists()


def test_a_claim_of_a_leaf_that_is_gone_is_shown_by_itself(client, cycle, person, moved):
    person("officer", "tai-chinh")
    place = f"{SHEET}tieu-chi/{leaf_of(cycle, 'A.1').pk}/"
    moved(without_the_leaf)
    typed = {"phien_ban": "1", "diem": "3,5", "giai_trinh": "Hồ sơ\r\nđủ <cả>"}

    answer = client.post(place, typed)

    assert answer.status_code == 404
    shown = "Bạn đã nhập, chưa ghi: Điểm 3,5 Giải trình Hồ sơ đủ &lt;cả&gt;"
    assert f"{NO_LEAF} {shown}" in words(answer)
    assert not Claim.objects.filter(criterion__code="A.1").exists()


def test_nothing_is_shown_of_nothing_typed(client, cycle, person, moved):
    open_stage(cycle, "explanation")
    person("officer", "tai-chinh")
    place = f"{SHEET}giai-trinh/{leaf_of(cycle, 'A.1').pk}/"
    moved(without_the_leaf)

    answer = client.post(place, {})

    assert NO_LEAF in words(answer)
    assert "Bạn đã nhập" not in words(answer)


def test_an_objection_to_a_leaf_that_is_counted_now_waits_for_nobody(moved):
    dropped = moved(with_the_leaf_counted)

    objection = "Sở Tài chính, A.1: giải trình (Không đồng ý, “đủ cả”)"
    assert f"{objection} – phiên bản mới lấy từ số liệu, không nhận điểm" in dropped
    assert not Explanation.objects.exists()


def test_the_council_is_not_shown_what_a_fact_marks(client, cycle, person, marker):
    open_stage(cycle, "council")
    objected(cycle, "tai-chinh", "B.2", marker, "đếm sai")
    person("home_affairs", "noi-vu")

    page = client.get("/hoi-dong/56/2024/")

    assert page.status_code == 200
    assert "đếm sai" not in words(page)


def test_an_appraisal_is_shown_again_where_its_leaf_has_a_new_version(client, cycle, person, moved):
    Explanation.objects.all().delete()
    Appraisal.objects.all().delete()
    person("appraiser", "noi-vu")
    opened = {"vong": "first", "da_xem": "0", "tu_cham": "1", "tieu_chi": leaf_of(cycle, "A.1").pk}
    moved()

    answer = client.post(APPRAISED, TYPED | opened)

    assert answer.status_code == 409
    assert MOVED in words(answer)
    assert "đủ &lt;cả&gt;" in answer.content.decode()
    assert not Appraisal.objects.exists()
    assert f'name="tieu_chi" value="{leaf_of(cycle, "A.1").pk}"' in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_new_version_alone_lays_nothing_to_the_unit(client, cycle, person, moved, make_user):
    """Its claim and the document it cites only go over to the leaf that takes points away now."""
    sheet, leaf = sheet_of(cycle, "tai-chinh"), leaf_of(cycle, "A.1")
    officer = make_user("officer", sheet.unit, username="can-bo")
    Evidence.objects.create(
        assessment=sheet, criterion=leaf, document=keep(sheet.unit, officer), attached_by=officer
    )
    claim = Claim.objects.get(assessment=sheet, criterion=leaf)
    Appraisal.objects.update(claim_edition=claim.edition)
    person("appraiser", "noi-vu")
    moved(as_a_penalty)

    page = words(client.get(APPRAISED))

    assert "Sau khi thẩm định, phiếu được lưu lại hoặc bộ tiêu chí có phiên bản mới." in page
    assert "Đơn vị đã thay đổi" not in page
