"""The period that facts are asked of, as of when they are read, and whose they are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypedDict
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.timezone import get_default_timezone, localdate, localtime

from dossiers.domain.late_rates import LateDefinition
from dossiers.domain.spans import named_spans
from units.models import Unit
from units.selectors.units import lives_of


class Counted(TypedDict):
    """A period as keywords."""

    first: date
    last: date
    cutoff: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """Local days first to last, both included, as things stood at the cutoff."""

    first: date
    last: date
    cutoff: datetime

    def counted(self) -> Counted:
        """Return the period as late rates and their lists are asked for it."""
        return {"first": self.first, "last": self.last, "cutoff": self.cutoff}

    @property
    def days(self) -> str:
        """The period as people write it: "01/01/2026 – 31/03/2026"."""
        return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"

    @property
    def read_at(self) -> str:
        """As of when it is read: "31/03/2026 23:59"."""
        return f"{localtime(self.cutoff):%d/%m/%Y %H:%M}"

    def query(self, **more: str) -> str:
        """Return the period as the end of an address: "?tu=01/01/2026&den=31/03/2026"."""
        asked = {"tu": f"{self.first:%d/%m/%Y}", "den": f"{self.last:%d/%m/%Y}"} | more
        return "?" + urlencode({key: word for key, word in asked.items() if word}, safe="/")


@dataclass(frozen=True, slots=True)
class SpanLink:
    """A period by name, as a link on the page one is on."""

    title: str
    link: str
    is_current: bool


def span_of(first: date, last: date) -> Span:
    """Return the period as of its end, or as of now if it is not over."""
    if last >= localdate():
        return Span(first, last, timezone.now())
    return Span(first, last, datetime.combine(last, time.max, tzinfo=get_default_timezone()))


def year_span(year: int) -> Span:
    """Return a whole year as of its end, or as of now if it is not over."""
    return span_of(date(year, 1, 1), date(year, 12, 31))


def span_links(span: Span, **more: str) -> list[SpanLink]:
    """Return the periods that the calendar names, with what else the address asks."""
    return [
        SpanLink(
            title=named.title,
            link=span_of(named.first, named.last).query(**more),
            is_current=(named.first, named.last) == (span.first, span.last),
        )
        for named in named_spans(localdate())
    ]


def definition_asked(word: str) -> LateDefinition | None:
    """Return the definition that an address names, None if it names none."""
    return next((it for it in LateDefinition if it.value == word), None)


@dataclass(frozen=True, slots=True)
class OtherLife:
    """Another unit that bore the code in the period, with a period of its own to look at."""

    name: str
    days: str
    link: str


def other_life(unit: Unit, span: Span) -> OtherLife:
    """Return a unit by the days of the period on which it bore the code."""
    first, end = unit.valid.lower, unit.valid.upper
    days = span_of(
        max(first or span.first, span.first),
        min(end - timedelta(days=1) if end else span.last, span.last),
    )
    return OtherLife(unit.name, days.days, days.query())


def units_bearing(code: str, span: Span) -> list[Unit]:
    """Return every unit that bore the code in the period, the last first; dossiers are each's own.

    A unit's dossiers stay its own after it is gone: without any in the period, the last before.
    """
    lives = list(lives_of(code).order_by("-valid"))
    within = [unit for unit in lives if _overlaps(unit, span)]
    before = [unit for unit in lives if unit.valid.lower is None or unit.valid.lower <= span.last]
    return within or before[:1]


def _overlaps(unit: Unit, span: Span) -> bool:
    """Return whether the unit existed on any day of the period."""
    first, end = unit.valid.lower, unit.valid.upper
    return (first is None or first <= span.last) and (end is None or end > span.first)
