"""The runs of a cycle: which one counts, which was published, and which a person reads whole."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from scoring.models import Cycle, Publication, RankingLine, RankingRun
from scoring.selectors.appraisal_visibility import shown_to_units
from scoring.selectors.forebears import Lineage
from units.models import User

TEXTS = ("bundle", "result", "supplement", "people_bundle", "people_result", "people_left_out")
"""Read by auditors and by verification only, so they are not fetched with the run."""


PUBLISHED, COMPLETE, PROVISIONAL = 0, 1, 2
"""How far a run has come; the furthest first."""
MADE_KNOWN = Q(publication__isnull=False)
"""Runs that were published, and stay readable once they are superseded."""


def stage_of(path: str = "") -> Case:
    """Return how far a run has come, for sorting; `path` leads to the run: "run__".

    A cycle's published run comes before its other complete ones, these before provisional ones.
    """
    published = {f"{path}publication__state": Publication.State.PUBLISHED}
    return Case(
        When(**published, then=Value(PUBLISHED)),
        When(**{f"{path}is_provisional": False}, then=Value(COMPLETE)),
        default=Value(PROVISIONAL),
        output_field=IntegerField(),
    )


def latest_run(cycle: Cycle) -> RankingRun | None:
    """Return the newest complete run of a cycle, which is its result; None before the first."""
    return runs_of(cycle).filter(is_provisional=False).first()


def latest_provisional_run(cycle: Cycle, user: User) -> RankingRun | None:
    """Return the newest provisional run that a person may read whole, None if there is none."""
    return visible_runs(cycle, user).filter(is_provisional=True).first()


def published_run(cycle: Cycle) -> RankingRun | None:
    """Return the run of a cycle whose publication holds, None where there is none."""
    return runs_of(cycle).filter(publication__state=Publication.State.PUBLISHED).first()


def sees_unpublished(user: User) -> bool:
    """Return whether every run is open to a person at any time, published or not.

    It is to Sở Nội vụ, who makes runs, and to leaders, who decide what is published.
    """
    return user.has_perm("scoring.view_appraisal")


def sees_every_run(user: User) -> bool:
    """Return whether unpublished runs are open to a person whole, not only their own units.

    Which of them, and since when, is said by `open_whole_to`.
    """
    return user.has_perm("scoring.view_rankingrun")


def open_whole_to(user: User) -> Q:
    """Return which runs a person may read whole; the outermost query must be one of runs.

    Everybody reads what was published. Others are open at any time to those whom
    `sees_unpublished` names, to appraisers and readers once the units in them may: until then a run
    tells appraisers what their own unit was given.
    """
    if sees_unpublished(user):
        return Q()
    return MADE_KNOWN | shown_to_units() if sees_every_run(user) else MADE_KNOWN


def visible_runs(cycle: Cycle, user: User) -> QuerySet[RankingRun]:
    """Return the runs of a cycle that a person may read whole, the newest first.

    Heads and officers read whole what was published, also what a correction has replaced since.
    """
    return runs_of(cycle).filter(open_whole_to(user))


def visible_run(cycle: Cycle, user: User, number: int | None = None) -> RankingRun | None:
    """Return the run of that number, or the cycle's result where none is asked for.

    The result is the newest complete run that is open to the person, for heads and officers the
    published one. None if there is no such run, or it is not open to the person.
    """
    if number is None and not sees_every_run(user):
        return published_run(cycle)
    asked = Q(is_provisional=False) if number is None else Q(number=number)
    return visible_runs(cycle, user).filter(asked).first()


def run_of_own_unit(cycle: Cycle, user: User, number: int | None = None) -> RankingRun | None:
    """Return the run of that number if it was published, or a unit of the person is in it.

    Without a number: the published run, else the newest complete one, else the newest provisional.
    None if there is none. Of an unpublished run nothing but the own units' lines is open.
    """
    own = RankingLine.objects.filter(run__cycle=cycle, unit__grants__user=user)
    runs = runs_of(cycle).filter(MADE_KNOWN | (Q(pk__in=own.values("run")) & shown_to_units()))
    if number is not None:
        return runs.filter(number=number).first()
    return runs.alias(stage=stage_of()).order_by("stage", "-number").first()


def earlier_runs(
    cycle: Cycle, lineage: Lineage, *, first_year: int = 0, with_unpublished: bool = False
) -> list[RankingRun]:
    """Return the results of the organiser's earlier cycles since a year, the latest year first.

    A cycle's result is its published run. Only what is shown to nobody but those who see
    unpublished runs may ask for the newest complete one of a cycle without. The organiser's
    predecessors count as the organiser; where two of them ranked in one year, there are two runs.
    """
    runs = RankingRun.objects.filter(
        is_provisional=False,
        cycle__organiser__in=lineage.all_before(cycle.organiser_id),
        cycle__year__gte=first_year,
        cycle__year__lt=cycle.year,
    ).alias(stage=stage_of())
    if not with_unpublished:
        runs = runs.filter(publication__state=Publication.State.PUBLISHED)
    newest = runs.order_by("cycle_id", "stage", "-number").distinct("cycle_id")
    return sorted(_with_publication(newest), key=lambda run: (-run.cycle.year, run.cycle_id))


def runs_compared_with(publication: Publication) -> list[RankingRun]:
    """Return the runs of the year before that held when a run was published."""
    runs = RankingRun.objects.filter(pk__in=publication.compared_with).order_by("cycle_id")
    return list(_with_publication(runs))


def runs_of(cycle: Cycle) -> QuerySet[RankingRun]:
    """Return every run of a cycle with its publication, the newest first, without long texts."""
    return _with_publication(cycle.runs.select_related("cycle__organiser"))


def _with_publication(runs: QuerySet[RankingRun]) -> QuerySet[RankingRun]:
    """Return runs with cycle and publication, without long texts."""
    known = runs.select_related("cycle", "publication")
    return known.defer(*TEXTS, "publication__fact_lists")
