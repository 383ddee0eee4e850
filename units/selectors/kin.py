"""Which units are one unit in effect: those that one carried on whole, or that carried it on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils.timezone import localdate

from units.models import Grant, Succession, User


def tied_to(user: User) -> frozenset[int]:
    """Return every unit that a person's grants name, and all of their kin, as of now."""
    own = Grant.objects.filter(user=user, unit__isnull=False)
    return with_kin(frozenset(own.values_list("unit_id", flat=True)))


def with_kin(units: frozenset[int]) -> frozenset[int]:
    """Return units and all of their kin."""
    return units.union(*kin_of(units).values())


def kin_of(units: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return by unit those that it carried on whole or that carried it on, by one query or none."""
    asked = list(units)
    if not asked:
        return {}
    before: dict[int, set[int]] = defaultdict(set)
    after: dict[int, set[int]] = defaultdict(set)
    took_place = Succession.objects.filter(
        extent=Succession.Extent.WHOLE, predecessor__valid__endswith__lte=localdate()
    )
    for predecessor, successor in took_place.values_list("predecessor_id", "successor_id"):
        before[successor].add(predecessor)
        after[predecessor].add(successor)
    return {unit: frozenset(_reached(unit, before) | _reached(unit, after)) for unit in asked}


def _reached(unit: int, steps: Mapping[int, set[int]]) -> set[int]:
    """Return what some steps lead to from a unit, without the unit itself."""
    found, waiting = {unit}, [unit]
    while waiting:
        beyond = steps.get(waiting.pop(), set()) - found
        found |= beyond
        waiting.extend(beyond)
    return found - {unit}
