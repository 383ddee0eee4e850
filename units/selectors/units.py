"""Units as they stood on a given day: there is no other way to ask for them."""

from datetime import date

from django.db.models import QuerySet

from units.models import Unit


def units_on(day: date) -> QuerySet[Unit]:
    """Return the units that existed on that day, in Vietnamese order of names."""
    return Unit.objects.filter(valid__contains=day)
