"""A second calculation of the figures of a period, one dossier at a time and without SQL."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from dossiers.domain.figures import breaches
from dossiers.models import Dossier, Pause, Source, StatedFigure
from dossiers.selectors.figure_lists import dossiers_in_figure
from dossiers.selectors.figures import Span, unit_figures
from dossiers.selectors.late_rates import late_counts
from tests.dossiers.test_late_rates_recomputed import random_dossier

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
A_TICK = timedelta(microseconds=1)
LONG_AFTER = datetime(2026, 6, 1, 8, tzinfo=HANOI)
PERIODS = [
    (date(2024, 1, 1), date(2024, 12, 31)),
    (date(2023, 1, 1), date(2023, 12, 31)),
    (date(2024, 2, 1), date(2024, 2, 29)),
    (date(2024, 1, 21), date(2024, 3, 20)),
    (date(2024, 5, 17), date(2024, 5, 17)),
    (date(2023, 10, 1), date(2026, 12, 31)),
    (date(2026, 1, 1), date(2026, 1, 31)),
]
NOWS = [LONG_AFTER, datetime(2024, 5, 17, 10, tzinfo=HANOI), datetime(2024, 2, 1, tzinfo=HANOI)]


def figures_by_the_rules(dossiers, first: date, last: date, now: datetime) -> Counter:
    """Sort dossiers into the figures, day by day of the local calendar."""
    figures: Counter = Counter()
    for dossier in dossiers:
        figures.update(names_of(dossier, first, last, now))
    return figures


def names_of(dossier, first: date, last: date, now: datetime) -> list[str]:
    """Return the figures that one dossier counts in."""

    def has_come(instant: datetime | None) -> bool:
        return instant is not None and instant < now and day_of(instant) <= last

    came, ended = dossier.received_at, dossier.finished_at
    if day_of(now - A_TICK) < first or not has_come(came) or (ended and day_of(ended) < first):
        return []
    if has_come(ended) and dossier.outcome == "not_accepted":
        return ["total", "refused"]
    names = ["total", "accepted", "carried_over" if day_of(came) < first else "received"]
    if not has_come(ended):
        waits = any(has_come(start) and not has_come(end) for start, end in dossier.breaks)
        return [*names, "waiting" if waits else "open"]
    if dossier.outcome in {"withdrawn", "cancelled"}:
        return [*names, "dropped"]
    return [*names, "released", punctuality(ended, dossier.deadline_at)]


def day_of(instant: datetime) -> date:
    return instant.astimezone(HANOI).date()


def punctuality(ended: datetime, deadline: datetime | None) -> str:
    if deadline is None:
        return "undetermined"
    if ended > deadline:
        return "late"
    return "on_time" if day_of(ended) == day_of(deadline) else "early"


@pytest.fixture
def world(make_dossier, make_unit, office):
    """Store 600 random dossiers of three units and two sources, with their pauses."""
    random = Random(19)
    units = [office, make_unit("so-y-te"), make_unit("so-du-lich")]
    sources = [None, *(Source.objects.create(code=code, name=code) for code in ("a", "b"))]
    dossiers = [random_dossier(random, make_dossier, units, [None]) for _ in range(600)]
    for dossier in dossiers:
        dossier.source = random.choice(sources)
    Dossier.objects.bulk_create(dossiers)
    Pause.objects.bulk_create(
        Pause(dossier=dossier, started_at=start, ended_at=end, reason="tax")
        for dossier in dossiers
        for start, end in dossier.breaks
    )
    return SimpleNamespace(dossiers=dossiers, units=units, sources=sources[1:])


def of_unit(world, unit) -> list[Dossier]:
    return [dossier for dossier in world.dossiers if dossier.unit_id == unit.pk]


@pytest.mark.parametrize("now", NOWS)
@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_random_dossiers_have_the_figures_of_the_rules_and_no_identity_breaks(
    world, first, last, now
):
    counted = unit_figures(Span.of(first, last, now))

    for unit in world.units:
        expected = figures_by_the_rules(of_unit(world, unit), first, last, now)
        own = counted.get(unit.pk, {})
        assert {name: count for name, count in own.items() if count} == expected
        assert breaches(own) == []
        assert set(own) in (set(), set(StatedFigure.Figure.values))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("first", "last"), PERIODS[:4])
def test_a_source_has_the_figures_of_its_own_dossiers(world, first, last, which):
    source = world.sources[which]

    counted = unit_figures(Span.of(first, last, LONG_AFTER), source=source)

    for unit in world.units:
        own = [dossier for dossier in of_unit(world, unit) if dossier.source == source]
        expected = figures_by_the_rules(own, first, last, LONG_AFTER)
        assert {name: count for name, count in counted[unit.pk].items() if count} == expected


@pytest.mark.parametrize("now", NOWS[:2])
@pytest.mark.parametrize(("first", "last"), PERIODS)
def test_what_a_late_rate_counts_as_resolved_is_released_here_too(world, first, last, now):
    span = Span.of(first, last, now)
    figures = unit_figures(span)

    rates = late_counts(first=first, last=last, cutoff=span.until - A_TICK)

    for unit, own in figures.items():
        counts = rates.get(unit)
        resolved = own["early"] + own["on_time"] + own["late"]
        assert (resolved, own["late"]) == (
            (counts.resolved, counts.resolved_late) if counts else (0, 0)
        )


@pytest.mark.parametrize("figure", StatedFigure.Figure)
def test_the_list_behind_a_figure_is_as_long_as_it_says(world, figure):
    span = Span.of(*PERIODS[3], LONG_AFTER)
    counted = unit_figures(span, source=world.sources[0])

    for unit in world.units:
        found = dossiers_in_figure(span, unit=unit, figure=figure, source=world.sources[0])
        assert len(found) == counted[unit.pk][figure]


def test_the_random_world_has_every_figure(world):
    counted = figures_by_the_rules(world.dossiers, *PERIODS[0], LONG_AFTER)

    assert set(counted) == set(StatedFigure.Figure.values)
