"""Reading the second document: rules for people, units with their bands, and the people."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from scoring.domain.accountability import (
    AccountabilityBundle,
    BandedUnit,
    CollectiveRule,
    HeadRule,
    OfficialRule,
    Person,
    PersonRole,
    Rule,
)
from scoring.domain.canonical import canonical_sha256
from scoring.domain.model import Comparison, Counted
from scoring.domain.problems import Notes, member
from scoring.domain.reading.band_lists import (
    BandListsRead,
    Positions,
    read_band_lists,
    read_earlier_year,
)
from scoring.domain.reading.bundle import MAX_CELLS, read_document
from scoring.domain.reading.completeness import A_RATIO
from scoring.domain.reading.facts import read_facts
from scoring.domain.reading.fields import Fields, Keys, read_variant
from scoring.domain.reading.known import Known, sound
from scoring.domain.strict_json import parse

FORMAT = "cchc-accountability-bundle/1"

_DOCUMENT = Keys("format year ranking_sha256 bands rules units people", "bands_by_year")
_EFFECTS = ("bars_rating", "measure")
_RULE = {
    "official": Keys("code applies_to fact test threshold", "bars_rating measure"),
    "head": Keys("code applies_to band_at_most years", "bars_rating measure"),
    "collective": Keys("code applies_to requires_band", "bars_rating measure"),
}
_UNIT = Keys("code group band", "history")
_PAST = Keys("band", "note")
_PERSON = Keys("code unit role", "facts since")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_accountability(data: bytes | str) -> AccountabilityBundle:
    """Return what an accountability document holds, complete and free of contradictions.

    Raises BundleRefused with every problem found.
    """
    notes = Notes()
    tree = parse(data, notes)
    fields = read_document(notes, tree, FORMAT, _DOCUMENT)
    fields.text("ranking_sha256")
    lists = read_band_lists(notes, fields)
    rules: Known[Rule] = Known()
    for raw, place in fields.elements("rules"):
        code, rule = _read_rule(notes, raw, place, lists)
        rules.add(notes, code, place, rule)
    units: Known[BandedUnit] = Known()
    for raw, place in fields.elements("units"):
        unit = _read_unit(notes, raw, place, lists)
        units.add(notes, unit.code, place, unit)
    units.is_complete = units.is_complete and fields.has("units")
    people = _read_people(notes, fields, units, rules.sound_parts())
    notes.raise_if_any()
    return AccountabilityBundle(
        canonical_sha256(tree),
        lists.year or 0,
        sound(lists.bands.parts),
        {year: sound(own) for year, own in lists.bands_by_year.items()},
        rules.sound_parts(),
        units.sound_parts(),
        people,
    )


def _read_rule(
    notes: Notes, raw: object, place: str, lists: BandListsRead
) -> tuple[str, Rule | None]:
    """Return a rule's code, and the rule itself unless it was refused."""
    variant = read_variant(notes, raw, place, "applies_to", _RULE)
    if variant is None:
        return "", None
    applies_to, fields = variant
    code = fields.code("code")
    given = [key for key in _EFFECTS if fields.has(key)]
    effect = ", ".join(f"{key}:{fields.code(key)}" for key in given)
    if len(given) != 1:
        notes.add("bar_or_measure", place)
    rule = _RULE_READERS[applies_to](notes, fields, lists, code, effect)
    return code, rule if fields.is_sound else None


def _official_rule(
    notes: Notes, fields: Fields, lists: BandListsRead, code: str, effect: str
) -> Rule:
    comparison = fields.one_of("test", Comparison, Comparison.AT_LEAST)
    threshold = fields.decimal("threshold")
    return OfficialRule(code, effect, fields.code("fact"), comparison, threshold)


def _head_rule(notes: Notes, fields: Fields, lists: BandListsRead, code: str, effect: str) -> Rule:
    years = fields.integer("years")
    if fields.has("years") and years == 0:
        fields.refuse("too_few_years", "years")
    return HeadRule(code, effect, _band_of_all(notes, fields, "band_at_most", lists), years)


