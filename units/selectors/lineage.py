"""What became of a unit, and what it came from, through one reorganisation or several."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from units.models import Succession, Unit


@dataclass(frozen=True, slots=True)
class Heir:
    """A unit that carries on what another was: the whole of it, or a part."""

    unit: Unit
    is_whole: bool


def predecessors_of(unit: Unit) -> QuerySet[Succession]:
    """Return what went into the unit directly, in Vietnamese order of the predecessors' names."""
    return unit.origins.select_related("predecessor").order_by("predecessor__sort_key")


def successors_of(unit: Unit) -> QuerySet[Succession]:
    """Return what the unit went into directly, in Vietnamese order of the successors' names."""
    return unit.successions.select_related("successor").order_by("successor__sort_key")


def successors_on(unit: Unit, day: date) -> list[Heir]:
    """Return who carries the unit on at that day, in Vietnamese order of names.

    A unit that still exists carries itself on. One that has ended is followed through every
    reorganisation up to the day; an heir is whole only if every step to it was. Nobody carries on
    what had not begun yet, or what ended without a known successor.
    """
    best = {unit.pk: Heir(unit, is_whole=True)}
    front = [best[unit.pk]]
    while front:
        better = [heir for heir in _next_of(front, day) if _is_better(heir, best)]
        for heir in better:
            best[heir.unit.pk] = heir
        front = better
    heirs = [heir for heir in best.values() if day in heir.unit.valid]
    return sorted(heirs, key=lambda heir: (heir.unit.sort_key, heir.unit.code))


def _next_of(heirs: Iterable[Heir], day: date) -> list[Heir]:
    """Return who the heirs that ended before the day went into, the whole ones last, by a query."""
    ended = {heir.unit.pk: heir for heir in heirs if _has_ended(heir.unit, day)}
    if not ended:
        return []
    steps = Succession.objects.filter(predecessor__in=ended).select_related("successor")
    found = [
        Heir(
            step.successor,
            ended[step.predecessor_id].is_whole and step.extent == Succession.Extent.WHOLE,
        )
        for step in steps
    ]
    return sorted(found, key=lambda heir: heir.is_whole)


def _is_better(heir: Heir, best: dict[int, Heir]) -> bool:
    """Return whether the heir was not met before, or only as one of a part."""
    known = best.get(heir.unit.pk)
    return known is None or (heir.is_whole and not known.is_whole)


def _has_ended(unit: Unit, day: date) -> bool:
    return unit.valid.upper is not None and unit.valid.upper <= day
