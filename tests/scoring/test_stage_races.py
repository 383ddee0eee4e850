"""Two at once on one stage or one sheet: the second one is told, and nothing is done twice."""

from datetime import date

import pytest
from django.db import transaction

from scoring.models import Extension, Mark, Reopening, Stage, StageStep
from scoring.selectors.stages import is_open_for
from scoring.services.criteria_applicability import declare_not_applicable
from scoring.services.extensions import grant_extension, reopen_area
from scoring.services.ranking import hold_cycle
from scoring.services.stage_clock import turn_stages
from scoring.services.stage_refusals import AlreadyThere, NotForThisSheet
from scoring.services.stages import close_stage, hold_stage, open_stage
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


@pytest.fixture
def writers(planned, marker):
    """Return four who change what a publication depends on, by name."""
    opened = open_stage(stage=stage(planned, SELF), by=marker, at=instant(1, 3))
    beta, gamma = sheet_of(planned, "beta"), sign(planned, "gamma", marker)
    criteria = gamma.cycle_group.criteria_set.criteria
    until, at = date(2025, 3, 25), instant(20, 3)
    common = {"reason": "Bão", "by": marker}
    return {
        "close": lambda: close_stage(stage=opened, at=at, **common),
        "extend": lambda: grant_extension(
            stage=opened, assessment=beta, until_on=until, at=at, **common
        ),
        "reopen": lambda: reopen_area(
            assessment=gamma, area=criteria.get(code="1"), until_on=until, at=at, **common
        ),
        "excuse": lambda: declare_not_applicable(
            assessment=beta, criterion=criteria.get(code="1.1"), **common
        ),
    }


@pytest.mark.parametrize("name", ["close", "extend", "reopen", "excuse"])
def test_whatever_counts_for_it_waits_until_a_publication_is_done(
    planned, writers, beside, until_somebody_waits, name
):
    with transaction.atomic():
        hold_cycle(planned.pk)
        waiting = beside(writers[name])
        until_somebody_waits()
        assert not waiting.done()

    waiting.result(timeout=30)


@pytest.mark.parametrize("name", ["close", "extend", "reopen", "excuse"])
def test_a_publication_waits_until_it_is_written(
    planned, writers, beside, until_somebody_waits, name
):
    with transaction.atomic():
        writers[name]()
        publishing = beside(hold_in_turn, planned.pk)
        until_somebody_waits()
        assert not publishing.done()

    publishing.result(timeout=30)


def test_those_who_write_in_one_cycle_do_not_lock_each_other_out(planned, writers, beside):
    both = [beside(writers[name]) for name in ("close", "extend", "reopen", "excuse")]

    assert outcomes(both) == ["done"] * 4
    assert StageStep.objects.filter(change="closed").count() == 1
    assert (Reopening.objects.count(), Extension.objects.count()) == (1, 1)
    assert Mark.objects.filter(content__state="not_applicable").count() == 1


def hold_in_turn(cycle_id):
    """Hold a cycle in a transaction of its own, as publishing does."""
    with transaction.atomic():
        hold_cycle(cycle_id)
