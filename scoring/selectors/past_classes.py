"""The classes that units had in earlier published years, for the accountability bundle."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from scoring.models import Cycle, RankingRun
from scoring.selectors.band_lists import band_codes, group_codes
from scoring.selectors.forebears import Forebear, Lineage, NoForebear, lineage_of
from scoring.selectors.runs import earlier_runs


@dataclass(frozen=True, slots=True)
class BandedUnit:
    """A unit that a ranking gave a class, by its id, its code and its block."""

    unit: int
    code: str
    group: str


@dataclass(frozen=True, slots=True)
class _Found:
    """The class of a unit in one run of a year, and the list of classes it was given by."""

    unit: BandedUnit
    read_by: tuple[str, ...]
    entry: dict[str, str]


class PastClasses:
    """The histories of some units, and each year's lists of classes by block, best first.

    A history has, by year, the class of the unit itself or of the one it carries on whole, then
    with a note. The format reads a class by one list for a block and year, so a unit that was given
    its class by another list has no entry for that year. Where several organisers ranked the block
    by lists of their own, that list is taken by which most units can be read, then the first.
    """

    def __init__(self) -> None:
        self.histories: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        self.lists: dict[str, dict[str, list[str]]] = {}

    def add(
        self, year: str, runs: Sequence[RankingRun], units: Iterable[BandedUnit], lineage: Lineage
    ) -> None:
        """Add what the runs of an earlier year say of the units."""
        by_group: dict[str, list[BandedUnit]] = defaultdict(list)
        for unit in units:
            by_group[unit.group].append(unit)
        banded = [(run, classes_of(run)) for run in runs]
        lists = self.lists.setdefault(year, {})
        for group, own in sorted(by_group.items()):
            found = [it for run, known in banded for it in _found_in(run, known, own, lineage)]
            chosen = _list_of(group, runs, found)
            if chosen is None:
                continue
            lists[group] = list(chosen)
            for it in found:
                if it.read_by == chosen:
                    self.histories[it.unit.code].setdefault(year, it.entry)


def past_classes(cycle: Cycle, units: list[BandedUnit]) -> PastClasses:
    """Return what the published results of the organiser's earlier cycles say of the units."""
    lineage = lineage_of([cycle.organiser_id, *(unit.unit for unit in units)])
    past = PastClasses()
    for year, runs in groupby(earlier_runs(cycle, lineage), key=lambda run: run.cycle.year):
        past.add(str(year), list(runs), units, lineage)
    return past


def classes_of(run: RankingRun) -> dict[int, tuple[str, str]]:
    """Return block and class of every unit that the run gave a class, by unit id."""
    lines = run.lines.exclude(band="").values_list("unit_id", "group__code", "band")
    return {unit: (group, band) for unit, group, band in lines}


def _found_in(
    run: RankingRun,
    banded: dict[int, tuple[str, str]],
    units: Iterable[BandedUnit],
    lineage: Lineage,
) -> Iterable[_Found]:
    for unit in units:
        try:
            forebear = lineage.forebear(unit.unit, banded)
        except NoForebear:
            continue
        group, band = banded[forebear.unit]
        read_by = tuple(band_codes(run.frame["rule_set"], group))
        yield _Found(unit, read_by, _entry(band, forebear))


def _list_of(
    group: str, runs: Iterable[RankingRun], found: Iterable[_Found]
) -> tuple[str, ...] | None:
    """Return the list of a year by which a block is read, None if it was in no run of the year.

    It is one that the block itself had, if it stood in any of the runs.
    """
    readable = Counter(it.read_by for it in found)
    own = (
        tuple(band_codes(run.frame["rule_set"], group))
        for run in runs
        if group in group_codes(run.frame)
    )
    lists = dict.fromkeys(own) or dict.fromkeys(readable)
    return max(lists, key=lambda it: readable[it], default=None)


def _entry(band: str, forebear: Forebear) -> dict[str, Any]:
    if not forebear.name:
        return {"band": band}
    return {"band": band, "note": f"theo kết quả của {forebear.name}"}
