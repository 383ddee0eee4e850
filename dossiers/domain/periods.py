"""The periods that tallies tell apart: months, cut further by days that somebody asked for."""

from collections.abc import Collection
from datetime import date

DECEMBER = 12


def starts_a_period(day: date, asked: Collection[date]) -> bool:
    """Return whether a period begins on that day: the first of a month, or a day asked for."""
    return day.day == 1 or day in asked


def next_period_start(day: date, asked: Collection[date]) -> date:
    """Return the first day after `day` on which a period begins."""
    year, months = divmod(day.month, DECEMBER)
    following_month = date(day.year + year, months + 1, 1)
    return min([following_month, *(other for other in asked if other > day)])
