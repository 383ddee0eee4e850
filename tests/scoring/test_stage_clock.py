"""The clock: opens on the day, closes after the last, once, and only its own cycle's stages."""

import logging
from datetime import date

import pytest
from django.conf import settings
from django.db import transaction

from scoring.models import CriteriaSet, Reopening, Stage, StageStep
from scoring.selectors.stages import is_open_for
from scoring.services import stage_clock
from scoring.services.extensions import grant_extension, reopen_area
from scoring.services.ranking import hold_cycle
from scoring.services.stage_clock import close_if_due, open_if_due, turn_stages
from scoring.services.stages import move_stage, plan_stages
from scoring.tasks import turn_stages as task
from tests.scoring_world import build_year_before
from tests.stage_world import DAYS, give_timetable, instant, sheet_of, sign, stage

SELF, APPRAISAL, EXPLANATION, SECOND, COUNCIL = Stage.Kind


@pytest.fixture
def planned(cycle, marker):
    """Return the hand-worked cycle with its timetable."""
    return give_timetable(cycle, marker)


def opened(cycle) -> dict[str, bool | None]:
    """Return whether each stage is open; None for one that was never opened."""
    return {one.kind: one.is_open if one.opened_at else None for one in cycle.stages.all()}


def reopened(cycle, code: str, by) -> None:
    """Open area 1 of a unit's sheet again until 25/03."""
    sheet = sign(cycle, code, by)
    reopen_area(
        assessment=sheet,
        area=sheet.cycle_group.criteria_set.criteria.get(code="1"),
        until_on=date(2025, 3, 25),
        reason="Nhầm",
        by=by,
        at=instant(22, 3),
    )


def still_open_again() -> set[str]:
    """Return the codes of the units of which an area was not locked again."""
    open_again = Reopening.objects.filter(closed_at=None)
    return set(open_again.values_list("assessment__unit__code", flat=True))


def test_a_stage_opens_on_its_day_and_not_a_second_before(planned):
    turn_stages(at=instant(28, 2, 23, 59, 59))
    assert opened(planned)[SELF] is None

    turn_stages(at=instant(1, 3, 0))
    assert opened(planned)[SELF] is True
    step = stage(planned, SELF).steps.last()
    assert (step.change, step.by) == ("opened", None)


def test_a_stage_closes_after_its_last_day_and_the_next_opens(planned, marker):
    turn_stages(at=instant(1, 3, 0))
    sign(planned, "alpha", marker)

    turn_stages(at=instant(20, 3, 23, 59, 59))
    assert opened(planned)[SELF] is True
    turn_stages(at=instant(21, 3, 0))

    assert opened(planned) == {SELF: False, APPRAISAL: True} | dict.fromkeys(
        (EXPLANATION, SECOND, COUNCIL)
    )


def test_twice_is_once(planned):
    for _ in range(2):
        turn_stages(at=instant(1, 3, 0))
        turn_stages(at=instant(21, 3, 0))

    changes = StageStep.objects.exclude(change="planned").values_list("change", flat=True)
    assert sorted(changes) == ["closed", "opened"]


def test_what_is_held_back_stays_closed(planned):
    """Nobody has signed, so the clock opens no appraisal; a person could."""
    turn_stages(at=instant(1, 3, 0))

    turn_stages(at=instant(21, 3, 0))

    assert opened(planned)[APPRAISAL] is None


def test_a_stage_held_back_opens_as_soon_as_nothing_holds_it(planned, marker):
    turn_stages(at=instant(1, 3, 0))
    turn_stages(at=instant(21, 3, 0))
    sign(planned, "alpha", marker)

    turn_stages(at=instant(23, 3, 8))

    assert stage(planned, APPRAISAL).opened_at == instant(23, 3, 8)


def test_a_stage_whose_days_are_over_is_not_opened_by_the_clock(planned):
    turn_stages(at=instant(21, 3, 0))

    assert opened(planned)[SELF] is None


def test_a_unit_with_more_time_goes_on_after_the_clock_has_closed(planned, marker):
    turn_stages(at=instant(1, 3, 0))
    beta = sheet_of(planned, "beta")
    grant_extension(
        stage=stage(planned, SELF),
        assessment=beta,
        until_on=date(2025, 3, 24),
        reason="Bão",
        by=marker,
        at=instant(19, 3),
    )

    turn_stages(at=instant(21, 3, 0))

    closed = stage(planned, SELF)
    assert closed.closed_at == instant(21, 3, 0)
    assert is_open_for(closed, beta, at=instant(24, 3, 23, 59))


