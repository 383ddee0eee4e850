"""Consequences for people: which rules an official, a head or a collective falls under."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from scoring.domain.canonical import Json, document_text
from scoring.domain.model import Comparison, Fact, Measured

BandLists: TypeAlias = Mapping[str, Mapping[str, int]]
"""By group: the position of each band in its list, 0 for the best."""


class PersonRole(StrEnum):
    """Whom a rule may concern."""

    OFFICIAL = "official"
    HEAD = "head"
    COLLECTIVE = "collective"


@dataclass(frozen=True, slots=True)
class OfficialRule:
    """Reads the official's own fact."""

    code: str
    effect: str
    fact: str
    comparison: Comparison
    threshold: Fraction


@dataclass(frozen=True, slots=True)
class HeadRule:
    """Reads the unit's band over so many consecutive years, the last of them this one."""

    code: str
    effect: str
    band_at_most: str
    years: int


@dataclass(frozen=True, slots=True)
class CollectiveRule:
    """Reads the unit's band."""

    code: str
    effect: str
    requires_band: str


Rule: TypeAlias = OfficialRule | HeadRule | CollectiveRule

_ROLE_OF = {
    OfficialRule: PersonRole.OFFICIAL,
    HeadRule: PersonRole.HEAD,
    CollectiveRule: PersonRole.COLLECTIVE,
}


@dataclass(frozen=True, slots=True)
class BandedUnit:
    """A unit with its band of this year and of earlier ones."""

    code: str
    group: str
    band: str
    history: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone, or a collective, in one role at one unit."""

    code: str
    unit: str
    role: PersonRole
    facts: Mapping[str, Fact]
    since: date | None


@dataclass(frozen=True, slots=True)
class AccountabilityBundle:
    """Everything that consequences depend on; years without a list of their own use `bands`."""

    sha256: str
    year: int
    bands: BandLists
    bands_by_year: Mapping[int, BandLists]
    rules: tuple[Rule, ...]
    units: tuple[BandedUnit, ...]
    people: tuple[Person, ...]

    def positions(self, year: int, group: str) -> Mapping[str, int]:
        """Return the group's bands of a year with their positions, 0 for the best."""
        return self.bands_by_year.get(year, {}).get(group, self.bands[group])


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule that concerns a person; `partial_tenure` is None for anybody but a head."""

    person: str
    unit: str
    rule: str
    effect: str
    partial_tenure: bool | None


@dataclass(frozen=True, slots=True)
class AccountabilityResult:
    """All entries, by unit, person's code and the rule's position."""

    bundle_sha256: str
    entries: tuple[Entry, ...]


def consequences(bundle: AccountabilityBundle) -> AccountabilityResult:
    """Return which rules hold for whom. A person decides what follows from an entry."""
    staff: dict[str, list[Person]] = {unit.code: [] for unit in bundle.units}
    for person in bundle.people:
        staff[person.unit].append(person)
    entries = tuple(
        entry for unit in bundle.units for entry in _unit_entries(bundle, unit, staff[unit.code])
    )
    return AccountabilityResult(bundle.sha256, entries)


def _unit_entries(
    bundle: AccountabilityBundle, unit: BandedUnit, staff: Sequence[Person]
) -> Iterator[Entry]:
    """Yield the entries of one unit; one code in several roles is one person."""
    roles_of: dict[str, list[Person]] = {}
    for person in staff:
        roles_of.setdefault(person.code, []).append(person)
    for code in sorted(roles_of):
        for rule in bundle.rules:
            for person in roles_of[code]:
                if person.role is _ROLE_OF[type(rule)] and _holds(bundle, rule, unit, person):
                    tenure = _partial_tenure(bundle.year, rule, person)
                    yield Entry(code, unit.code, rule.code, rule.effect, tenure)


def _holds(bundle: AccountabilityBundle, rule: Rule, unit: BandedUnit, person: Person) -> bool:
    if isinstance(rule, OfficialRule):
        fact = person.facts.get(rule.fact)
        return isinstance(fact, Measured) and rule.comparison.holds(fact.value, rule.threshold)
    if isinstance(rule, HeadRule):
        return _is_low_throughout(bundle, rule, unit)
    positions = bundle.bands[unit.group]
    return positions[unit.band] > positions[rule.requires_band]


def _is_low_throughout(bundle: AccountabilityBundle, rule: HeadRule, unit: BandedUnit) -> bool:
    """Return whether the unit was at the band or worse in every year that the rule counts.

    Each year is read by its own list; a year without an entry, or whose list lacks the rule's band,
    breaks the run.
    """
    for year in range(bundle.year, bundle.year - rule.years, -1):
        band = unit.band if year == bundle.year else unit.history.get(year)
        positions = bundle.positions(year, unit.group)
        if band is None or rule.band_at_most not in positions:
            return False
        if positions[band] < positions[rule.band_at_most]:
            return False
    return True


def _partial_tenure(year: int, rule: Rule, person: Person) -> bool | None:
    """Return whether a head took office after the first day of the first year counted."""
    if not isinstance(rule, HeadRule):
        return None
    if person.since is None:
        return False
    first_year = year - rule.years + 1
    return (person.since.year, person.since.month, person.since.day) > (first_year, 1, 1)


def accountability_text(result: AccountabilityResult) -> str:
    """Return the result document (`cchc-accountability-result/1`)."""
    return document_text(
        {
            "format": "cchc-accountability-result/1",
            "bundle_sha256": result.bundle_sha256,
            "entries": map(_entry, result.entries),
        }
    )


def _entry(entry: Entry) -> Json:
    shown: dict[str, Json] = {
        "person": entry.person,
        "unit": entry.unit,
        "rule": entry.rule,
        "effect": entry.effect,
    }
    if entry.partial_tenure is not None:
        shown["partial_tenure"] = entry.partial_tenure
    return shown
