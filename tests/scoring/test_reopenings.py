"""One area of one signed sheet opened again: the rest stays locked, and so does everybody else."""

from datetime import date

import pytest

from scoring.models import Reopening, Stage
from scoring.services.extensions import close_reopening, reopen_area
from scoring.services.stage_clock import turn_stages
from scoring.services.stage_refusals import DayRefused, NotForThisSheet, ReasonMissing
from tests.scoring_world import CRITERIA
from tests.stage_world import give_timetable, instant, sheet_of, sign, stage


@pytest.fixture
def sheet(cycle, marker):
    """Return the signed sheet of beta."""
    give_timetable(cycle, marker)
    return sign(cycle, "beta", marker)


@pytest.fixture
def reopen(sheet, marker):
    """Return a function that opens area 1 of beta until 25/03, or what is said otherwise."""

    def again(**other) -> Reopening:
        usual = {
            "assessment": sheet,
            "area": sheet.cycle_group.criteria_set.criteria.get(code="1"),
            "until_on": date(2025, 3, 25),
            "reason": "Nhầm số liệu",
            "by": marker,
            "at": instant(22, 3),
        }
        return reopen_area(**(usual | other))

    return again


def test_a_reopening_says_who_why_and_until_when(reopen, sheet, marker):
    reopening = reopen()

    assert (reopening.until_on, reopening.opened_by) == (date(2025, 3, 25), marker)
    step = stage(sheet.cycle, Stage.Kind.SELF_SCORING).steps.last()
    assert (step.change, step.by) == ("area_opened", marker)
    assert step.note == "Sở beta: 1 Chỉ đạo, đến hết 25/03/2025. Nhầm số liệu"


def test_an_area_that_is_open_again_is_not_opened_twice(reopen):
    reopen()

    with pytest.raises(NotForThisSheet, match="“1 Chỉ đạo” đang được mở lại"):
        reopen()


def test_a_sheet_that_is_not_signed_is_not_locked(reopen, cycle):
    with pytest.raises(NotForThisSheet, match="chưa ký nộp thì chưa khóa"):
        reopen(assessment=sheet_of(cycle, "alpha"))


def test_only_an_area_of_the_sheets_own_set_is_opened(reopen, sheet):
    from scoring.services.criteria import create_criteria_set

    leaf = sheet.cycle_group.criteria_set.criteria.get(code="1.1")
    foreign = create_criteria_set(CRITERIA | {"code": "bo-khac"}).criteria.get(code="1")

    for area in (leaf, foreign):
        with pytest.raises(NotForThisSheet, match="không phải lĩnh vực của phiếu này"):
            reopen(area=area)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [({"reason": " "}, ReasonMissing), ({"until_on": date(2025, 3, 21)}, DayRefused)],
)
def test_a_reopening_needs_a_reason_and_a_day_to_come(reopen, other, refusal):
    with pytest.raises(refusal):
        reopen(**other)

    assert not Reopening.objects.exists()


def test_an_area_is_locked_again_once_and_the_log_says_by_whom(reopen, sheet, marker):
    reopening = reopen()

    closed = close_reopening(reopening=reopening, by=marker, at=instant(23, 3))
    again = close_reopening(reopening=reopening, by=marker, at=instant(24, 3))

    assert (closed.closed_at, closed.closed_by) == (instant(23, 3), marker)
    assert again.closed_at == instant(23, 3)
    steps = stage(sheet.cycle, Stage.Kind.SELF_SCORING).steps
    assert list(steps.values_list("change", flat=True)) == ["planned", "area_opened", "area_closed"]


def test_the_clock_locks_an_area_after_its_day_and_not_before(reopen):
    reopening = reopen()

    turn_stages(at=instant(25, 3, 23, 59, 59))
    reopening.refresh_from_db()
    assert reopening.closed_at is None

    turn_stages(at=instant(26, 3, 0))
    reopening.refresh_from_db()
    assert (reopening.closed_at, reopening.closed_by) == (instant(26, 3, 0), None)


def test_an_area_whose_day_is_over_may_be_opened_anew(reopen):
    first = reopen()

    second = reopen(until_on=date(2025, 4, 2), at=instant(30, 3))

    first.refresh_from_db()
    assert first.closed_at == instant(30, 3)
    assert second.closed_at is None
