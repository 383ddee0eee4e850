"""What facts are made of: a rate in words with both its numbers, and the lists behind them."""

from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import LateDefinition, Rate
from dossiers.domain.shares import percent
from dossiers.models import Procedure
from dossiers.selectors import facts_groups as groups
from dossiers.selectors.facts_spans import Span
from foundation.domain.vietnamese import number
from units.models import Unit

NO_DOSSIERS = _("không có hồ sơ")
UNKNOWN = _("chưa biết")


class Formula(NamedTuple):
    """A rate in words, and the groups of dossiers that are its two numbers."""

    title: object
    words: object
    above: str
    below: str


FORMULAS = {
    LateDefinition.RESOLVED_OR_OVERDUE: Formula(
        _("Trễ hạn trên đã giải quyết và quá hạn"),
        _("(giải quyết trễ + quá hạn chưa giải quyết) / (đã giải quyết + quá hạn chưa giải quyết)"),
        groups.LATE,
        groups.COUNTED,
    ),
    LateDefinition.RESOLVED_ONLY: Formula(
        _("Trễ hạn trên đã giải quyết"),
        _("giải quyết trễ / đã giải quyết"),
        groups.RESOLVED_LATE,
        groups.RESOLVED_COUNTED,
    ),
    LateDefinition.DUE_IN_PERIOD: Formula(
        _("Trễ hạn trên đến hạn trong kỳ"),
        _("trễ hạn / đến hạn trong kỳ"),
        groups.DUE_LATE,
        groups.DUE,
    ),
}
LEVELS = {
    "toan-trinh": (Procedure.OnlineLevel.FULL.value, _("Thủ tục trực tuyến toàn trình")),
    "mot-phan": (Procedure.OnlineLevel.PARTIAL.value, _("Thủ tục trực tuyến một phần")),
    "chua": (Procedure.OnlineLevel.NONE.value, _("Thủ tục chưa trực tuyến")),
}
"""What an address calls a level of online service, the level, and its title."""
KNOWN, NOT_KNOWN = "da-biet", "chua-biet"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; `absence` says why there is no rate, links are "" where there is nothing to list.

    `note` is what the rate leaves out, "" if nothing.
    """

    title: str
    formula: str
    rate: Rate | None
    absence: str = str(NO_DOSSIERS)
    above: str = ""
    below: str = ""
    note: str = ""
    is_chosen: bool = False

    @property
    def text(self) -> str:
        """The rate as Vietnamese write it: "5,00 %", or why there is none."""
        return f"{number(percent(self.rate))} %" if self.rate else self.absence


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of the lists behind a unit's facts."""

    unit: Unit
    span: Span

    def dossiers(self, group: str, **more: str) -> str:
        """Return the address of a group of dossiers."""
        address = reverse("fact_dossiers", args=[self.unit.code])
        return address + self.span.query(nhom=group, **more)

    def procedures(self, **more: str) -> str:
        """Return the address of the procedures used."""
        return reverse("fact_procedures", args=[self.unit.code]) + self.span.query(**more)


def fact_of(formula: Formula, rate: Rate | None, links: Links, *, is_chosen: bool = False) -> Fact:
    """Return a fact whose numbers are groups of dossiers."""
    return Fact(
        title=str(formula.title),
        formula=str(formula.words),
        rate=rate,
        above=links.dossiers(formula.above) if rate and rate.numerator else "",
        below=links.dossiers(formula.below) if rate else "",
        is_chosen=is_chosen,
    )
