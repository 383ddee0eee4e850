"""The working calendar: which days count, and where each stands in the row of working days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day; `position` is the number of working days up to and including it."""

    day: date
    is_working: bool
    note: str
    position: int


def is_working_day(day: date, holidays: Mapping[date, str], swaps: Mapping[date, bool]) -> bool:
    """Return whether work is done that day; an announced swap day overrides week and holiday."""
    if day in swaps:
        return swaps[day]
    return day.weekday() < SATURDAY and day not in holidays


def calendar(
    first: date, last: date, holidays: Mapping[date, str], swaps: Mapping[date, bool]
) -> Iterator[Day]:
    """Yield every day from first to last; positions start at 0 before the first day."""
    position = 0
    day = first
    while day <= last:
        working = is_working_day(day, holidays, swaps)
        position += working
        yield Day(day, working, holidays.get(day, ""), position)
        day += timedelta(days=1)
