"""Cells of a spreadsheet as text, the way a Vietnamese Excel shows them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any


def text(value: object) -> str:
    """Return a cell as text: 5, 0,75, 05/01/2024 13:30, TRUE; a zero byte as a visible mark.

    Numbers have the 15 digits that Excel keeps; an instant at midnight is a day.
    """
    return _TEXTS[type(value)](value)


def text_with_iso_dates(value: object) -> str:
    """Return a cell as text, its date as 2024-01-05, which nobody takes for another day."""
    if not isinstance(value, date):
        return text(value)
    day, blank, hour = text(value).partition(" ")
    return "-".join(reversed(day.split("/"))) + blank + hour


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    digits = f"{value:.15g}"
    plain = f"{Decimal(digits):f}" if "e" in digits else digits
    return plain.replace(".", ",")


def _instant(value: datetime) -> str:
    if value.microsecond:
        value += timedelta(microseconds=500_000)
    seconds = f":{value.second:02}" if value.second else ""
    return f"{_day(value)} {value.hour:02}:{value.minute:02}{seconds}"


def _day(value: date) -> str:
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def _clock(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _time_of_day(value: time) -> str:
    seconds = value.second + value.microsecond / 1e6
    return _clock(timedelta(hours=value.hour, minutes=value.minute, seconds=seconds))


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: lambda value: value.replace("\0", "\ufffd"),
    bool: lambda value: str(value).upper(),
    int: str,
    float: _number,
    datetime: _instant,
    date: _day,
    time: _time_of_day,
    timedelta: _clock,
}
