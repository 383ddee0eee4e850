"""Two at once on one stage or one sheet: the second one is told, and nothing is done twice."""

from datetime import date

import pytest
from django.db import transaction

from scoring.models import Reopening, Stage, StageStep
from scoring.selectors.stages import is_open_for
from scoring.services.extensions import grant_extension, reopen_area
from scoring.services.stage_clock import turn_stages
from scoring.services.stage_refusals import AlreadyThere, NotForThisSheet
from scoring.services.stages import hold_stage, open_stage
from tests.stage_world import give_timetable, instant, sheet_of, sign, stage

pytestmark = pytest.mark.django_db(transaction=True)
SELF = Stage.Kind.SELF_SCORING


@pytest.fixture
def planned(cycle, marker):
    """Return the hand-worked cycle with its timetable."""
    return give_timetable(cycle, marker)


def outcomes(futures) -> list[str]:
    """Return what became of each call: "done", or the name of what it raised."""
    errors = [one.exception(timeout=30) for one in futures]
    return sorted(type(error).__name__ if error else "done" for error in errors)


def test_of_two_people_who_open_a_stage_at_once_one_is_told(planned, beside, marker):
    both = [
        beside(open_stage, stage=stage(planned, SELF), by=marker, at=instant(1, 3))
        for _ in range(2)
    ]

    assert outcomes(both) == [AlreadyThere.__name__, "done"]
    assert StageStep.objects.filter(change="opened").count() == 1


def test_of_two_people_who_reopen_an_area_at_once_one_is_told(planned, beside, marker):
    sheet = sign(planned, "beta", marker)
    area = sheet.cycle_group.criteria_set.criteria.get(code="1")
    both = [
        beside(
            reopen_area,
            assessment=sheet,
            area=area,
            until_on=date(2025, 3, 25),
            reason="Nhầm",
            by=marker,
            at=instant(22, 3),
        )
        for _ in range(2)
    ]

    assert outcomes(both) == [NotForThisSheet.__name__, "done"]
    assert Reopening.objects.count() == 1


def test_more_time_granted_while_the_clock_closes_holds(
    planned, beside, marker, until_somebody_waits
):
    """The clock waits for whoever holds the stages; what was granted first is seen after it."""
    opened = open_stage(stage=stage(planned, SELF), by=marker, at=instant(1, 3))
    beta = sheet_of(planned, "beta")
    with transaction.atomic():
        hold_stage(opened)
        clock = beside(turn_stages, at=instant(21, 3, 0))
        until_somebody_waits()
        grant_extension(
            stage=opened,
            assessment=beta,
            until_on=date(2025, 3, 24),
            reason="Bão",
            by=marker,
            at=instant(20, 3, 23, 59),
        )
    clock.result(timeout=30)

    closed = stage(planned, SELF)
    assert closed.closed_at == instant(21, 3, 0)
    assert is_open_for(closed, beta, at=instant(24, 3))
