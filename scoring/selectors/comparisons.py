"""Two rankings side by side as people read them: classes counted, units moved, rules changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.domain.comparison import LeafChange, Ranked, UnitChange, unit_changes
from scoring.selectors import wording
from scoring.selectors.band_lists import band_labels, rules_of
from scoring.selectors.bundle_criteria import criteria_changes
from scoring.selectors.criteria_words import ROLES
from scoring.selectors.rule_changes import RuleChange, document_changes

_NOTHING = "–"
_PENDING = "đang chờ"


@dataclass(frozen=True, slots=True)
class Side:
    """What a unit has on one side, in words."""

    rank: str
    published: str
    band: str
    band_label: str
    blocked_by: str


@dataclass(frozen=True, slots=True)
class MovedUnit:
    """One unit that differs; `climbed` is "+3" for three ranks gained, "" if none or unknown."""

    code: str
    name: str
    before: Side
    after: Side
    climbed: str
    gains_class: bool
    loses_class: bool
    leaves: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many units a class has on either side."""

    code: str
    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """A block: its classes on both sides, its units that moved, and how many did not."""

    code: str
    title: str
    classes: tuple[ClassCount, ...]
    moved: tuple[MovedUnit, ...]
    unmoved: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two rankings."""

    groups: tuple[GroupComparison, ...]
    rules: tuple[RuleChange, ...]

    @property
    def moved(self) -> int:
        """How many units differ."""
        return sum(len(group.moved) for group in self.groups)


def comparison_of(before: Ranked, after: Ranked) -> Comparison:
    """Return what differs between two rankings, block by block and rule by rule."""
    changes = unit_changes(before, after)
    titles = {g["code"]: g["title"] for side in (before, after) for g in side.bundle["groups"]}
    groups = tuple(
        _group(code, title, [it for it in changes if it.group == code], before, after)
        for code, title in titles.items()
    )
    rules = document_changes(before.bundle["rule_set"], after.bundle["rule_set"], groups=titles)
    criteria = criteria_changes(before.bundle, after.bundle)
    return Comparison(groups, (*rules, *criteria))


def _group(
    code: str, title: str, changes: Iterable[UnitChange], before: Ranked, after: Ranked
) -> GroupComparison:
    units = list(changes)
    labels = [band_labels(side.bundle["rule_set"], code) for side in (before, after)]
    classes = tuple(
        ClassCount(band, label, _having(units, "before", band), _having(units, "after", band))
        for band, label in (labels[0] | labels[1]).items()
    )
    moved = [unit for unit in units if unit.is_changed]
    lines = tuple(_moved(unit, before, after) for unit in moved)
    return GroupComparison(code, title, classes, lines, len(units) - len(moved))


def _having(units: Iterable[UnitChange], side: str, band: str) -> int:
    entries = (getattr(unit, side) for unit in units)
    return sum(e is not None and e["standing"] == "ranked" and e["band"] == band for e in entries)


def _moved(unit: UnitChange, before: Ranked, after: Ranked) -> MovedUnit:
    sides = (_side(unit.before, unit.group, before), _side(unit.after, unit.group, after))
    places = [_place(unit, entry, it) for entry, it in ((0, before), (1, after))]
    steps = 0 if None in places else (places[0] or 0) - (places[1] or 0)
    return MovedUnit(
        code=unit.code,
        name=unit.name,
        before=sides[0],
        after=sides[1],
        climbed=f"{unit.climbed:+d}".replace("-", "−") if unit.climbed else "",
        gains_class=steps > 0,
        loses_class=steps < 0,
        leaves=tuple(_leaf_text(it) for it in unit.leaves),
        facts=tuple(_fact_title(code, after) for code in unit.facts),
    )


def _leaf_text(leaf: LeafChange) -> str:
    """Return "A.1 Kế hoạch (điểm trừ): 1 → 2"; ordinary points are not called so."""
    known = [role for role in (leaf.role_before, leaf.role_after) if role is not None]
    roles = " → ".join(str(ROLES[role]).lower() for role in dict.fromkeys(known))
    place = f"{leaf.code} {leaf.title} ({roles})" if any(known) else f"{leaf.code} {leaf.title}"
    return f"{place}: {wording.points(leaf.before)} → {wording.points(leaf.after)}"


def _place(unit: UnitChange, side: int, ranked: Ranked) -> int | None:
    """Return how good the unit's class is on a side, 0 the best; None without a class."""
    entry = (unit.before, unit.after)[side]
    bands = [band["code"] for band in rules_of(ranked.bundle["rule_set"], unit.group)["bands"]]
    return bands.index(entry["band"]) if entry and entry["band"] in bands else None


def _side(entry: Mapping[str, Any] | None, group: str, ranked: Ranked) -> Side:
    if entry is None:
        return Side(_NOTHING, _NOTHING, "", _NOTHING, "")
    rules = rules_of(ranked.bundle["rule_set"], group)
    titles = {block["code"]: block["title"] for block in rules.get("blocks", ())}
    is_pending = entry["standing"] == "pending"
    label = band_labels(ranked.bundle["rule_set"], group).get(entry["band"] or "", _NOTHING)
    return Side(
        rank=str(entry["rank"] or _NOTHING),
        published=wording.figure(entry["published"]),
        band=entry["band"] or "",
        band_label=_PENDING if is_pending else label,
        blocked_by="; ".join(titles.get(code, code) for code in entry["blocked_by"] or ()),
    )


def _fact_title(code: str, ranked: Ranked) -> str:
    titles = {fact["code"]: fact.get("title", code) for fact in ranked.bundle.get("facts", ())}
    return str(titles.get(code, code))
