"""How each unit of a run stands against the year before, or why that cannot be said."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import Assessment, RankingRun
from scoring.selectors.band_lists import band_labels, rules_of
from scoring.selectors.facts import LATE_RATE
from scoring.selectors.forebears import Lineage, NoForebear, Origin, lineage_of
from scoring.selectors.publications import publication_of
from scoring.selectors.runs import earlier_runs, runs_compared_with

_NAMES_OF_A_SET = {"code", "title", "source"}
_NONE = "năm trước chưa có kết quả công bố"
_NEVER_RANKED = "năm trước chưa có kết quả"
_UNPUBLISHED = "năm trước chưa công bố khi công bố năm này"


@dataclass(frozen=True, slots=True)
class Change:
    """A unit's figures of the year before, None where there is none; never zero for missing.

    `difference` is this year's published figure less last year's. Without one `note` says why, if
    last year is the reason; beside one it says what to mind. `predecessor_name` is whose figures
    these are, "" for the unit's own. `is_unpublished` says that last year's result was never made
    known, which whoever shows the change must say.
    """

    previous_rank: int | None = None
    previous_published: Decimal | None = None
    previous_band_label: str = ""
    difference: Decimal | None = None
    note: str = ""
    predecessor_name: str = ""
    is_unpublished: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """What is compared of one line; published figures are texts, so that their decimals stay."""

    frame: dict[str, Any]
    is_published: bool
    is_corrected: bool
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
    def criteria_set(self) -> dict[str, Any]:
        """The set by which the unit was judged, without what it is only called by."""
        judged_by = {it["code"]: it["criteria_set"] for it in self.frame["groups"]}[self.group]
        return {key: judged_by[key] for key in judged_by if key not in _NAMES_OF_A_SET}

    @property
    def late_definition(self) -> str | None:
        """How late rates were counted, None where none were."""
        facts = {fact["code"]: fact for fact in self.frame["facts"]}
        return facts[LATE_RATE].get("definition") if LATE_RATE in facts else None


def changes_of(run: RankingRun, *, with_unpublished: bool = False) -> dict[int, Change]:
    """Return each unit's change on the year before, by unit id.

    Compared with are the results of the same organiser's, or its predecessors', cycle of the year
    before: the line of the unit itself, or of the one it carries on whole. A published run stays
    compared with what held when it was published, on every page and on paper; that it was corrected
    since is said. An unpublished run is compared with what is published of last year, and with a
    result that is not only for those who see it (`with_unpublished`). The number of queries does
    not depend on the number of units.
    """
    lines, publication = _lines(run), publication_of(run)
    lineage = lineage_of([run.cycle.organiser_id, *(line.unit for line in lines)])
    if publication:
        earlier = runs_compared_with(publication)
    else:
        since = run.cycle.year - 1
        earlier = earlier_runs(
            run.cycle, lineage, first_year=since, with_unpublished=with_unpublished
        )
    if not earlier:
        none = _NEVER_RANKED if with_unpublished else _NONE
        return {line.unit: Change(note=_UNPUBLISHED if publication else none) for line in lines}
    known = {line.unit: line for before in earlier for line in _lines(before)}
    days = max(before.cycle.last_on for before in earlier), run.cycle.last_on
    return {line.unit: _change(line, known, lineage, days) for line in lines}


def _lines(run: RankingRun) -> list[_Line]:
    publication = publication_of(run)
    is_corrected = publication is not None and publication.is_superseded
    columns = ("unit_id", "unit__valid", "group__code", "standing", "entry__reason")
    rows = run.lines.values_list(*columns, "rank", "entry__published", "band")
    return [_Line(run.frame, publication is not None, is_corrected, *row) for row in rows]


def _change(
    line: _Line, known: dict[int, _Line], lineage: Lineage, days: tuple[date, date]
) -> Change:
    """Return one unit's change on `known`, the lines of the year before.

    `days` are the last days of both years' cycles.
    """
    last_on, until = days
    try:
        forebear = lineage.forebear(line.unit, known)
    except NoForebear as nobody:
        is_new = last_on not in line.valid and not lineage.has_origins(line.unit)
        return Change(note=_why_nobody(nobody, is_new=is_new))
    before = known[forebear.unit]
    change = _figures_before(before, forebear.name, _why_not_compared(line, before))
    if change.note or line.published is None or change.previous_published is None:
        return change
    absorbed = lineage.absorbed(forebear.unit, after=last_on, until=until)
    return replace(
        change,
        difference=Decimal(line.published) - change.previous_published,
        note=_what_to_mind(line, before, absorbed),
    )


def _figures_before(before: _Line, predecessor_name: str, note: str) -> Change:
    labels = band_labels(before.frame["rule_set"], before.group)
    return Change(
        previous_rank=before.rank,
        previous_published=None if before.published is None else Decimal(before.published),
        previous_band_label=labels.get(before.band, ""),
        note=note,
        predecessor_name=predecessor_name,
        is_unpublished=not before.is_published,
    )


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


def _what_to_mind(line: _Line, before: _Line, absorbed: tuple[Origin, ...]) -> str:
    """Return what differs between two lines that are compared all the same."""
    notes = []
    if line.late_definition != before.late_definition:
        notes.append("cách tính tỷ lệ trễ hạn khác năm trước")
    if absorbed:
        notes.append(f"đã nhận thêm {', '.join(origin.name for origin in absorbed)}")
    if before.is_corrected:
        notes.append("năm trước đã được đính chính sau đó")
    return "; ".join(notes)
