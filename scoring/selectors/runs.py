"""The runs of a cycle: which one counts, and which ones a person may read."""

from django.db.models import QuerySet

from scoring.models import Cycle, RankingRun
from scoring.selectors.forebears import Lineage
from units.models import User

_TEXTS = ("bundle", "result", "supplement", "people_bundle", "people_result")
"""Read by auditors and by verification only, so they are not fetched with the run."""


def latest_run(cycle: Cycle) -> RankingRun | None:
    """Return the newest complete run of a cycle, which is its result; None before the first."""
    return _runs(cycle).filter(is_provisional=False).first()


def latest_provisional_run(cycle: Cycle) -> RankingRun | None:
    """Return the newest provisional run of a cycle, None before the first."""
    return _runs(cycle).filter(is_provisional=True).first()


def visible_runs(cycle: Cycle, user: User) -> QuerySet[RankingRun]:
    """Return the runs of a cycle that a person may ask for, the newest first.

    Heads and officers read complete runs only: a unit never sees a running appraisal.
    """
    runs = _runs(cycle)
    return runs if user.has_perm("scoring.view_rankingrun") else runs.filter(is_provisional=False)


def visible_run(cycle: Cycle, user: User, number: int | None = None) -> RankingRun | None:
    """Return the run of that number, or the cycle's result where none is asked for.

    None if there is no such run, or it is not open to the person.
    """
    if number is None:
        return latest_run(cycle)
    return visible_runs(cycle, user).filter(number=number).first()


def earlier_runs(cycle: Cycle, lineage: Lineage, *, first_year: int = 0) -> list[RankingRun]:
    """Return the results of the organiser's earlier cycles since a year, the latest year first.

    The organiser's predecessors count as the organiser; where two of them ranked in one year, there
    are two runs.
    """
    runs = RankingRun.objects.filter(
        is_provisional=False,
        cycle__organiser__in=lineage.all_before(cycle.organiser_id),
        cycle__year__gte=first_year,
        cycle__year__lt=cycle.year,
    )
    newest = runs.order_by("cycle_id", "-number").distinct("cycle_id")
    found = newest.select_related("cycle").defer(*_TEXTS)
    return sorted(found, key=lambda run: (-run.cycle.year, run.cycle_id))


def _runs(cycle: Cycle) -> QuerySet[RankingRun]:
    return cycle.runs.select_related("cycle__organiser").defer(*_TEXTS)
