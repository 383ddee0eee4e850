"""The council: what is before it, who reads and who records, and what a decision does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from scoring.domain.entry import EntryRefused
from scoring.models import Appraisal, Mark
from scoring.services.appraisal_refusals import (
    AppraisalConflict,
    AppraisedSince,
    ClaimChanged,
    NothingTyped,
    NotTheirs,
    ReasonMissing,
)
from scoring.services.appraisal_writing import Given
from scoring.services.council import decide_leaf
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    close_stage,
    leaf_of,
    objected,
    open_stage,
    posted_to_council,
    seen_by_council,
    sheet_of,
    words,
)
from units.models import Grant, Unit

PAGE = "/hoi-dong/56/2024/"
FULL = Given({"points": "4"}, "hội đồng xem hồ sơ")


@pytest.fixture
def cycle(marker):
    """The year before the council: Sở Tài chính claimed 4 for A.1, got 2, objected, got 3."""
    cycle = build_appraisal(marker)
    for kind in ("explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="second")
    return cycle


@pytest.fixture
def somebody(make_user):
    """Return a function that makes somebody with a role, in the unit of a code."""

    def make(role="home_affairs", code="noi-vu", username="thu-ky"):
        unit = Unit.through_time.get(code=code) if code else None
        return make_user(role, unit, username=username)

    return make


def decide(cycle, by, given=FULL, *, unit="tai-chinh", leaf="A.1", is_unchanged=False, seen=None):
    """Record a decision on a page that shows the leaf as it is now, or as it was `seen`."""
    sheet, criterion = sheet_of(cycle, unit), leaf_of(cycle, leaf)
    given = replace(given, **(seen or seen_by_council(cycle, unit, leaf)))
    return decide_leaf(
        assessment=sheet, criterion=criterion, given=given, by=by, is_unchanged=is_unchanged
    )


def test_a_decision_is_the_mark_that_counts(cycle, somebody):
    by = somebody()

    decided = decide(cycle, by)

    assert (decided.round, decided.points, decided.appraiser_unit.code) == ("council", 4, "noi-vu")
    assert Mark.objects.get().content == {"points": "4"}


def test_what_was_appraised_last_may_stay(cycle, somebody):
    kept = decide(cycle, somebody(), Given(None, "đúng quy định"), is_unchanged=True)

    assert (kept.points, kept.reason) == (3, "đúng quy định")


def test_a_decision_has_a_reason_and_a_mark(cycle, somebody):
    by = somebody()

    with pytest.raises(ReasonMissing, match="Hãy ghi lý do quyết định"):
        decide(cycle, by, Given({"points": "4"}))
    with pytest.raises(NothingTyped):
        decide(cycle, by, Given(None, "vì"))
    with pytest.raises(EntryRefused):
        decide(cycle, by, Given({"points": "5"}, "vì"))


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("appraiser", "noi-vu"),
        ("head", "tai-chinh"),
        ("officer", "noi-vu"),
        ("leader", None),
        ("reader", None),
        (None, None),
    ],
)
def test_nobody_but_so_noi_vu_records(cycle, somebody, role, code):
    with pytest.raises(NotTheirs, match="Chỉ Sở Nội vụ ghi quyết định"):
        decide(cycle, somebody(role, code))


def test_whoever_answers_for_the_unit_does_not_record_for_it(cycle, somebody):
    by = somebody()
    Grant.objects.create(user=by, role="head", unit=sheet_of(cycle, "tai-chinh").unit)

    with pytest.raises(NotTheirs):
        decide(cycle, by)


def test_without_a_unit_of_their_own_the_organiser_acts(cycle, somebody):
    assert decide(cycle, somebody(code=None)).appraiser_unit.code == "56"


def test_outside_its_stage_nothing_is_decided(cycle, somebody):
    close_stage(cycle, "council")

    with pytest.raises(NotTheirs, match="“Hội đồng quyết định” đã đóng"):
        decide(cycle, somebody())


def test_what_is_not_disputed_is_not_decided(cycle, somebody, marker):
    appraised(cycle, "tu-phap", "A.1", "2", marker)

    for unit, leaf in (("tu-phap", "A.1"), ("tu-phap", "A.2"), ("tai-chinh", "B.2")):
        with pytest.raises(NotTheirs, match="không có gì để hội đồng quyết định"):
            decide(cycle, somebody(username=f"{unit}{leaf}"), unit=unit, leaf=leaf)


def test_a_leaf_nobody_appraised_in_time_is_decided_signed_or_not(cycle, somebody):
    close_stage(cycle, "appraisal")
    sheet = sheet_of(cycle, "tu-phap")
    sheet.state, sheet.signed_at, sheet.signed_by, sheet.signature = "submitted", None, None, ""
    sheet.save()

    assert decide(cycle, somebody(), Given({"points": "0"}, "không nộp"), unit="tu-phap").pk


def test_a_decision_may_be_changed_by_whoever_saw_it(cycle, somebody):
    decide(cycle, somebody())
    other = somebody(username="khac")

    with pytest.raises(AppraisalConflict, match="thu-ky đã ghi 4 điểm"):
        decide(cycle, other, Given({"points": "3"}, "xem lại"))
    assert decide(cycle, other, Given({"points": "3"}, "xem lại", seen=1)).version == 2


def test_who_saw_another_claim_is_told(cycle, somebody):
    seen = seen_by_council(cycle, "tai-chinh", "A.1")
    claim = sheet_of(cycle, "tai-chinh").claims.get(criterion__code="A.1")
    claim.content, claim.points, claim.version = {"points": "3.5"}, "3.5", 2
    claim.save()

    with pytest.raises(ClaimChanged, match="nay là: 3,5 điểm"):
        decide(cycle, somebody(), seen=seen)
    assert not Appraisal.objects.filter(round="council").exists()


@pytest.mark.parametrize("is_unchanged", [True, False])
def test_who_saw_an_older_appraisal_keeps_and_decides_nothing(cycle, somebody, is_unchanged):
    seen = seen_by_council(cycle, "tai-chinh", "A.1")
    second = Appraisal.objects.get(round="second")
    second.content, second.points, second.version = {"points": "1"}, 1, 2
    second.save()

    with pytest.raises(AppraisedSince, match="nay là: 1 điểm"):
        decide(cycle, somebody(), seen=seen, is_unchanged=is_unchanged)
    assert not Appraisal.objects.filter(round="council").exists()


def test_a_second_appraisal_written_since_is_another_than_the_first_one(cycle, somebody, marker):
    Appraisal.objects.get(round="second").delete()
    seen = seen_by_council(cycle, "tai-chinh", "A.1")
    appraised(cycle, "tai-chinh", "A.1", "1", marker, round="second")

    with pytest.raises(AppraisedSince):
        decide(cycle, somebody(), seen=seen, is_unchanged=True)


@pytest.fixture
def sign_in(client, somebody):
    """Return a function that signs somebody in."""

    def enter(role="home_affairs", code=None):
        client.force_login(somebody(role, code))
        return client

    return enter


@pytest.mark.parametrize(
    ("role", "code", "reads", "records"),
    [
        ("home_affairs", None, 200, 302),
        ("leader", None, 200, 403),
        ("appraiser", "noi-vu", 403, 403),
        ("head", "tai-chinh", 403, 403),
        ("officer", "tai-chinh", 403, 403),
        ("reader", None, 403, 403),
        (None, None, 403, 403),
    ],
)
def test_who_reads_and_who_records(sign_in, cycle, role, code, reads, records):
    client = sign_in(role, code)
    place = f"{PAGE}tai-chinh/{leaf_of(cycle, 'A.1').pk}/"

    assert client.get(PAGE).status_code == reads
    typed = {"diem": "4", "ly_do": "vì", "da_xem": "0", "vong": "council"}
    answer = client.post(place, typed | posted_to_council(cycle, "tai-chinh", "A.1"))
    assert answer.status_code == records
    assert Appraisal.objects.filter(round="council").exists() == (records == 302)


def test_everything_disputed_is_on_one_page(sign_in, cycle, marker):
    for person, points in (("mot", "1"), ("hai", "2")):
        by = type(marker).objects.create_user(username=person)
        appraised(cycle, "tu-phap", "A.1", points, by, round="blind")
    close_stage(cycle, "appraisal")

    page = words(sign_in().get(PAGE))

    assert "Đơn vị không đồng ý, chưa được chấp nhận (1)" in page
    assert "Hai người chấm kín khác nhau, chưa thống nhất (1)" in page
    # A.1, A.2, B.1 of three units less the two above
    assert "Chưa được thẩm định (7)" in page
    assert "Còn 9 tiêu chí chờ quyết định." in page
    assert "đủ cả" in page and "Giữ nguyên (3)" in page


def test_the_page_says_until_when_the_council_sits(sign_in, cycle):
    """It opened yesterday, for five days more after today."""
    until = f"{localdate() + timedelta(days=5):%d/%m/%Y}"
    client = sign_in()
    assert f"Giai đoạn hội đồng mở đến hết {until} (còn 5 ngày)." in words(client.get(PAGE))

    close_stage(cycle, "council")

    assert "mở đến hết" not in words(client.get(PAGE))


def test_the_form_says_what_it_was_shown_with(sign_in, cycle):
    second = Appraisal.objects.get(round="second")

    page = sign_in().get(PAGE).content.decode()

    assert '<input type="hidden" name="tu_cham" value="1">' in page
    assert f'<input type="hidden" name="tham_dinh" value="{second.pk}:1">' in page


def test_a_page_that_is_too_old_is_shown_again_with_what_was_typed(sign_in, cycle):
    place = f"{PAGE}tai-chinh/{leaf_of(cycle, 'A.1').pk}/"
    typed = {"ly_do": "biên bản số 7", "cach": "giu-nguyen", "tu_cham": "1", "tham_dinh": "1:1"}

    answer = sign_in().post(place, typed)

    assert answer.status_code == 422
    assert "Điểm thẩm định đã thay đổi trong lúc bạn xem, nay là: 3 điểm." in words(answer)
    assert "biên bản số 7" in words(answer)


def test_what_was_met_is_not_before_the_council(sign_in, cycle):
    second = Appraisal.objects.get(round="second")
    second.points, second.content = 4, {"points": "4"}
    second.save()

    assert "Không có gì tranh chấp." in words(sign_in().get(PAGE))


def test_on_other_sheets_a_leader_sees_no_form_and_who_records(sign_in, cycle):
    page = sign_in("leader").get(PAGE).content.decode()

    assert "Sở Tài chính" in page and "Chỉ Sở Nội vụ ghi quyết định" in page
    assert 'class="council-form"' not in page


def test_what_cannot_be_recorded_is_shown_again(sign_in, cycle):
    place = f"{PAGE}tai-chinh/{leaf_of(cycle, 'A.1').pk}/"
    typed = {"diem": "9", "ly_do": "biên bản số 7", "da_xem": "0"}

    answer = sign_in().post(place, typed | posted_to_council(cycle, "tai-chinh", "A.1"))

    assert answer.status_code == 422
    assert 'value="9"' in answer.content.decode()
    assert "biên bản số 7" in words(answer)


def test_the_decision_stays_on_the_page_with_all_before_it(sign_in, cycle, somebody):
    decide(cycle, somebody(username="khac"))

    page = words(sign_in().get(PAGE))

    assert "Hội đồng đã quyết định (1)" in page
    for said in ("Tự chấm 4/4", "Thẩm định lần đầu 2/4", "Giải trình: không đồng ý"):
        assert said in page
    assert "Thẩm định lần hai 3/4" in page and "Hội đồng 4/4" in page


@pytest.mark.parametrize("place", ["khong-co/1/", "tai-chinh/999999/", f"tai-chinh/{'9' * 25}/"])
def test_what_is_not_there_is_not_decided(sign_in, place, cycle):
    assert sign_in().post(f"{PAGE}{place}", {}).status_code == 404


def test_the_queries_do_not_grow_with_disputes(
    sign_in, cycle, marker, make_unit, django_assert_max_num_queries
):
    from tests.appraisal_world import claim_sheet

    block = cycle.groups.get()
    for number in range(10):
        unit = make_unit(f"them-{number}")
        claim_sheet(cycle.assessments.create(cycle_group=block, unit=unit), marker)
        appraised(cycle, unit.code, "A.1", "3", marker)
        objected(cycle, unit.code, "A.1", marker)
    client = sign_in()

    with django_assert_max_num_queries(22):
        client.get(PAGE)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_at_once_one_is_told(cycle, somebody, beside, until_somebody_waits):
    first, second = somebody(), somebody(username="khac")
    with transaction.atomic():
        decide(cycle, first)
        other = beside(decide, cycle, second, Given({"points": "3"}, "giữ"))
        until_somebody_waits()

    with pytest.raises(AppraisalConflict):
        other.result(timeout=20)
