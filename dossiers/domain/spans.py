"""The periods that people ask facts of: those the calendar names."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A period by name, both days included."""

    title: str
    first: date
    last: date


def named_spans(today: date) -> tuple[NamedSpan, ...]:
    """Return this month, this quarter and this year up to today, and the whole of last year."""
    quarter = (today.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1
    year = today.replace(month=1, day=1)
    last_day = year - timedelta(days=1)
    return (
        NamedSpan("Tháng này", today.replace(day=1), today),
        NamedSpan("Quý này", today.replace(month=quarter, day=1), today),
        NamedSpan("Năm nay", year, today),
        NamedSpan("Năm trước", last_day.replace(month=1, day=1), last_day),
    )
