"""Late rates of officials: those of a unit, and one official wherever they worked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from fractions import Fraction

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import LateCounts, LateDefinition, Rate, late_rate
from dossiers.selectors.facts_parts import FORMULAS, Fact, Links
from dossiers.selectors.facts_spans import Span
from dossiers.selectors.late_rates import handler_late_counts
from units.models import Person, Unit

NOTHING_COUNTED = _("không có hồ sơ được tính")


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """An official at one unit: the late rate of what they handled there, and the lists behind."""

    code: str
    name: str
    unit: Unit
    fact: Fact
    undetermined: int


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """One official: what they handled at each unit, and all of it together."""

    code: str
    name: str
    rows: tuple[OfficialRow, ...]
    total: Fact
    undetermined: int


def officials_of(unit: Unit, span: Span, definition: LateDefinition) -> list[OfficialRow]:
    """Return the officials who handled dossiers of the unit, the highest late rate first."""
    counts = handler_late_counts(**span.counted(), units=[unit.pk])
    people = Person.objects.filter(pk__in=counts).order_by("valid")
    rows = _rows(people, counts, definition, span, {unit.pk: unit})
    return sorted(rows, key=lambda row: (-_share(row.fact.rate), row.name, row.code))


def official_page(code: str, span: Span, definition: LateDefinition) -> OfficialPage | None:
    """Return what an official handled in a period, at whatever unit; None if nobody bears the code.

    The total is what accountability rules read: of all they handled, also at a unit they left.
    """
    lives = list(official_lives(code).order_by("valid"))
    if not lives:
        return None
    counts = handler_late_counts(**span.counted(), handlers=[life.pk for life in lives])
    units = {life.unit_id: life.unit for life in lives}
    shown = [life for life in lives if life.pk in counts or _served(life, span)] or lives[-1:]
    everything = _sum(counts.values())
    return OfficialPage(
        code=code,
        name=lives[-1].name,
        rows=tuple(_rows(shown, counts, definition, span, units)),
        total=_fact(definition, everything),
        undetermined=everything.undetermined,
    )


def official_lives(code: str) -> QuerySet[Person]:
    """Return everything an official of that code ever was, with the unit."""
    found = Person.objects.filter(code=code, role=Person.Role.OFFICIAL)
    return found.select_related("unit")


def _rows(
    people: Iterable[Person],
    counts: dict[int, LateCounts],
    definition: LateDefinition,
    span: Span,
    units: dict[int, Unit],
) -> list[OfficialRow]:
    """Return a row for each code and unit: somebody who left and came back is one."""
    summed: dict[tuple[str, int], list[LateCounts]] = defaultdict(list)
    names = {}
    for person in people:
        key = person.code, person.unit_id
        summed[key].append(counts.get(person.pk, LateCounts()))
        names[key] = person.name
    rows = []
    for (code, unit_id), parts in summed.items():
        total, unit = _sum(parts), units[unit_id]
        fact = _fact(definition, total, Links(unit, span), code)
        rows.append(OfficialRow(code, names[code, unit_id], unit, fact, total.undetermined))
    return rows


def _fact(
    definition: LateDefinition, counts: LateCounts, links: Links | None = None, code: str = ""
) -> Fact:
    title, formula, above, below = FORMULAS[definition]
    rate = late_rate(definition, counts)
    return Fact(
        title=str(title),
        formula=str(formula),
        rate=rate,
        absence=str(NOTHING_COUNTED),
        above=_link(links, above, code) if rate and rate.numerator else "",
        below=_link(links, below, code) if rate else "",
    )


def _link(links: Links | None, group: str, code: str) -> str:
    return links.dossiers(group, **{"can-bo": code}) if links else ""


def _served(life: Person, span: Span) -> bool:
    first, end = life.valid.lower, life.valid.upper
    return (first is None or first <= span.last) and (end is None or end > span.first)


def _share(rate: Rate | None) -> Fraction:
    """Return a rate to sort by; without one it stands below all others."""
    return Fraction(rate.numerator, rate.denominator) if rate else Fraction(-1)


def _sum(counts: Iterable[LateCounts]) -> LateCounts:
    """Return counts added up, number by number; of none all are nought."""
    return LateCounts(*map(sum, zip(*map(astuple, counts), strict=True)))
