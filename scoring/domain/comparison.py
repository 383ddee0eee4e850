"""Two rankings of the same units side by side: who moved, by which leaf, by which fact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.domain.scratch import leaves_of

_Roles = Mapping[tuple[str, str], str]
_FIGURES = ("standing", "rank", "published", "band", "band_by_points", "blocked_by", "waived")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranking as its two documents: the bundle that went in, the result that came out."""

    bundle: Mapping[str, Any]
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LeafChange:
    """A leaf whose points or role differ; None where it has none on that side.

    A role is "bonus", "penalty" or "" for an ordinary leaf.
    """

    code: str
    title: str
    before: str | None
    after: str | None
    role_before: str | None
    role_after: str | None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit on both sides: its entry of either result, None where it is not there."""

    code: str
    name: str
    group: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    leaves: tuple[LeafChange, ...]
    facts: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any figure that people read differs."""
        if self.before is None or self.after is None:
            return True
        before, after = self.before, self.after
        return bool(self.leaves) or any(before[key] != after[key] for key in _FIGURES)

    @property
    def climbed(self) -> int | None:
        """How many ranks the unit gained (below zero: lost); None unless it has two ranks."""
        ranks = [side["rank"] if side else None for side in (self.before, self.after)]
        if ranks[0] is None or ranks[1] is None:
            return None
        return int(ranks[0] - ranks[1])


def unit_changes(before: Ranked, after: Ranked) -> list[UnitChange]:
    """Return every unit of either side, in the order of the later result, then of the earlier."""
    earlier, later = ({u["code"]: u for u in side.result["units"]} for side in (before, after))
    given = [{u["code"]: u for u in side.bundle["units"]} for side in (before, after)]
    titles = _leaf_titles(before) | _leaf_titles(after)
    roles = (_leaf_roles(before), _leaf_roles(after))
    order = dict.fromkeys([*later, *earlier])
    return [
        UnitChange(
            code,
            (given[1].get(code) or given[0][code])["name"],
            (later.get(code) or earlier[code])["group"],
            earlier.get(code),
            later.get(code),
            tuple(_leaf_changes(earlier.get(code), later.get(code), titles, roles)),
            tuple(_facts_changed(given[0].get(code), given[1].get(code))),
        )
        for code in order
    ]


def _leaf_titles(side: Ranked) -> dict[str, str]:
    sets = [group["criteria_set"] for group in side.bundle["groups"]]
    return {leaf["code"]: leaf["title"] for it in sets for leaf in leaves_of(it)}


def _leaf_roles(side: Ranked) -> _Roles:
    """Return the role of every leaf by group and code, "" for an ordinary one."""
    sets = {group["code"]: group["criteria_set"] for group in side.bundle["groups"]}
    return {
        (group, leaf["code"]): leaf.get("role") or ""
        for group, it in sets.items()
        for leaf in leaves_of(it)
    }


def _leaf_changes(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    titles: Mapping[str, str],
    roles: tuple[_Roles, _Roles],
) -> Iterator[LeafChange]:
    sides = [side or {} for side in (before, after)]
    old, new = (side.get("leaves") or {} for side in sides)
    for code in dict.fromkeys([*old, *new]):
        points = [leaves.get(code, {}).get("points") for leaves in (old, new)]
        was, now = (
            known.get((side.get("group", ""), code))
            for side, known in zip(sides, roles, strict=True)
        )
        if points[0] != points[1] or (None not in (was, now) and was != now):
            yield LeafChange(code, titles.get(code, code), points[0], points[1], was, now)


def _facts_changed(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> Iterator[str]:
    old, new = ((side or {}).get("facts") or {} for side in (before, after))
    for code in dict.fromkeys([*old, *new]):
        if old.get(code) != new.get(code):
            yield code
