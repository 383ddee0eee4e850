"""How each unit of a run stands against the year before, or why that cannot be said."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import Assessment, RankingRun
from scoring.selectors.band_lists import band_labels, rules_of
from scoring.selectors.forebears import Lineage, NoForebear, lineage_of
from scoring.selectors.runs import earlier_runs


@dataclass(frozen=True, slots=True)
class Change:
    """A unit's figures of the year before, None where there is none; never zero for missing.

    `difference` is this year's published figure less last year's. Without one `note` says why, if
    last year is the reason. `predecessor_name` is whose figures these are, "" for the unit's own.
    """

    previous_rank: int | None = None
    previous_published: Decimal | None = None
    previous_band_label: str = ""
    difference: Decimal | None = None
    note: str = ""
    predecessor_name: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """What is compared of one line; published figures are texts, so that their decimals stay."""

    frame: dict[str, Any]
    unit: int
    valid: DateRange
    group: str
    standing: str
    reason: str
    rank: int | None
    published: str | None
    band: str

    @property
    def basis(self) -> str:
        """What the figure is: an index, or points."""
        return str(rules_of(self.frame["rule_set"], self.group)["basis"])

    @property
    def criteria_set(self) -> str:
        """The code of the set by which the unit was judged."""
        sets = {it["code"]: it["criteria_set"]["code"] for it in self.frame["groups"]}
        return str(sets[self.group])


def changes_of(run: RankingRun) -> dict[int, Change]:
    """Return each unit's change on the year before, by unit id.

    Compared with are the results of the same organiser's, or its predecessors', cycle of the year
    before: the line of the unit itself, or of the one it carries on whole. The number of queries
    does not depend on the number of units.
    """
    lines = _lines(run)
    lineage = lineage_of([run.cycle.organiser_id, *(line.unit for line in lines)])
    earlier = earlier_runs(run.cycle, lineage, first_year=run.cycle.year - 1)
    if not earlier:
        return {line.unit: Change(note="năm trước chưa có kết quả") for line in lines}
    known = {line.unit: line for before in earlier for line in _lines(before)}
    last_on = max(before.cycle.last_on for before in earlier)
    return {line.unit: _change(line, known, lineage, last_on) for line in lines}


def _lines(run: RankingRun) -> list[_Line]:
    columns = ("unit_id", "unit__valid", "group__code", "standing", "entry__reason")
    rows = run.lines.values_list(*columns, "rank", "entry__published", "band")
    return [_Line(run.frame, *row) for row in rows]


def _change(line: _Line, known: dict[int, _Line], lineage: Lineage, last_on: date) -> Change:
    """Return one unit's change; `known` are the lines of the year before, which ended then."""
    try:
        forebear = lineage.forebear(line.unit, known)
    except NoForebear as nobody:
        is_new = last_on not in line.valid and not lineage.has_origins(line.unit)
        return Change(note=_why_nobody(nobody, is_new=is_new))
    before = known[forebear.unit]
    labels = band_labels(before.frame["rule_set"], before.group)
    change = Change(
        previous_rank=before.rank,
        previous_published=None if before.published is None else Decimal(before.published),
        previous_band_label=labels.get(before.band, ""),
        note=_why_not_compared(line, before),
        predecessor_name=forebear.name,
    )
    if change.note or line.published is None or change.previous_published is None:
        return change
    return replace(change, difference=Decimal(line.published) - change.previous_published)


def _why_nobody(nobody: NoForebear, *, is_new: bool) -> str:
    """Return why no line of the year before stands for a unit."""
    names = ", ".join(origin.name for origin in nobody.origins)
    if len(nobody.origins) > 1:
        return f"hợp nhất từ {names}, không so sánh"
    if nobody.origins:
        return f"tách từ {names}, không so sánh"
    return "đơn vị mới" if is_new else "năm trước không thuộc kỳ đánh giá"


def _why_not_compared(line: _Line, before: _Line) -> str:
    """Return why two lines cannot be compared, "" where they can."""
    if before.standing != Assessment.Standing.RANKED:
        standing = Assessment.Standing(before.standing).label.lower()
        return f"năm trước {standing}: {before.reason}"
    if line.criteria_set != before.criteria_set:
        return "bộ tiêu chí khác, không so sánh"
    if line.basis != before.basis:
        return "cách công bố khác (chỉ số và điểm), không so sánh"
    return ""
