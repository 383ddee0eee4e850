"""When a deadline ends: at midnight of Việt Nam after its day, later for who was given more."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from scoring.models import Cycle, Stage
from scoring.selectors.stages import end_of, is_open_for, last_day_of
from scoring.services.extensions import grant_extension
from scoring.services.stages import close_stage, open_stage
from tests.stage_world import give_timetable, instant, sheet_of, stage

SELF = Stage.Kind.SELF_SCORING
SECOND = timedelta(seconds=1)
MIDNIGHT = instant(21, 3, 0)
"""The end of 20/03/2025, the last day of self-scoring."""


@pytest.fixture
def opened(cycle, marker) -> Stage:
    """Return the stage of self-scoring, opened on its day."""
    give_timetable(cycle, marker)
    return open_stage(stage=stage(cycle, SELF), by=marker, at=instant(1, 3))


@pytest.fixture
def beta(opened: Stage):
    """Return the sheet of beta."""
    return sheet_of(opened.cycle, "beta")


def test_a_day_ends_at_midnight_of_viet_nam_whatever_the_clock_is_set_to():
    """Midnight after 20/03 in Việt Nam is 17:00 of 20/03 in UTC."""
    assert end_of(date(2025, 3, 20)) == datetime(2025, 3, 20, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (instant(20, 3, 23, 59, 59), True),
        (MIDNIGHT - timedelta(microseconds=1), True),
        (MIDNIGHT, False),
        (datetime(2025, 3, 20, 16, 59, 59, tzinfo=UTC), True),
        (datetime(2025, 3, 20, 17, tzinfo=UTC), False),
        (datetime(2025, 3, 20, 23, 59, tzinfo=timezone(timedelta(hours=14))), True),
        (datetime(2025, 3, 20, 12, 0, 1, tzinfo=timezone(timedelta(hours=-5))), False),
    ],
)
def test_a_stage_is_open_to_the_last_second_of_its_last_day(opened, beta, at, is_open):
    assert is_open_for(opened, beta, at=at) is is_open


def test_a_stage_is_shut_at_midnight_even_if_nobody_has_closed_it_yet(opened, beta):
    assert opened.closed_at is None
    assert not is_open_for(opened, beta, at=MIDNIGHT)


def test_more_time_opens_a_closed_stage_for_that_unit_alone(opened, beta, marker):
    closed = close_stage(stage=opened, by=None, at=MIDNIGHT)
    grant_extension(
        stage=closed,
        assessment=beta,
        until_on=date(2025, 3, 22),
        reason="Bão số 1",
        by=marker,
        at=instant(21, 3),
    )

    gamma = sheet_of(opened.cycle, "gamma")
    assert is_open_for(closed, beta, at=instant(22, 3, 23, 59, 59))
    assert not is_open_for(closed, beta, at=instant(23, 3, 0))
    assert not is_open_for(closed, gamma, at=instant(22, 3))


def test_the_extension_granted_latest_counts(opened, beta, marker):
    for day in (date(2025, 3, 28), date(2025, 3, 24)):
        grant_extension(
            stage=opened,
            assessment=beta,
            until_on=day,
            reason="Bão",
            by=marker,
            at=instant(20, 3),
        )

    assert last_day_of(opened, beta) == date(2025, 3, 24)


def test_an_extension_before_the_day_that_all_got_later_takes_nothing_away(opened, beta, marker):
    grant_extension(
        stage=opened,
        assessment=beta,
        until_on=date(2025, 3, 22),
        reason="Bão",
        by=marker,
        at=instant(20, 3),
    )
    Stage.objects.filter(pk=opened.pk).update(closes_on=date(2025, 3, 27))

    assert last_day_of(stage(opened.cycle, SELF), beta) == date(2025, 3, 27)


def test_nothing_is_open_before_the_stage_was_opened(cycle, marker):
    give_timetable(cycle, marker)
    unopened: Cycle = cycle

    for at in (instant(28, 2), instant(5, 3)):
        assert not is_open_for(stage(unopened, SELF), sheet_of(unopened, "beta"), at=at)
