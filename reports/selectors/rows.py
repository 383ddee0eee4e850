"""A unit's line of a ranking, and in sentences what has to be said beside it."""

from dataclasses import dataclass
from typing import Any

from reports.selectors import wording
from reports.selectors.fact_cells import FactCell, fact_cell
from reports.selectors.methods import FactNote

_STANDINGS = {
    "scored": "Chấm điểm, không xếp hạng",
    "excluded": "Không tham gia",
    "pending": "Chưa chấm đủ, nên chưa xếp hạng và xếp loại",
}


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
    blocked_by: tuple[str, ...]
    waived: tuple[str, ...]

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
    entry: dict[str, Any],
    given: dict[str, Any],
    rules: dict[str, Any],
    *,
    facts: tuple[FactNote, ...],
    supplement: dict[str, Any],
    is_alike: bool,
) -> Row:
    """Return a unit's line out of its result, what was given for it and its supplement."""
    labels = {band["code"]: band["label"] for band in rules["bands"]}
    blocks = {block["code"]: block for block in rules.get("blocks", [])}
    blocking = {blocks[code]["fact"] for code in entry["blocked_by"] or []}
    return Row(
        code=entry["code"],
        name=given["name"],
        rank=entry["rank"],
        standing=entry["standing"],
        standing_note=_standing_note(entry),
        points=wording.points(entry["points"]),
        applicable_max=wording.points(entry["applicable_max"]),
        published=wording.figure(entry["published"]),
        unrounded=wording.figure(entry[rules["basis"]]) if is_alike else "",
        band=entry["band"],
        band_label=labels.get(entry["band"], wording.NONE),
        earned_label=labels.get(entry["band_by_points"], wording.NONE),
        facts=tuple(
            fact_cell(
                fact,
                given.get("facts", {}).get(fact.code),
                supplement.get(fact.code, {}),
                fact.code in blocking,
            )
            for fact in facts
        ),
        blocked_by=tuple(blocks[code]["title"] for code in entry["blocked_by"] or []),
        waived=_waivers(entry, blocks, facts),
    )


def _standing_note(entry: dict[str, Any]) -> str:
    """Return "Không tham gia – <reason>", "" for a ranked unit."""
    if entry["standing"] not in _STANDINGS:
        return ""
    return " – ".join(filter(None, (_STANDINGS[entry["standing"]], entry["reason"])))


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
