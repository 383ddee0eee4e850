"""What lies on each person's desk when they come in."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from foundation.models import Job
from reports.selectors.cycles import CycleEntry, cycle_entries, newest_cycles
from reports.selectors.overviews import Overview, overview_of
from reports.selectors.readers import Reader
from reports.selectors.sheets import Sheet, sheet_of
from scoring.models import RankingLine, RankingRun
from scoring.selectors.appraisal_visibility import shown_to_units
from scoring.selectors.cycles import CycleState, cycle_states
from scoring.selectors.runs import TEXTS, stage_of
from units.models import Unit

_CYCLES = 6
_JOBS = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of the first page; an empty part is not for this person."""

    entries: tuple[CycleEntry, ...]
    sheets: tuple[Sheet, ...]
    unranked: tuple[Unit, ...]
    overview: Overview | None
    states: tuple[CycleState, ...]
    jobs: tuple[Job, ...]


def desk_of(person: Reader) -> Desk:
    """Return what the person sees first: own units, the province at a glance, work under way."""
    entries = cycle_entries(newest_cycles()[:_CYCLES], person)
    lines = sorted(_own_lines(person.sight.units), key=lambda line: -line.run.cycle.year)
    sheets = tuple(_sheet(line, person) for line in lines)
    ranked = {sheet.row.unit_id for sheet in sheets}
    result = _result(entries) if person.sees_people else None
    return Desk(
        entries=entries,
        sheets=sheets,
        unranked=tuple(unit for unit in person.sight.units if unit.pk not in ranked),
        overview=(
            overview_of(result, with_unpublished=person.sees_unpublished) if result else None
        ),
        states=_states(entries, person.open_runs) if person.runs_the_portal else (),
        jobs=tuple(_jobs_under_way()) if person.runs_the_portal else (),
    )


def _sheet(line: RankingLine, person: Reader) -> Sheet:
    return sheet_of(
        line,
        is_whole=person.reads_whole(line.run),
        with_unpublished=person.sees_unpublished,
    )


def _own_lines(units: tuple[Unit, ...]) -> QuerySet[RankingLine]:
    """Return each unit's line of the newest year with each organiser.

    It is that of the published run, else of the newest complete one, else of a provisional one.
    """
    places = ("unit_id", "run__cycle__organiser_id")
    order = (*places, "-run__cycle__year", "stage", "-run__number")
    own = RankingLine.objects.filter(unit__in=units)
    known_runs = own.filter(Q(run__publication__isnull=False) | shown_to_units("run__"))
    lines = known_runs.alias(stage=stage_of("run__"))
    newest = lines.order_by(*order).distinct(*places)
    deferred = (*(f"run__{text}" for text in TEXTS), "run__publication__fact_lists")
    known = newest.select_related("unit", "run__cycle__organiser", "run__publication")
    return known.defer(*deferred)


def _result(entries: tuple[CycleEntry, ...]) -> RankingRun | None:
    """Return the newest result, the province's before a district's of the same year."""
    runs = [entry.run for entry in entries if entry.run]
    province = Unit.Level.PROVINCE
    return max(
        runs,
        key=lambda run: (run.cycle.year, run.cycle.organiser.level == province),
        default=None,
    )


def _states(entries: tuple[CycleEntry, ...], open_runs: Q) -> tuple[CycleState, ...]:
    """Return how far the newest year's cycles have come."""
    return tuple(cycle_states(entries[0].cycle.year, open_runs)) if entries else ()


def _jobs_under_way() -> QuerySet[Job]:
    return Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])[:_JOBS]
