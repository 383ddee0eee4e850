"""The units of a day as a tree: provinces, their departments and districts, communes below."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from units.models import Unit


@dataclass(frozen=True, slots=True)
class Tier:
    """The units of one level below the same parent."""

    label: str
    branches: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit and what is below it, level by level."""

    unit: Unit
    tiers: tuple[Tier, ...]


def tree_of(units: Iterable[Unit]) -> tuple[Tier, ...]:
    """Return the units as a tree, in their own order; one whose parent is not among them is a root.

    A chain of parents always ends, for a parent stands on a strictly higher level.
    """
    kept = list(units)
    known = {unit.pk for unit in kept}
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in kept:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    return _tiers(None, below)


def _tiers(parent: int | None, below: dict[int | None, list[Unit]]) -> tuple[Tier, ...]:
    levels: dict[str, list[Branch]] = {level: [] for level in Unit.Level.values}
    for unit in below.get(parent, []):
        levels[unit.level].append(Branch(unit, _tiers(unit.pk, below)))
    return tuple(
        Tier(str(Unit.Level(level).label), tuple(branches))
        for level, branches in levels.items()
        if branches
    )
