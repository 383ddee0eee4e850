"""First appraisals: the mark that follows, reasons where due, nobody writing over anybody."""

import pytest
from django.db import transaction

from scoring.domain.entry import EntryRefused
from scoring.models import Appraisal, Claim, Explanation, Mark
from scoring.services.appraisal_refusals import (
    AppraisalConflict,
    ClaimChanged,
    NothingTyped,
    NotTheirs,
    ReasonMissing,
    RoundChanged,
)
from scoring.services.appraisal_writing import Given
from scoring.services.appraisals import accept_claims, appraise_leaf
from tests.appraisal_world import build_appraisal, leaf_of, open_stage, sheet_of
from units.models import Unit

AS_CLAIMED = Given(None, seen_claim=1, is_as_claimed=True)


@pytest.fixture
def cycle(marker):
    """The year under appraisal."""
    return build_appraisal(marker)


@pytest.fixture
def appraiser(cycle, make_user):
    """Somebody of Sở Nội vụ, which owns area A."""
    return make_user("appraiser", Unit.through_time.get(code="noi-vu"), username="mot")


@pytest.fixture
def colleague(cycle, make_user):
    """Somebody else of Sở Nội vụ."""
    return make_user("appraiser", Unit.through_time.get(code="noi-vu"), username="hai")


def appraise(cycle, by, given=AS_CLAIMED, leaf="A.1"):
    """Appraise a leaf of Sở Tài chính's sheet."""
    sheet = sheet_of(cycle, "tai-chinh")
    return appraise_leaf(assessment=sheet, criterion=leaf_of(cycle, leaf), given=given, by=by)


def accept(cycle, by, seen):
    """Accept what Sở Tài chính claimed in area A; `seen` is by leaf code."""
    by_id = {leaf_of(cycle, code).pk: version for code, version in seen.items()}
    sheet, area = sheet_of(cycle, "tai-chinh"), leaf_of(cycle, "A")
    return [it.code for it in accept_claims(assessment=sheet, area=area, seen=by_id, by=by)]


def test_the_claim_taken_over_is_the_mark_that_counts(cycle, appraiser):
    appraisal = appraise(cycle, appraiser)

    mark = Mark.objects.get()
    assert (appraisal.round, appraisal.points, appraisal.version) == ("first", 4, 1)
    assert (mark.content, mark.marked_by) == ({"points": "4"}, appraiser)
    assert (appraisal.appraiser_unit.code, appraisal.assessed_unit.code) == ("noi-vu", "tai-chinh")


def test_points_below_and_above_the_claim_ask_for_a_reason(cycle, appraiser):
    lower = Given({"points": "2.5"}, seen_claim=1)

    with pytest.raises(ReasonMissing, match="hãy ghi lý do"):
        appraise(cycle, appraiser, lower)
    assert not Mark.objects.exists()

    said = Given({"points": "2.5"}, " thiếu kế hoạch quý 4 ", seen_claim=1)
    assert appraise(cycle, appraiser, said).reason == "thiếu kế hoạch quý 4"


def test_the_same_points_typed_otherwise_ask_for_none(cycle, appraiser):
    assert appraise(cycle, appraiser, Given({"points": "4.0"}, seen_claim=1)).points == 4


def test_without_a_claim_there_is_a_reason_and_nothing_to_take_over(cycle, make_user):
    by = make_user("appraiser", Unit.through_time.get(code="tai-chinh"), username="ba")
    place = {"assessment": sheet_of(cycle, "noi-vu"), "criterion": leaf_of(cycle, "B.1"), "by": by}

    with pytest.raises(ReasonMissing):
        appraise_leaf(given=Given({"points": "1"}), **place)
    with pytest.raises(NothingTyped, match="không tự chấm"):
        appraise_leaf(given=Given(None, is_as_claimed=True), **place)
    with pytest.raises(NothingTyped, match="Hãy nhập điểm"):
        appraise_leaf(given=Given(None), **place)


def test_points_above_the_maximum_are_refused(cycle, appraiser):
    with pytest.raises(EntryRefused, match="4"):
        appraise(cycle, appraiser, Given({"points": "4.01"}, "cao", seen_claim=1))


def test_a_leaf_of_another_set_is_refused(cycle, appraiser, marker):
    from scoring.services.criteria import create_criteria_set
    from tests.scoring_world import CRITERIA as OTHER

    foreign = create_criteria_set(OTHER).criteria.get(code="1.1")

    with pytest.raises(NotTheirs, match="không do người thẩm định chấm trên phiếu này"):
        appraise_leaf(
            assessment=sheet_of(cycle, "tai-chinh"),
            criterion=foreign,
            given=AS_CLAIMED,
            by=appraiser,
        )


def test_whoever_saw_an_older_version_is_shown_the_newer(cycle, appraiser, colleague):
    appraise(cycle, appraiser)

    with pytest.raises(AppraisalConflict, match="mot đã ghi 4 điểm") as refusal:
        appraise(cycle, colleague, Given({"points": "3"}, "thiếu", seen_claim=1))

    assert refusal.value.current.appraised_by == appraiser
    assert Mark.objects.get().content == {"points": "4"}


