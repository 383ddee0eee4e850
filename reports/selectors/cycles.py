"""Cycles in the order in which they are listed, each with its result."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from scoring.models import Cycle, RankingRun

TEXTS = ("bundle", "result", "supplement", "people_bundle", "people_result")
"""The long texts of a run, which no page reads."""


@dataclass(frozen=True, slots=True)
class CycleEntry:
    """A cycle and its result, None before the first complete run; `ranked` counts its units."""

    cycle: Cycle
    run: RankingRun | None
    ranked: int


def newest_cycles() -> QuerySet[Cycle]:
    """Return every cycle that has an address, the newest year first, a year's by organiser."""
    known = Cycle.objects.filter(organiser__valid__contains=F("last_on"))
    return known.select_related("organiser").order_by("-year", "organiser__sort_key", "pk")


def cycle_entries(cycles: Iterable[Cycle]) -> tuple[CycleEntry, ...]:
    """Return the cycles in their order, each with its result, by one query more."""
    known = {cycle.pk: cycle for cycle in cycles}
    runs = RankingRun.objects.filter(cycle__in=known, is_provisional=False).defer(*TEXTS)
    newest = runs.order_by("cycle_id", "-number").distinct("cycle_id")
    results = {run.cycle_id: run for run in newest}
    return tuple(_entry(cycle, results.get(cycle.pk)) for cycle in known.values())


def _entry(cycle: Cycle, run: RankingRun | None) -> CycleEntry:
    if run is None:
        return CycleEntry(cycle, None, 0)
    run.cycle = cycle  # with its organiser, which is known already
    return CycleEntry(cycle, run, sum(group["ranked"] for group in run.frame["figures"]))
