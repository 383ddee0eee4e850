"""Cycles in the order in which they are listed, each with its result."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from reports.selectors.readers import Reader
from scoring.models import Cycle, Publication, RankingRun
from scoring.selectors.publications import publication_of
from scoring.selectors.runs import TEXTS

_HOLDS = Q(publication__isnull=True) | Q(publication__state=Publication.State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class CycleEntry:
    """A cycle and its result as a reader knows it; `ranked` counts its units.

    The run is None before the first complete one that is open to the reader whole.
    """

    cycle: Cycle
    run: RankingRun | None
    ranked: int

    @property
    def publication(self) -> Publication | None:
        """By which decision the result was published, None if it was not."""
        return publication_of(self.run) if self.run else None


def newest_cycles() -> QuerySet[Cycle]:
    """Return every cycle that has an address, the newest year first, a year's by organiser."""
    known = Cycle.objects.filter(organiser__valid__contains=F("last_on"))
    return known.select_related("organiser").order_by("-year", "organiser__sort_key", "pk")


def cycle_entries(cycles: Iterable[Cycle], person: Reader) -> tuple[CycleEntry, ...]:
    """Return the cycles in their order, each with its result, by one query more."""
    known = {cycle.pk: cycle for cycle in cycles}
    complete = RankingRun.objects.filter(_HOLDS, cycle__in=known, is_provisional=False)
    runs = complete.filter(person.open_runs)
    runs = runs.select_related("publication").defer(*TEXTS, "publication__fact_lists")
    newest = runs.order_by("cycle_id", "-number").distinct("cycle_id")
    results = {run.cycle_id: run for run in newest}
    return tuple(_entry(cycle, results.get(cycle.pk)) for cycle in known.values())


def _entry(cycle: Cycle, run: RankingRun | None) -> CycleEntry:
    if run is None:
        return CycleEntry(cycle, None, 0)
    run.cycle = cycle  # with its organiser, which is known already
    return CycleEntry(cycle, run, sum(group["ranked"] for group in run.frame["figures"]))
