"""Cycles as addresses name them, and how far the marking of each has come."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q

from scoring.models import Assessment, Criterion, Cycle, CycleGroup, Mark, Publication, RankingRun
from scoring.selectors.publications import publications_in


@dataclass(frozen=True, slots=True)
class SheetState:
    """One unit's sheet, and how many leaves of it nobody has marked yet."""

    unit_name: str
    is_excluded: bool
    unmarked: int


@dataclass(frozen=True, slots=True)
class BlockState:
    """How far the marking of one block has come; `leaves` are those that a person marks."""

    title: str
    leaves: int
    sheets: tuple[SheetState, ...]

    @property
    def taking_part(self) -> int:
        """How many sheets are to be marked: all but those of excluded units."""
        return sum(not sheet.is_excluded for sheet in self.sheets)

    @property
    def incomplete(self) -> list[SheetState]:
        """The sheets that lack a mark, the one that lacks most first."""
        lacking = [sheet for sheet in self.sheets if sheet.unmarked]
        return sorted(lacking, key=lambda sheet: -sheet.unmarked)

    @property
    def complete(self) -> int:
        """How many sheets are marked to the last leaf."""
        return self.taking_part - len(self.incomplete)

    @property
    def unmarked(self) -> int:
        """How many marks the whole block lacks."""
        return sum(sheet.unmarked for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class CycleState:
    """A cycle with the marking of its blocks, its last run of either kind, its publications.

    The runs are the newest that are open to whoever asks. The publications are the newest first,
    so the first one holds.
    """

    cycle: Cycle
    blocks: tuple[BlockState, ...]
    complete_run: RankingRun | None
    provisional_run: RankingRun | None
    publications: tuple[Publication, ...]

    @property
    def stage(self) -> str:
        """How far the cycle has come, in the words of the page."""
        if self.publications:
            return "đã công bố"
        if self.complete_run:
            return "đã tính"
        return "tạm tính" if self.provisional_run else "chưa tính"

    @property
    def unpublished_run(self) -> RankingRun | None:
        """The newest complete run, where it is newer than what was published last."""
        known = {publication.run_id for publication in self.publications}
        run = self.complete_run
        return None if run is None or run.pk in known else run


def cycle_named(organiser_code: str, year: int) -> Cycle | None:
    """Return the cycle of the unit that bore the code on the cycle's last day, None without one."""
    cycles = Cycle.objects.filter(
        year=year, organiser__code=organiser_code, organiser__valid__contains=F("last_on")
    )
    return cycles.select_related("organiser").order_by("-last_on").first()


def cycle_years() -> list[int]:
    """Return the years that have a cycle, the newest first."""
    return list(Cycle.objects.order_by("-year").values_list("year", flat=True).distinct())


def cycle_states(year: int, open_runs: Q) -> list[CycleState]:
    """Return the cycles of a year by their organisers' names; the queries do not grow with them.

    `open_runs` is which runs are open to whoever asks, see `open_whole_to`; no other is told of.
    """
    blocks, publications = _blocks_of(year), _publications_of(year)
    runs = _last_runs_of(year, open_runs)
    cycles = Cycle.objects.filter(year=year).select_related("organiser")
    return [
        CycleState(
            cycle,
            tuple(blocks[cycle.pk]),
            complete_run=runs.get((cycle.pk, False)),
            provisional_run=runs.get((cycle.pk, True)),
            publications=tuple(publications[cycle.pk]),
        )
        for cycle in cycles.order_by("organiser__sort_key", "organiser__code")
    ]


def _blocks_of(year: int) -> dict[int, list[BlockState]]:
    """Return the blocks of a year's cycles with their sheets, by cycle id."""
    leaves, sheets = _leaves_of(year), _sheets_of(year)
    blocks: dict[int, list[BlockState]] = defaultdict(list)
    for block in CycleGroup.objects.filter(cycle__year=year).select_related("group"):
        needed = leaves.get(block.criteria_set_id, 0)
        states = [
            SheetState(name, is_excluded, 0 if is_excluded else needed - marked)
            for name, is_excluded, marked in sheets[block.pk]
        ]
        blocks[block.cycle_id].append(BlockState(block.group.title, needed, tuple(states)))
    return blocks


def _leaves_of(year: int) -> dict[int, int]:
    """Return how many leaves a person marks in each criteria set of the year, by set id."""
    leaves = Criterion.objects.filter(
        leaf__isnull=False, criteria_set__cycle_groups__cycle__year=year
    ).exclude(leaf__scoring__has_key="from_fact")
    counted = leaves.order_by().values("criteria_set").annotate(leaves=Count("pk", distinct=True))
    return dict(counted.values_list("criteria_set", "leaves"))


def _sheets_of(year: int) -> dict[int, list[tuple[str, bool, int]]]:
    """Return name, whether excluded, and number of marks of each sheet, by block id."""
    given = Mark.objects.filter(assessment__cycle__year=year).exclude(
        content__contains={"state": "unmarked"}
    )
    marked = dict(
        given.values("assessment").annotate(Count("pk")).values_list("assessment", "pk__count")
    )
    sheets: dict[int, list[tuple[str, bool, int]]] = defaultdict(list)
    rows = Assessment.objects.filter(cycle__year=year).order_by("unit__sort_key", "unit__code")
    for pk, block, name, standing in rows.values_list(
        "pk", "cycle_group", "unit__name", "standing"
    ):
        is_excluded = standing == Assessment.Standing.EXCLUDED
        sheets[block].append((name, is_excluded, marked.get(pk, 0)))
    return sheets


def _publications_of(year: int) -> dict[int, list[Publication]]:
    """Return the publications of a year's cycles, the newest first, by cycle id."""
    publications: dict[int, list[Publication]] = defaultdict(list)
    for publication in publications_in(year):
        publications[publication.cycle_id].append(publication)
    return publications


def _last_runs_of(year: int, open_runs: Q) -> dict[tuple[int, bool], RankingRun]:
    """Return the newest open run of either kind, by cycle id and whether provisional."""
    runs = RankingRun.objects.filter(open_runs, cycle__year=year).only(
        "cycle_id", "number", "is_provisional", "created_at"
    )
    kinds = ("cycle_id", "is_provisional")
    newest = runs.order_by(*kinds, "-number").distinct(*kinds)
    return {(run.cycle_id, run.is_provisional): run for run in newest}
