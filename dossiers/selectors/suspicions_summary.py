"""The table above the findings: units or officials by kind, with counts and shares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dossiers.domain.suspicions import EXPLAINED, Kind
from dossiers.selectors.suspicions import Counted, Counts, counts_of
from dossiers.selectors.suspicions_asked import UNITS, Asked
from dossiers.selectors.suspicions_shares import ended_counts
from foundation.domain.vietnamese import number, sort_key
from units.models import Person
from units.selectors.units import units_by_key

NAME, TOTAL = "ten", "tong"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its title, where it leads to sort by it, how it is sorted now."""

    title: str
    link: str
    direction: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How many dossiers, and their share of those ended: "2,50 %", "" where none ended."""

    title: str
    dossiers: int
    share: str
    link: str


@dataclass(frozen=True, slots=True)
class Line:
    """One unit or official; `beneath` is the unit of an official, `link` their own findings."""

    name: str
    beneath: str
    link: str
    ended: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole table, and how many findings there are of each kind."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    counts: Counts

    def findings(self, kind: Kind | None) -> int:
        """Return how many findings there are of the kind; of any, if it is None."""
        return self.counts.of_all.get(kind, Counted()).findings


@dataclass(frozen=True, slots=True)
class _Owner:
    key: int | None
    name: str
    beneath: str


def summary_of(asked: Asked) -> Summary:
    """Return the table of the period, sorted as asked: those with most findings first."""
    counts, ended = counts_of(asked), ended_counts(asked)
    owners = _owners(asked, [key for key in counts.of_owners if key is not None])
    nobody = _Owner(None, "Không rõ người thụ lý", "")
    lines = [
        _line(asked, owners.get(key, nobody), found, ended.get(key, 0))
        for key, found in counts.of_owners.items()
    ]
    return Summary(tuple(_heads(asked)), tuple(_ordered(lines, asked)), counts)


def _owners(asked: Asked, keys: Iterable[int]) -> dict[int | None, _Owner]:
    if asked.by == UNITS:
        units = units_by_key(keys)
        return {unit.pk: _Owner(unit.pk, unit.name, unit.code) for unit in units}
    people = Person.objects.filter(pk__in=keys).select_related("unit")
    return {person.pk: _Owner(person.pk, person.name, person.unit.name) for person in people}


def _line(asked: Asked, owner: _Owner, found: dict[Kind | None, Counted], ended: int) -> Line:
    whose: dict[str, Any] = {"unit" if asked.by == UNITS else "official": owner.key}
    cells = [
        Cell(
            title=EXPLAINED[kind].short if kind else "Cộng",
            dossiers=(counted := found.get(kind, Counted())).dossiers,
            share=_share(counted.dossiers, ended),
            link=asked.link(kind=kind, **whose) if owner.key and counted.dossiers else "",
        )
        for kind in (*asked.kinds, None)
    ]
    link = asked.link(**whose) if owner.key else ""
    return Line(owner.name, owner.beneath, link, ended, tuple(cells))


def _share(part: int, whole: int) -> str:
    """Return the part in per cent to two places; "" if there is nothing to be a part of."""
    if not whole or not part:
        return ""
    percent = (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{number(str(percent))} %"


def _heads(asked: Asked) -> Iterable[Head]:
    titles = {NAME: "Đơn vị" if asked.by == UNITS else "Người thụ lý"}
    titles |= {kind.value: EXPLAINED[kind].short for kind in asked.kinds}
    titles |= {TOTAL: "Cộng"}
    for column, title in titles.items():
        order = asked.order or TOTAL
        is_current, is_turned = order.removeprefix("-") == column, order.startswith("-")
        next_order = f"-{column}" if is_current and not is_turned else column
        is_rising = (column == NAME) != is_turned
        direction = ("ascending" if is_rising else "descending") if is_current else ""
        yield Head(title, asked.link(order=next_order), direction)


def _ordered(lines: list[Line], asked: Asked) -> list[Line]:
    """Return the lines by the column asked for; equal ones stay in the order of their names."""
    lines = sorted(lines, key=lambda line: (sort_key(line.name), line.beneath))
    column, is_turned = asked.order.removeprefix("-"), asked.order.startswith("-")
    if column == NAME:
        return lines[::-1] if is_turned else lines
    return sorted(lines, key=_amount(asked, column), reverse=not is_turned)


def _amount(asked: Asked, column: str) -> Callable[[Line], int]:
    columns = [kind.value for kind in asked.kinds]
    place = columns.index(column) if column in columns else -1
    return lambda line: line.cells[place].dossiers
