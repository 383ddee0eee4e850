"""A unit's line of a ranking, and in sentences what has to be said beside it."""

from dataclasses import dataclass
from typing import Any

from reports.selectors.change_cells import ChangeCell, change_cell
from reports.selectors.fact_cells import FactCell, fact_cell
from reports.selectors.frames import Block
from reports.selectors.lines import Line
from reports.selectors.methods import FactNote
from scoring.selectors import wording
from scoring.selectors.changes import Change

PENDING = "pending"

_STANDINGS = {"scored": "Chấm điểm, không xếp hạng", "excluded": "Không tham gia"}


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence beside a line; a bad one says what holds the unit back."""

    text: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's line; `band_label` is its class, `earned_label` what its points alone gave.

    `unrounded` is given where another rank prints the same figure, else it is "". `standing_note`
    says why a unit is not ranked, `waived` which facts no block looks at; both are sentences.
    """

    unit_id: int
    code: str
    name: str
    rank: int | None
    standing: str
    standing_note: str
    points: str
    applicable_max: str
    published: str
    unrounded: str
    band: str | None
    band_label: str
    earned_label: str
    facts: tuple[FactCell, ...]
    change: ChangeCell
    blocked_by: tuple[str, ...]
    waived: tuple[str, ...]

    @property
    def is_pending(self) -> bool:
        """Whether the unit waits for marks or figures."""
        return self.standing == PENDING

    @property
    def is_lowered(self) -> bool:
        """Whether a block changed the class."""
        return self.band_label != self.earned_label

    @property
    def notes(self) -> tuple[Note, ...]:
        """Everything beside the line, in the same words and order on page and paper."""
        effect = "Bị chặn" if self.is_lowered else "Vi phạm, không đổi xếp loại"
        unrounded = f"Chưa làm tròn: {self.unrounded}" if self.unrounded else ""
        return (
            *(Note(said) for said in (self.standing_note, unrounded) if said),
            *(Note(f"{effect}: {cause}", is_bad=True) for cause in self.blocked_by),
            *(Note(waiver) for waiver in self.waived),
        )


def row_of(
    line: Line,
    block: Block,
    *,
    facts: tuple[FactNote, ...],
    change: Change | None,
    is_alike: bool,
) -> Row:
    """Return a unit's line in words. What a pending unit has so far is no figure to be read."""
    entry, blocks = line.entry, {block["code"]: block for block in block.rules.get("blocks", [])}
    is_pending = entry["standing"] == PENDING
    return Row(
        unit_id=line.unit_id,
        code=line.unit_code,
        name=line.name,
        rank=entry["rank"],
        standing=entry["standing"],
        standing_note=_standing_note(line, block, facts),
        points=wording.NONE if is_pending else wording.points(entry["points"]),
        applicable_max=wording.points(entry["applicable_max"]),
        published=wording.figure(entry["published"]),
        unrounded=wording.figure(entry[block.basis]) if is_alike else "",
        band=entry["band"],
        band_label=block.labels.get(entry["band"], wording.NONE),
        earned_label=block.labels.get(entry["band_by_points"], wording.NONE),
        facts=_fact_cells(line, blocks, facts),
        change=change_cell(change, entry["rank"], line.name),
        blocked_by=tuple(blocks[code]["title"] for code in entry["blocked_by"] or []),
        waived=_waivers(entry, blocks, facts),
    )


def _fact_cells(
    line: Line, blocks: dict[str, dict[str, Any]], facts: tuple[FactNote, ...]
) -> tuple[FactCell, ...]:
    blocking = {blocks[code]["fact"] for code in line.entry["blocked_by"] or []}
    badge = "vi phạm" if line.entry["band"] == line.entry["band_by_points"] else "chặn"
    return tuple(
        fact_cell(
            fact,
            line.given.get("facts", {}).get(fact.code),
            line.supplement.get(fact.code, {}),
            badge if fact.code in blocking else "",
        )
        for fact in facts
    )


def _standing_note(line: Line, block: Block, facts: tuple[FactNote, ...]) -> str:
    """Return "Không tham gia – <reason>", for a pending unit what it lacks, "" for a ranked one."""
    standing, reason = line.entry["standing"], line.entry["reason"]
    if standing == PENDING:
        return " – ".join(filter(None, (_lacking(line, block, facts), reason)))
    if standing not in _STANDINGS:
        return ""
    return " – ".join(filter(None, (_STANDINGS[standing], reason)))


def _lacking(line: Line, block: Block, facts: tuple[FactNote, ...]) -> str:
    """Return "Còn thiếu 3/88 tiêu chí; chưa có số liệu: Chỉ số hài lòng"."""
    unmarked, given = line.entry["unmarked"], line.given.get("facts", {})
    needed = {
        rule["fact"] for rule in block.rules.get("blocks", []) if rule["when_missing"] == "refuse"
    }
    missing = [fact.title for fact in facts if fact.code in needed and fact.code not in given]
    leaves = f"còn thiếu {unmarked}/{block.leaf_count} tiêu chí" if unmarked else ""
    figures = f"chưa có số liệu: {', '.join(missing)}" if missing else ""
    said = "; ".join(filter(None, (leaves, figures)))
    return said[:1].upper() + said[1:]


def _waivers(
    entry: dict[str, Any], blocks: dict[str, dict[str, Any]], facts: tuple[FactNote, ...]
) -> tuple[str, ...]:
    """Return each waived fact once, however many blocks read it."""
    titles = {fact.code: fact.title for fact in facts}
    said = (
        f"{titles[blocks[waiver['block']]['fact']]}: không xét – {waiver['reason']}"
        for waiver in entry["waived"] or []
    )
    return tuple(dict.fromkeys(said))
