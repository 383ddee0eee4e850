"""The classes that units had in earlier published years, for the accountability bundle."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
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


class PastClasses:
    """The histories of some units, and each year's lists of classes by block, best first.

    A history has, by year, the class of the unit itself or of the one it carries on whole, then
    with a note. The format reads a class by one list for a block and year; so a unit that stood in
    a block with other classes than its present block had that year has no entry for that year.
    """

    def __init__(self) -> None:
        self.histories: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        self.lists: dict[str, dict[str, list[str]]] = {}

    def add(self, run: RankingRun, units: Iterable[BandedUnit], lineage: Lineage) -> None:
        """Add what an earlier run says of the units."""
        year, rule_set = str(run.cycle.year), run.frame["rule_set"]
        lists = self.lists.setdefault(year, {})
        for group in sorted({unit.group for unit in units}.intersection(group_codes(run.frame))):
            lists.setdefault(group, band_codes(rule_set, group))
        banded = _bands_of(run)
        for unit in units:
            try:
                forebear = lineage.forebear(unit.unit, banded)
            except NoForebear:
                continue
            group, band = banded[forebear.unit]
            read_by = band_codes(rule_set, group)
            if lists.setdefault(unit.group, read_by) == read_by:
                self.histories[unit.code].setdefault(year, _entry(band, forebear))


def past_classes(cycle: Cycle, units: list[BandedUnit]) -> PastClasses:
    """Return what the published results of the organiser's earlier cycles say of the units."""
    lineage = lineage_of([cycle.organiser_id, *(unit.unit for unit in units)])
    past = PastClasses()
    for run in earlier_runs(cycle, lineage):
        past.add(run, units, lineage)
    return past


def _bands_of(run: RankingRun) -> dict[int, tuple[str, str]]:
    """Return block and class of every unit that the run gave a class, by unit id."""
    lines = run.lines.exclude(band="").values_list("unit_id", "group__code", "band")
    return {unit: (group, band) for unit, group, band in lines}


def _entry(band: str, forebear: Forebear) -> dict[str, Any]:
    if not forebear.name:
        return {"band": band}
    return {"band": band, "note": f"theo kết quả của {forebear.name}"}
