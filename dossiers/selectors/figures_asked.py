"""What a page of figures is asked for, out of its address; what makes no sense is let go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.http import urlencode

from dossiers.models import Dossier, Source
from dossiers.selectors.figure_comparisons import sources_that_state, stated_periods
from dossiers.selectors.figure_lists import dossiers_in_figure
from dossiers.selectors.figure_words import WORDS, period_title
from dossiers.selectors.figures import Figure, Span, unit_figures
from units.models import Unit
from units.selectors.units import units_by_key

T = TypeVar("T")
LONGEST_KEY = 18
"""Digits of a number that the database can hold."""
_FIGURES = {word: figure for figure, word in WORDS.items()}


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period that may be chosen."""

    value: str
    title: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A source and one of the periods it has stated; both None if none has stated any."""

    sources: list[Source]
    source: Source | None
    periods: list[tuple[date, date]]
    span: Span | None
    only_different: bool

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Return what is asked: without a word the first source, and its newest period."""
        sources = list(sources_that_state())
        code, key = query.get("nguon", ""), query.get("ky", "")
        source = _chosen(sources, lambda one: one.code == code)
        periods = stated_periods(source) if source else []
        period = _chosen(periods, lambda one: _key(*one) == key)
        span = Span.of(*period) if period else None
        return cls(sources, source, periods, span, query.get("khac") == "1")

    @property
    def query(self) -> str:
        """The source and the period as an address has them."""
        if self.source is None or self.span is None:
            return ""
        key = _key(self.span.first, self.span.last)
        return urlencode({"nguon": self.source.code, "ky": key})

    def is_said(self, query: Mapping[str, str]) -> bool:
        """Whether the source and the period are the very ones that were asked for."""
        return bool(self.query) and self.query == urlencode(
            {"nguon": query.get("nguon", ""), "ky": query.get("ky", "")}
        )

    @property
    def period(self) -> str:
        """What the period is called."""
        return period_title(self.span) if self.span else ""

    @property
    def choices(self) -> list[PeriodChoice]:
        """The periods that the source has stated."""
        current = (self.span.first, self.span.last) if self.span else None
        return [
            PeriodChoice(_key(*days), period_title(Span.of(*days)), days == current)
            for days in self.periods
        ]


@dataclass(frozen=True, slots=True)
class FigureTab:
    """One figure of a unit as counted here, and where its dossiers are listed."""

    title: str
    count: int
    link: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class AskedDossiers:
    """One figure of one unit, of a source and a period; `figures` are all of that unit."""

    query: str
    source: Source
    span: Span
    unit: Unit
    figure: Figure
    figures: dict[str, int]

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "AskedDossiers | None":
        """Return what is asked; None if there is no such source, stated period, unit or figure."""
        asked, figure = Asked.of(query), _FIGURES.get(query.get("chi-tieu", ""))
        is_exact = asked.is_said(query)
        unit = _unit(query.get("don-vi", "")) if is_exact and figure else None
        if asked.source is None or asked.span is None or figure is None or unit is None:
            return None
        counted = unit_figures(asked.span, source=asked.source, unit=unit)
        figures = counted.get(unit.pk, dict.fromkeys(Figure.values, 0))
        return cls(asked.query, asked.source, asked.span, unit, figure, figures)

    @property
    def dossiers(self) -> QuerySet[Dossier]:
        """The dossiers that the figure counts."""
        return dossiers_in_figure(self.span, unit=self.unit, figure=self.figure, source=self.source)

    @property
    def count(self) -> int:
        """How many they are."""
        return self.figures[self.figure]

    @property
    def word(self) -> str:
        """What an address calls the figure."""
        return WORDS[self.figure]

    @property
    def period(self) -> str:
        """What the period is called."""
        return period_title(self.span)

    @property
    def link(self) -> str:
        """The address of this list, after its path."""
        return self._link(self.figure)

    @property
    def tabs(self) -> list[FigureTab]:
        """Every figure of the unit."""
        return [
            FigureTab(
                str(figure.label), self.figures[figure], self._link(figure), figure is self.figure
            )
            for figure in Figure
        ]

    def _link(self, figure: Figure) -> str:
        return f"?{self.query}&don-vi={self.unit.pk}&chi-tieu={WORDS[figure]}"


def _key(first: date, last: date) -> str:
    return f"{first}_{last}"


def _chosen(choices: list[T], fits: Callable[[T], bool]) -> T | None:
    """Return the choice that fits, else the first; None if there is none."""
    return next(filter(fits, choices), choices[0] if choices else None)


def _unit(key: str) -> Unit | None:
    """Return the unit of that number, None if there is none."""
    is_number = key.isdecimal() and len(key) <= LONGEST_KEY
    return units_by_key([int(key)]).first() if is_number else None
