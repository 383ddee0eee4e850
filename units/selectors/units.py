"""Units as they stood on a given day, and the lives a code has had."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from foundation.domain.vietnamese import fold
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


def units_by_key(keys: Iterable[int]) -> QuerySet[Unit]:
    """Return the units that rows name by their keys, whenever these units existed."""
    return Unit.through_time.filter(pk__in=keys)


def search_units(text: str, day: date) -> QuerySet[Unit]:
    """Return the units of that day whose name has every word of the text, or whose code it is."""
    return found_by_words(units_on(day), text)


def found_by_words(units: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Narrow units to those with every word of the text in the name, or with it as their code.

    Case, accents, the place of a tone mark and the way letters are composed make no difference:
    "khanh hoa" finds Khánh Hòa and Khánh Hoà alike.
    """
    named = Q()
    for word in fold(text).split():
        named &= Q(search_key__contains=word)
    return units.filter(named | Q(code__iexact=text.strip()))


def units_of_all_time() -> QuerySet[Unit]:
    """Return every life of every unit: for what outlives units, such as libraries and histories."""
    return Unit.through_time.all()
