"""The working calendar of Việt Nam, kept as rows so that SQL can count working days."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import holidays
from django.db import transaction

from foundation.domain.announced_swaps import ANNOUNCED
from foundation.domain.working_days import calendar
from foundation.models import CalendarDay, SwapDay

FIRST_YEAR, LAST_YEAR = 2015, 2035
Watch = Callable[[], Callable[[], str]]
"""Looks at what stands on the calendar before a change; what it returns says what came of it."""
_watches: list[Watch] = []


@transaction.atomic
def fill_calendar() -> int:
    """Write every day of the calendar anew and return how many; run after a swap day is announced.

    Source: Monday to Friday, the official holidays and the Saturdays worked in exchange for a day
    off (package `holidays`, Vietnam, and ANNOUNCED); SwapDay overrides them all.
    """
    off = holidays.country_holidays("VN", years=range(FIRST_YEAR, LAST_YEAR + 1), language="vi")
    swaps = dict.fromkeys(off.weekend_workdays, True) | ANNOUNCED
    swaps |= dict(SwapDay.objects.values_list("day", "is_working"))
    days = [
        CalendarDay(day=day.day, is_working=day.is_working, note=day.note, position=day.position)
        for day in calendar(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31), dict(off), swaps)
    ]
    CalendarDay.objects.bulk_create(
        days,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["is_working", "note", "position"],
    )
    return len(days)


def watch_calendar(watch: Watch) -> None:
    """Let an app above say what a change of working time means to it; "" says nothing."""
    _watches.append(watch)


@contextmanager
def calendar_changing() -> Iterator[list[str]]:
    """Reckon the calendar anew after swap days or shifts were changed inside.

    Yields a list that has, once all is done, a sentence of every watch with something to say.
    """
    with transaction.atomic():
        tellers = [watch() for watch in _watches]
        said: list[str] = []
        yield said
        fill_calendar()
        said.extend(filter(None, (tell() for tell in tellers)))
