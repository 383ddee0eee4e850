"""Every unit with its late rates side by side, in any order."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import LateCounts, LateDefinition, Rate, late_rate
from dossiers.domain.shares import percent
from dossiers.selectors.facts_parts import NO_DOSSIERS
from dossiers.selectors.facts_spans import Span
from dossiers.selectors.late_rates import late_counts
from foundation.domain.vietnamese import number
from units.models import Unit
from units.selectors.units import units_by_key, units_on

ORDERS: dict[str, tuple[Any, LateDefinition | None]] = {
    "ten": (_("Đơn vị"), None),
    "da-giai-quyet-va-qua-han": (
        _("Trên đã giải quyết và quá hạn"),
        LateDefinition.RESOLVED_OR_OVERDUE,
    ),
    "da-giai-quyet": (_("Trên đã giải quyết"), LateDefinition.RESOLVED_ONLY),
    "den-han": (_("Trên đến hạn trong kỳ"), LateDefinition.DUE_IN_PERIOD),
}
BY_NAME = "ten"
HEADERS = {
    "Mã đơn vị": 14,
    "Đơn vị": 40,
    "Cấp": 16,
    **{
        f"{title} – {what}": 16
        for title in ("Đã giải quyết và quá hạn", "Đã giải quyết", "Đến hạn")
        for what in ("trễ", "tổng", "tỷ lệ (%)")
    },
    "Không xác định được hạn": 16,
}


@dataclass(frozen=True, slots=True)
class RateCell:
    """A late rate as a table shows it; without a rate it says why."""

    rate: Rate | None
    title: str

    @property
    def text(self) -> str:
        """The rate in percent, or that there are no dossiers."""
        return f"{number(percent(self.rate))} %" if self.rate else str(NO_DOSSIERS)

    @property
    def cells(self) -> tuple[str, str, str]:
        """Numerator, denominator and percentage for a workbook, blank without a rate."""
        if self.rate is None:
            return "", "", ""
        return str(self.rate.numerator), str(self.rate.denominator), number(percent(self.rate))


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with its three rates, in the order of the definitions."""

    unit: Unit
    rates: tuple[RateCell, ...]
    undetermined: int

    def cells(self) -> tuple[str, ...]:
        """The unit as a row under HEADERS."""
        figures = (cell for rate in self.rates for cell in rate.cells)
        level = str(self.unit.get_level_display())
        return (self.unit.code, self.unit.name, level, *figures, str(self.undetermined))


@dataclass(frozen=True, slots=True)
class SortColumn:
    """The head of a column: the address that sorts by it, and which way it is sorted now."""

    title: str
    link: str
    direction: str


def unit_rows(span: Span, level: str, order: str) -> list[UnitRow]:
    """Return the units of the period's last day and whichever others have dossiers that count.

    In the order asked for; units without a rate come last whichever way it goes.
    """
    counts = late_counts(**span.counted())
    units = units_on(min(span.last, localdate())) | units_by_key(counts)
    if level:
        units = units.filter(level=level)
    rows = [_row(unit, counts.get(unit.pk, LateCounts())) for unit in units.order_by("sort_key")]
    return list(_in_order(rows, order))


def sort_columns(span: Span, level: str, order: str) -> list[SortColumn]:
    """Return the heads of the table; a second click turns the order around."""
    columns = []
    for word, (title, _definition) in ORDERS.items():
        turned = order.removeprefix("-") == word
        is_down = (word != BY_NAME) is not order.startswith("-")
        wanted = f"-{word}" if order == word else word
        direction = ("descending" if is_down else "ascending") if turned else ""
        link = span.query(cap=level, **{"sap-xep": wanted})
        columns.append(SortColumn(str(title), link, direction))
    return columns


def known_order(word: str) -> str:
    """Return the order asked for, by name where there is no such."""
    return word if word.removeprefix("-") in ORDERS else BY_NAME


def _row(unit: Unit, counts: LateCounts) -> UnitRow:
    rates = tuple(
        RateCell(late_rate(definition, counts), str(title))
        for title, definition in ORDERS.values()
        if definition
    )
    return UnitRow(unit, rates, counts.undetermined)


def _in_order(rows: list[UnitRow], order: str) -> Iterator[UnitRow]:
    """Yield rows (by name so far) in the order asked for; rates go down unless turned around."""
    is_turned, word = order.startswith("-"), order.removeprefix("-")
    if word == BY_NAME:
        yield from reversed(rows) if is_turned else rows
        return
    place = list(ORDERS).index(word) - 1
    rated = [row for row in rows if row.rates[place].rate]

    def share(row: UnitRow) -> Fraction:
        rate = row.rates[place].rate
        return Fraction(rate.numerator, rate.denominator) if rate else Fraction(0)

    yield from sorted(rated, key=share, reverse=not is_turned)
    yield from (row for row in rows if not row.rates[place].rate)
