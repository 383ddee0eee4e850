"""Units as they stood on a given day, and the lives a code has had."""

from datetime import date

from django.db.models import QuerySet

from units.models import Unit


def units_on(day: date) -> QuerySet[Unit]:
    """Return the units that existed on that day, in Vietnamese order of names."""
    return Unit.through_time.filter(valid__contains=day)


def unit_on(code: str, day: date) -> Unit | None:
    """Return the unit that bore the code on that day, None if there was none."""
    return units_on(day).filter(code=code).first()


def lives_of(code: str) -> QuerySet[Unit]:
    """Return every unit that ever bore the code, the earliest first."""
    return Unit.through_time.filter(code=code).order_by("valid")
