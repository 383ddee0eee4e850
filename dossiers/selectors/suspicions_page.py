"""Everything the page of suspicious changes shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from dossiers.domain.suspicions import EXPLAINED, FAMILY_TITLES, Explained, Family
from dossiers.selectors.suspicions import Counted, Counts, Finding, findings, looked_for
from dossiers.selectors.suspicions_asked import Asked
from dossiers.selectors.suspicions_summary import Line, Summary, summary_of
from dossiers.selectors.suspicions_words import FindingRow, rows_of
from units.models import Person
from units.selectors.units import units_by_key, units_on

PAGE, LINES = 50, 20
LARGEST_EXPORT = 100_000
"""Findings that one workbook takes: about ten seconds of work; a shorter period has fewer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list or of tabs."""

    value: str
    title: str
    link: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class SuspicionPage:
    """The table of a period, one page of its findings, and what else can be asked for."""

    asked: Asked
    summary: Summary
    lines: Page[Line]
    page: Page[Finding]
    rows: list[FindingRow]
    families: tuple[Choice, ...]
    owners: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    units: tuple[Choice, ...]
    officials: tuple[Choice, ...]
    explained: tuple[Explained, ...]

    @property
    def count(self) -> int:
        """How many findings are asked for."""
        return self.summary.findings(self.asked.kind)

    @property
    def is_of_changes(self) -> bool:
        """Whether the findings are changes, with a before and an after; else they are work."""
        return self.asked.family is not Family.HOURS

    @property
    def may_be_cleared(self) -> bool:
        """Whether a finding may have made a late dossier count no longer."""
        return self.asked.family is Family.CHANGES

    @property
    def fits_a_workbook(self) -> bool:
        """Whether the findings asked for can be handed out in one workbook."""
        return fits_a_workbook(self.asked, self.summary.counts)

    @property
    def everything(self) -> str:
        """Where the same period stands with nothing left out."""
        return self.asked.link(kind=None, unit=None, official=None, only_cleared=False)


class _Listed:
    """Findings whose number is known already, so that nothing is counted twice."""

    def __init__(self, asked: Asked, count: int) -> None:
        self.asked, self.count_known = asked, count

    def __len__(self) -> int:
        return self.count_known

    def __getitem__(self, place: slice) -> list[Finding]:
        if not self.count_known:
            return []
        return findings(self.asked, first=place.start, count=place.stop - place.start)


def fits_a_workbook(asked: Asked, counts: Counts) -> bool:
    """Return whether the findings asked for, counted already, go into one workbook."""
    return counts.of_all.get(asked.kind, Counted()).findings <= LARGEST_EXPORT


def suspicion_page(given: Mapping[str, str]) -> SuspicionPage:
    """Return the page that the parameters of an address ask for."""
    asked = Asked.of(given)
    with looked_for(asked):
        return _page(asked, given)


def _page(asked: Asked, given: Mapping[str, str]) -> SuspicionPage:
    summary = summary_of(asked)
    listed = _Listed(asked, summary.findings(asked.kind))
    page: Page[Finding] = Paginator(listed, PAGE).get_page(given.get("trang"))  # type: ignore[arg-type]
    return SuspicionPage(
        asked=asked,
        summary=summary,
        lines=Paginator(summary.lines, LINES).get_page(given.get("bang")),
        page=page,
        rows=rows_of(list(page.object_list)),
        families=tuple(_families(asked)),
        owners=_owners(asked),
        kinds=tuple(_kinds(asked, summary)),
        units=tuple(_units(asked)),
        officials=tuple(_officials(asked)),
        explained=tuple(EXPLAINED[kind] for kind in asked.kinds),
    )


def _families(asked: Asked) -> list[Choice]:
    return [
        Choice(
            family.value,
            FAMILY_TITLES[family],
            asked.link(family=family, kind=None, only_cleared=False, order=""),
            family is asked.family,
        )
        for family in Family
    ]


def _owners(asked: Asked) -> tuple[Choice, ...]:
    titles = {"don-vi": "Theo đơn vị", "nguoi": "Theo người thụ lý"}
    return tuple(
        Choice(by, title, asked.link(by=by, order=""), by == asked.by)
        for by, title in titles.items()
    )


def _kinds(asked: Asked, summary: Summary) -> list[Choice]:
    return [
        Choice(
            value=kind.value,
            title=EXPLAINED[kind].short,
            link=asked.link(kind=None if kind is asked.kind else kind),
            is_current=kind is asked.kind,
            count=summary.findings(kind),
        )
        for kind in asked.kinds
    ]


def _units(asked: Asked) -> list[Choice]:
    """Return the units of the first or the last day, and the one asked for whenever it existed."""
    units = units_on(asked.first) | units_on(asked.last)
    if asked.unit:
        units |= units_by_key([asked.unit])
    return [
        Choice(str(unit.pk), f"{unit.name} ({unit.code})", "", unit.pk == asked.unit)
        for unit in units.order_by("sort_key", "code", "pk")
    ]


def _officials(asked: Asked) -> list[Choice]:
    """Return the officials of the unit asked for, and the one asked for of whatever unit."""
    people = Person.objects.none()
    if asked.unit:
        people |= Person.objects.filter(unit=asked.unit, role=Person.Role.OFFICIAL)
    if asked.official:
        people |= Person.objects.filter(pk=asked.official)
    return [
        Choice(str(person.pk), f"{person.name} ({person.code})", "", person.pk == asked.official)
        for person in people.order_by("name", "code", "pk")
    ]