def test_only_the_stages_of_their_own_cycle_are_turned(planned, marker):
    """The year before has the same stages a year earlier; one of them is open for months yet."""
    before = build_year_before(planned, {"alpha": "3"}, marker)
    Stage.objects.create(
        cycle=before,
        kind=SELF,
        opens_on=date(2024, 3, 1),
        closes_on=date(2025, 12, 31),
        opened_at=instant(1, 3),
    )
    turn_stages(at=instant(1, 3, 0))

    turn_stages(at=instant(21, 3, 0))

    assert opened(planned)[SELF] is False
    assert opened(before) == {SELF: True}


def test_a_stage_that_was_moved_meanwhile_is_left_alone(planned, marker):
    turn_stages(at=instant(1, 3, 0))
    seen = stage(planned, SELF)
    move_stage(
        stage=seen,
        opens_on=seen.opens_on,
        closes_on=date(2025, 3, 25),
        reason="Bão",
        shift_later=True,
        by=marker,
        at=instant(20, 3),
    )

    close_if_due(seen, instant(21, 3, 0))
    open_if_due(stage(planned, APPRAISAL), instant(21, 3, 0))

    assert opened(planned)[SELF] is True
    assert opened(planned)[APPRAISAL] is None


def test_one_cycle_that_fails_keeps_no_other_from_its_turn(planned, marker, monkeypatch, caplog):
    before = build_year_before(planned, {"alpha": "3"}, marker)
    plan_stages(before, {SELF: DAYS[SELF]}, by=marker)
    broken, whole = stage(planned, SELF).pk, stage(before, SELF)
    real = stage_clock.open_stage

    def open_stage(*, stage, **given):
        if stage.pk == broken:
            raise RuntimeError("hỏng")
        return real(stage=stage, **given)

    monkeypatch.setattr(stage_clock, "open_stage", open_stage)
    with caplog.at_level(logging.ERROR):
        turn_stages(at=instant(1, 3, 0))

    assert "Không mở hay đóng được giai đoạn" in caplog.text
    assert stage(before, SELF).is_open, whole


def test_one_sheet_that_fails_keeps_no_other_from_being_locked(
    planned, marker, monkeypatch, caplog
):
    for code in ("alpha", "beta"):
        reopened(planned, code, marker)
    broken = sheet_of(planned, "alpha")
    real = stage_clock.close_expired

    def close_expired(*, assessment, at):
        if assessment == broken:
            raise RuntimeError("hỏng")
        real(assessment=assessment, at=at)

    monkeypatch.setattr(stage_clock, "close_expired", close_expired)
    with caplog.at_level(logging.ERROR):
        turn_stages(at=instant(26, 3, 0))

    assert f"Không mở hay đóng được lĩnh vực mở lại của phiếu {broken.pk}." in caplog.text
    assert still_open_again() == {"alpha"}


@pytest.mark.django_db(transaction=True)
def test_a_cycle_being_ranked_holds_up_no_other_and_is_turned_by_the_next_beat(
    planned, beside, marker
):
    """Both have a stage whose last day is over and an area whose day is; one is held."""
    before = build_year_before(planned, {"alpha": "3", "beta": "3"}, marker)
    plan_stages(before, {SELF: DAYS[SELF]}, by=marker)
    turn_stages(at=instant(1, 3, 0))
    reopened(planned, "alpha", marker)
    reopened(before, "beta", marker)

    with transaction.atomic():
        hold_cycle(planned.pk)
        beside(turn_stages, at=instant(26, 3, 0)).result(timeout=30)

    assert (stage(planned, SELF).is_open, stage(before, SELF).is_open) == (True, False)
    assert still_open_again() == {"alpha"}

    turn_stages(at=instant(26, 3, 0, 5))

    assert not stage(planned, SELF).is_open
    assert still_open_again() == set()


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_are_one(planned, beside, marker):
    both = [beside(turn_stages, at=instant(1, 3, 0)) for _ in range(2)]
    for one in both:
        one.result(timeout=30)

    assert StageStep.objects.filter(change="opened").count() == 1
    assert CriteriaSet.objects.get().state == CriteriaSet.State.IN_FORCE


def test_beat_asks_for_the_turn_every_few_minutes(planned):
    plan = settings.CELERY_BEAT_SCHEDULE["turn-stages"]

    task()

    assert (plan["task"], plan["schedule"]) == (task.name, 300.0)