def _collective_rule(
    notes: Notes, fields: Fields, lists: BandListsRead, code: str, effect: str
) -> Rule:
    return CollectiveRule(code, effect, _band_of_all(notes, fields, "requires_band", lists))


_RULE_READERS: dict[str, Callable[[Notes, Fields, BandListsRead, str, str], Rule]] = {
    "official": _official_rule,
    "head": _head_rule,
    "collective": _collective_rule,
}


def _band_of_all(notes: Notes, fields: Fields, key: str, lists: BandListsRead) -> str:
    """Return a band that every group must have this year."""
    band = fields.code(key)
    for group, positions in sound(lists.bands.parts).items():
        if fields.has(key) and band not in positions:
            notes.add("unknown_band", fields.at(key), code=band, group=group)
    return band


def _read_unit(notes: Notes, raw: object, place: str, lists: BandListsRead) -> BandedUnit:
    fields = Fields(notes, raw, place, _UNIT)
    code, group = fields.code("code"), fields.code("group")
    if fields.has("group") and lists.bands.lacks(group):
        notes.add("unknown_group", fields.at("group"), code=group)
    band = _band_within(notes, fields, lists.bands.get(group), group)
    history: dict[int, str] = {}
    for name, past, past_place in fields.members("history"):
        year = read_earlier_year(notes, name, past_place, lists.year)
        past_fields = Fields(notes, past, past_place, _PAST)
        past_fields.text("note")
        positions = None if year is None else lists.positions(year, group)
        past_band = _band_within(notes, past_fields, positions, group)
        if year is not None:
            history[year] = past_band
    return BandedUnit(code, group, band, history)


def _band_within(notes: Notes, fields: Fields, positions: Positions | None, group: str) -> str:
    """Return a band that must be in the list by which it is read, if that could be read."""
    band = fields.code("band")
    if fields.has("band") and positions is not None and band not in positions:
        notes.add("unknown_band", fields.at("band"), code=band, group=group)
    return band


def _read_people(
    notes: Notes, fields: Fields, units: Known[BandedUnit], rules: Sequence[Rule]
) -> tuple[Person, ...]:
    """Return the people; stop where there is more to compute than a document may ask for."""
    people: dict[tuple[str, PersonRole], Person] = {}
    read_codes = [rule.fact for rule in rules if isinstance(rule, OfficialRule)]
    cells = 0
    for raw, place in fields.elements("people"):
        person = _read_person(notes, raw, place, units, read_codes)
        if person is None:
            continue
        if (person.code, person.role) in people:
            notes.add("duplicate_person", member(place, "code"), code=person.code)
        people[person.code, person.role] = person
        unit = units.get(person.unit)
        cells += len(rules) * (1 + len(unit.history) if unit else 1)
        if cells > MAX_CELLS:
            notes.refuse("too_much_to_compute", "people", limit=MAX_CELLS)
    return tuple(people.values())


def _read_person(
    notes: Notes, raw: object, place: str, units: Known[BandedUnit], read_codes: Sequence[str]
) -> Person | None:
    """Return a person in one role, or None if that was refused; `read_codes` are read as ratios."""
    fields = Fields(notes, raw, place, _PERSON)
    code, unit = fields.code("code"), fields.code("unit")
    if fields.has("unit") and units.lacks(unit):
        notes.add("unknown_unit", fields.at("unit"), code=unit)
    role = fields.one_of("role", PersonRole, PersonRole.HEAD)
    facts = read_facts(notes, fields)
    since = _read_date(fields, "since")
    for fact in read_codes if role is PersonRole.OFFICIAL else ():
        if isinstance(facts.get(fact), Counted):
            fact_place = member(fields.at("facts"), fact)
            notes.add("wrong_fact_shape", fact_place, code=fact, expected=A_RATIO)
    return Person(code, unit, role, sound(facts), since) if fields.is_sound else None


def _read_date(fields: Fields, key: str) -> date | None:
    """Return a day; None if it is absent or was refused."""
    text = fields.text(key)
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    if fields.has(key):
        fields.refuse("malformed_date", key, value=text)
    return None
