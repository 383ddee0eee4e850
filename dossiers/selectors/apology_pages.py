"""What the pages of apologies show: a unit's late dossiers by state, and all units side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dossiers.domain.apologies import ApologyState
from dossiers.models import Dossier
from dossiers.selectors.apologies import (
    STATE_LABELS,
    ApologyCounts,
    apology_counts,
    apology_counts_of,
    head_on,
    late_in_period,
    soon_late,
    with_letters,
)
from foundation.domain.vietnamese import number
from units.models import Person, Unit
from units.selectors.units import units_by_key

PAGE = 50
SOON_WORD = "sap-den-han"
WORDS = {
    "chua-co": ApologyState.MISSING,
    "dang-soan": ApologyState.DRAFTED,
    "gui-kip": ApologyState.SENT_IN_TIME,
    "gui-muon": ApologyState.SENT_LATE,
}
"""How the address names the states."""
_KEPT = ("tu", "den", "ngay")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One list of a unit: its name in the address, its title, how many dossiers it has."""

    word: str
    title: str
    count: int
    link: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit's late dossiers of a period; `head` is who signs today, None if nobody is recorded."""

    unit: Unit
    head: Person | None
    counts: ApologyCounts
    shelves: tuple[Shelf, ...]
    current: Shelf
    page: Page

    @property
    def takes_drafts(self) -> bool:
        """Whether the dossiers shown are those that letters are still to be drafted for."""
        return self.current.word in (SOON_WORD, "chua-co")

    @property
    def holds_drafts(self) -> bool:
        """Whether the dossiers shown have drafts to print."""
        return self.current.word == "dang-soan"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the province: its counts, and the query under which its page shows them.

    A unit that `is_dissolved` has nobody to sign: its dossiers must go to its successor first.
    """

    unit: Unit
    counts: ApologyCounts
    query: str
    is_dissolved: bool

    @property
    def in_time_share(self) -> str:
        """Letters sent in time over late dossiers, as written: "66,67 %"."""
        return share(self.counts)


def share(counts: ApologyCounts) -> str:
    """Return letters sent in time over late dossiers, rounded half up: "66,67 %"; "–" of none."""
    if not counts.late:
        return "–"
    hundredths = int(Fraction(counts.sent_in_time * 10_000, counts.late) + Fraction(1, 2))
    return f"{number(f'{hundredths // 100}.{hundredths % 100:02}')} %"


def unit_page(
    unit: Unit, asked: Mapping[str, str], *, days: tuple[date, date], cutoff: datetime
) -> UnitPage:
    """Return the list asked for, else the first of those to be written that is not empty."""
    counts = apology_counts_of(unit, first=days[0], last=days[1], cutoff=cutoff)
    amounts = {word: counts.of(state) for word, state in WORDS.items()}
    amounts = {"chua-co": amounts.pop("chua-co"), SOON_WORD: _soon(unit, cutoff).count(), **amounts}
    word = asked.get("nhom", "")
    if word not in amounts:
        word = next((it for it in amounts if amounts[it]), "chua-co")
    pages = Paginator(shelved(unit, word, days=days, cutoff=cutoff), PAGE)
    pages.count = amounts[word]
    shelves = tuple(_shelves(amounts, word, asked))
    return UnitPage(
        unit=unit,
        head=head_on(unit, localdate(cutoff)),
        counts=counts,
        shelves=shelves,
        current=next(shelf for shelf in shelves if shelf.is_current),
        page=pages.get_page(asked.get("trang")),
    )


def shelved(
    unit: Unit, word: str, *, days: tuple[date, date], cutoff: datetime
) -> QuerySet[Dossier]:
    """Return the dossiers of one list, with their letters; raises KeyError for an unknown word."""
    if word == SOON_WORD:
        return with_letters(_soon(unit, cutoff))
    late = late_in_period(first=days[0], last=days[1], cutoff=cutoff)
    return with_letters(late.filter(Q(unit=unit, apology_state=WORDS[word].value)))


def province_lines(*, first: date, last: date, cutoff: datetime) -> list[UnitLine]:
    """Return every unit with a late dossier in the period, in Vietnamese order of names."""
    counts = apology_counts(first=first, last=last, cutoff=cutoff)
    units = units_by_key(counts).in_bulk()
    today = localdate(cutoff)
    lines = [
        UnitLine(
            units[unit], counted, _query(units[unit], first, last), _has_ended(units[unit], today)
        )
        for unit, counted in counts.items()
    ]
    return sorted(lines, key=lambda line: (line.unit.sort_key, line.unit.code))


def total(lines: list[UnitLine]) -> ApologyCounts:
    """Return the counts of all units together."""
    return ApologyCounts(
        *(
            sum(getattr(line.counts, name) for line in lines)
            for name in ("late", "sent_in_time", "sent_late", "drafted")
        )
    )


def _has_ended(unit: Unit, day: date) -> bool:
    return bool(unit.valid.upper and unit.valid.upper <= day)


def _query(unit: Unit, first: date, last: date) -> str:
    """Return the query for a period, with a day of the unit if it is no longer there."""
    query = {"tu": f"{first:%d/%m/%Y}", "den": f"{last:%d/%m/%Y}"}
    if unit.valid.upper:
        query["ngay"] = f"{unit.valid.upper - timedelta(days=1):%d/%m/%Y}"
    return f"?{urlencode(query)}"


def _soon(unit: Unit, cutoff: datetime) -> QuerySet[Dossier]:
    """Return what is about to be late and has no letter that was sent."""
    return soon_late(unit, cutoff=cutoff).filter(Q(first_sent_at=None))


def _shelves(amounts: dict[str, int], current: str, asked: Mapping[str, str]) -> list[Shelf]:
    kept = {key: asked[key] for key in _KEPT if asked.get(key)}
    titles = {word: str(STATE_LABELS[state]) for word, state in WORDS.items()}
    titles[SOON_WORD] = _("Sắp đến hạn")
    return [
        Shelf(word, titles[word], count, f"?{urlencode({'nhom': word, **kept})}", word == current)
        for word, count in amounts.items()
    ]
