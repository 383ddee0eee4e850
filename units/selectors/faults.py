"""What would be wrong with a unit or a succession as it is about to be stored."""

from collections.abc import Iterator
from datetime import date, timedelta

from units.domain.levels import is_above
from units.models import Succession, Unit

Fault = tuple[str, str]
"""The field at fault, and a Vietnamese sentence."""


def unit_faults(unit: Unit) -> Iterator[Fault]:
    """Yield what is wrong with the unit among its parent, its children and its successions.

    The same rules as the intake of units has; overlapping lives are for the database to refuse.
    """
    if unit.parent and not is_above(unit.parent.level, unit.level):
        yield "parent", "Đơn vị cha phải ở cấp cao hơn."
    if unit.parent and not _holds(unit.parent, unit.valid.lower):
        yield "parent", "Đơn vị cha không tồn tại vào ngày đầu của đơn vị."
    if unit.pk is None:
        return
    for child in unit.children.all():
        if not is_above(unit.level, child.level):
            yield "level", f"Đơn vị trực thuộc ở cùng cấp hoặc cấp cao hơn: {child.name}."
    for step in unit.successions.select_related("successor"):
        if not can_carry_on(unit, step.successor, step.extent):
            yield "last_on", f"Trái với kế thừa đã ghi: {unit.name} → {step.successor.name}."
    for step in unit.origins.select_related("predecessor"):
        if not can_carry_on(step.predecessor, unit, step.extent):
            yield "first_on", f"Trái với kế thừa đã ghi: {step.predecessor.name} → {unit.name}."


def can_carry_on(predecessor: Unit, successor: Unit, extent: str) -> bool:
    """Return whether the one can go into the other.

    A unit that goes whole ends on the eve of a day of its successor. A part passes over on a day of
    the successor on whose eve the predecessor existed.
    """
    old, new = predecessor.valid, successor.valid
    if extent == Succession.Extent.WHOLE:
        return old.upper is not None and old.upper in new
    first = max(filter(None, (_next_day(old.lower), new.lower)), default=date.min)
    last = min(filter(None, (_next_day(old.upper), new.upper)), default=date.max)
    return first < last


def _holds(unit: Unit, day: date | None) -> bool:
    """Return whether the unit existed that day; None is before anything known."""
    return unit.valid.lower is None if day is None else day in unit.valid


def _next_day(day: date | None) -> date | None:
    return day and day + timedelta(days=1)