def test_whoever_saw_the_latest_version_changes_it(cycle, appraiser, colleague):
    appraise(cycle, appraiser)

    changed = appraise(cycle, colleague, Given({"points": "3"}, "thiếu", seen=1, seen_claim=1))

    assert (changed.version, changed.appraised_by) == (2, colleague)
    assert Mark.objects.get().content == {"points": "3"}


def test_saving_the_same_once_more_changes_nothing(cycle, appraiser, colleague):
    appraise(cycle, appraiser)

    again = appraise(cycle, colleague, Given({"points": "4"}, seen=1, seen_claim=1))

    assert (again.version, again.appraised_by) == (1, appraiser)


def test_a_claim_changed_meanwhile_is_shown_first(cycle, appraiser):
    Claim.objects.filter(assessment=sheet_of(cycle, "tai-chinh")).update(version=2, points=3)

    with pytest.raises(ClaimChanged, match="nay là: 3 điểm"):
        appraise(cycle, appraiser)


def test_a_form_of_the_first_round_is_no_second_appraisal(cycle, appraiser, marker):
    appraise(cycle, appraiser)
    open_stage(cycle, "explanation")
    open_stage(cycle, "second_appraisal")
    Explanation.objects.create(
        assessment=sheet_of(cycle, "tai-chinh"),
        criterion=leaf_of(cycle, "A.1"),
        stance="object",
        text="đủ cả",
        explained_by=marker,
    )

    with pytest.raises(RoundChanged):
        appraise(cycle, appraiser, Given({"points": "3"}, "x", seen=1, seen_claim=1))


def test_what_the_unit_agreed_to_is_not_changed_any_more(cycle, appraiser, marker):
    appraise(cycle, appraiser)
    sheet, leaf = sheet_of(cycle, "tai-chinh"), leaf_of(cycle, "A.1")
    Explanation.objects.create(
        assessment=sheet, criterion=leaf, stance="agree", explained_by=marker
    )

    with pytest.raises(NotTheirs, match="Đơn vị đã đồng ý"):
        appraise(cycle, appraiser, Given({"points": "3"}, "x", seen=1, seen_claim=1))


def test_what_was_announced_is_not_changed_any_more(cycle, appraiser):
    appraise(cycle, appraiser)
    open_stage(cycle, "explanation")

    with pytest.raises(NotTheirs, match="đã báo cho đơn vị"):
        appraise(cycle, appraiser, Given({"points": "3"}, "x", seen=1, seen_claim=1))
    assert appraise(cycle, appraiser, leaf="A.2").round == "first"


def test_all_that_is_left_of_an_area_is_accepted_leaf_by_leaf(cycle, appraiser):
    appraise(cycle, appraiser, Given({"points": "3"}, "thiếu", seen_claim=1))

    taken = accept(cycle, appraiser, {"A.1": 1, "A.2": 1})

    assert taken == ["A.2"]
    points = Appraisal.objects.order_by("criterion__code").values_list("criterion__code", "points")
    assert list(points) == [("A.1", 3), ("A.2", 2)]
    assert Mark.objects.get(criterion__code="A.2").content == {"choices": ["a"]}


def test_a_claim_that_was_not_agreed_to_as_it_stands_is_left(cycle, appraiser):
    Claim.objects.filter(criterion__code="A.2").update(version=2)

    assert accept(cycle, appraiser, {"A.1": 1, "A.2": 1}) == ["A.1"]
    assert accept(cycle, appraiser, {}) == []


def test_a_leaf_without_a_claim_is_not_accepted(cycle, appraiser):
    Claim.objects.filter(criterion__code="A.2").update(content=None, points=None)

    assert accept(cycle, appraiser, {"A.1": 1, "A.2": 1}) == ["A.1"]


def test_nobody_accepts_for_another_area_or_their_own_unit(cycle, make_user):
    stranger = make_user("appraiser", Unit.through_time.get(code="tai-chinh"), username="ba")

    with pytest.raises(NotTheirs, match="Bạn thuộc Sở Tài chính"):
        accept(cycle, stranger, {"A.1": 1})
    assert not Appraisal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_the_second_is_told(
    cycle, appraiser, colleague, beside, until_somebody_waits
):
    with transaction.atomic():
        appraise(cycle, appraiser)
        other = beside(appraise, cycle, colleague, Given({"points": "3"}, "thiếu", seen_claim=1))
        until_somebody_waits()

    with pytest.raises(AppraisalConflict, match="mot đã ghi 4 điểm"):
        other.result(timeout=20)
    assert Appraisal.objects.get().points == 4


@pytest.mark.django_db(transaction=True)
def test_people_on_two_sheets_do_not_wait_for_each_other(cycle, appraiser, colleague, beside):
    place = {"assessment": sheet_of(cycle, "tu-phap"), "criterion": leaf_of(cycle, "A.1")}
    with transaction.atomic():
        appraise(cycle, appraiser)
        other = beside(appraise_leaf, given=AS_CLAIMED, by=colleague, **place)

        assert other.result(timeout=20).points == 4


@pytest.mark.django_db(transaction=True)
def test_an_appraisal_waits_for_whoever_holds_the_cycle(
    cycle, appraiser, beside, until_somebody_waits
):
    from scoring.services.ranking import hold_cycle

    with transaction.atomic():
        hold_cycle(cycle.pk)
        saving = beside(appraise, cycle, appraiser)
        until_somebody_waits()
        assert not saving.done()

    assert saving.result(timeout=20).points == 4
