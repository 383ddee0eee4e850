"""What a source states of a period beside what its dossiers say here, unit by unit."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from dossiers.domain.figures import breaches
from dossiers.models import Source, StatedFigure
from dossiers.selectors.figure_words import WORDS, breach_sentence, signed
from dossiers.selectors.figures import Figure, Span, unit_figures
from units.models import Unit
from units.selectors.units import units_by_key

_ORDER = list(Figure)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of one unit: as its source states it, and as it is counted here."""

    figure: Figure
    stated: int
    ours: int

    @property
    def difference(self) -> int:
        """What the source states above what is counted here."""
        return self.stated - self.ours

    @property
    def signed(self) -> str:
        """The difference in words: "+12", "−3", "0"."""
        return signed(self.difference)

    @property
    def word(self) -> str:
        """What an address calls the figure."""
        return WORDS[self.figure]


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """The figures stated of one unit, and where they contradict one another."""

    unit: Unit
    lines: tuple[FigureLine, ...]
    contradictions: tuple[str, ...]

    @property
    def different(self) -> tuple[FigureLine, ...]:
        """The figures in which the two disagree."""
        return tuple(line for line in self.lines if line.difference)

    @property
    def is_worth_a_look(self) -> bool:
        """Whether anything disagrees, with us or within the source's own statement."""
        return bool(self.different or self.contradictions)

    @property
    def weight(self) -> int:
        """The greatest difference, whatever its sign."""
        return max(abs(line.difference) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A source and a period: units whose figures differ most come first.

    `silent` are units with dossiers of the source, and how many, of which it states nothing.
    """

    source: Source
    span: Span
    units: list[UnitComparison]
    silent: list[tuple[Unit, int]]

    @property
    def different(self) -> int:
        """Units in which the source and we disagree."""
        return sum(1 for unit in self.units if unit.different)

    @property
    def contradictory(self) -> int:
        """Units of which the source contradicts itself."""
        return sum(1 for unit in self.units if unit.contradictions)

    @property
    def worth_a_look(self) -> list[UnitComparison]:
        """The units of which anything disagrees."""
        return [unit for unit in self.units if unit.is_worth_a_look]


def sources_that_state() -> QuerySet[Source]:
    """Return the sources that have stated any figure."""
    return Source.objects.filter(pk__in=StatedFigure.objects.values("source"))


def stated_periods(source: Source) -> list[tuple[date, date]]:
    """Return the periods of which a source has stated anything, the newest first."""
    periods = StatedFigure.objects.filter(source=source).values_list("first", "last")
    return list(periods.distinct().order_by("-last", "first"))


def compared(source: Source, span: Span) -> Comparison:
    """Return what a source states of a period beside our own count of its dossiers.

    Ours are the dossiers whose newest file came from that source.
    """
    ours = unit_figures(span, source=source)
    stated = StatedFigure.objects.filter(source=source, first=span.first, last=span.last)
    rows = stated.select_related("unit").order_by("unit_id")
    units = [
        _unit(unit, list(figures), ours.get(unit.pk, {}))
        for unit, figures in groupby(rows, key=lambda row: row.unit)
    ]
    units.sort(key=lambda found: (-found.weight, not found.contradictions, found.unit.sort_key))
    silent = ours.keys() - {found.unit.pk for found in units}
    return Comparison(source, span, units, _silent(silent, ours))


def _unit(unit: Unit, stated: list[StatedFigure], ours: dict[str, int]) -> UnitComparison:
    """Return one unit's figures in the order in which a report has them."""
    lines = [FigureLine(Figure(row.figure), row.count, ours.get(row.figure, 0)) for row in stated]
    lines.sort(key=lambda line: _ORDER.index(line.figure))
    broken = breaches({row.figure: row.count for row in stated})
    return UnitComparison(unit, tuple(lines), tuple(map(breach_sentence, broken)))


def _silent(keys: set[int], ours: dict[int, dict[str, int]]) -> list[tuple[Unit, int]]:
    units = sorted(units_by_key(keys), key=lambda unit: (unit.sort_key, unit.code))
    return [(unit, ours[unit.pk][Figure.TOTAL]) for unit in units]
