"""Reading a ranking bundle: from text to the model, or to the full list of problems."""

from scoring.domain.canonical import canonical_sha256
from scoring.domain.model import Bundle, Group, Unit
from scoring.domain.problems import Notes
from scoring.domain.reading.completeness import GroupRead
from scoring.domain.reading.fields import Fields, Keys
from scoring.domain.reading.groups import read_group
from scoring.domain.reading.known import Known
from scoring.domain.reading.rules import NO_RULE_SET, RuleSetRead, read_rule_set
from scoring.domain.reading.units import read_unit
from scoring.domain.strict_json import parse

FORMAT = "cchc-ranking-bundle/1"
MAX_CELLS = 4_000_000
"""Units times what is looked at for each of them: leaves, areas, bands, blocks."""

_BUNDLE = Keys("format year title cutoff rule_set groups units", "facts")
_FACT = Keys("code", "title definition period as_of source")
_PERIOD_LENGTH = 2


def read_bundle(data: bytes | str) -> Bundle:
    """Return the bundle that a JSON document holds, complete and free of contradictions.

    Raises BundleRefused with every problem found.
    """
    notes = Notes()
    tree = parse(data, notes)
    fields = read_document(notes, tree, FORMAT, _BUNDLE)
    year = fields.integer("year")
    fields.text("title")
    fields.text("cutoff")
    facts = _read_declared_facts(notes, fields)
    rule_set = NO_RULE_SET
    if fields.has("rule_set"):
        rule_set = read_rule_set(notes, fields.raw("rule_set"), fields.at("rule_set"), facts)
    groups = _read_groups(notes, fields, rule_set, facts)
    units = _read_units(notes, fields, groups)
    notes.raise_if_any()
    return Bundle(canonical_sha256(tree), year, _sound_groups(groups), units)


def read_document(notes: Notes, tree: object, expected: str, keys: Keys) -> Fields:
    """Return the members of a document of the expected format.

    Raises BundleRefused, through the notes, for another format: its keys mean nothing here.
    """
    found = tree.get("format", expected) if isinstance(tree, dict) else expected
    if found != expected:
        notes.refuse("unknown_format", "format", format=found, expected=expected)
    return Fields(notes, tree, "", keys)


def _read_declared_facts(notes: Notes, fields: Fields) -> Known[str]:
    """Return the codes of the facts that blocks and leaves may read."""
    facts: Known[str] = Known()
    for raw, place in fields.elements("facts"):
        fact_fields = Fields(notes, raw, place, _FACT)
        for key in ("title", "definition", "as_of", "source"):
            fact_fields.text(key)
        period = fact_fields.words("period")
        if fact_fields.has("period") and len(period) != _PERIOD_LENGTH:
            fact_fields.refuse("wrong_length", "period")
        code = fact_fields.code("code")
        facts.add(notes, code, place, code)
    facts.is_complete = facts.is_complete and not fields.is_broken("facts")
    return facts


def _read_groups(
    notes: Notes, fields: Fields, rule_set: RuleSetRead, facts: Known[str]
) -> Known[GroupRead]:
    groups: Known[GroupRead] = Known()
    for raw, place in fields.elements("groups"):
        group = read_group(notes, raw, place, rule_set, facts)
        groups.add(notes, group.code, place, group)
    groups.is_complete = groups.is_complete and fields.has("groups")
    for code, place in rule_set.group_places:
        if groups.lacks(code):
            notes.add("unknown_group", place, code=code)
    return groups


def _sound_groups(groups: Known[GroupRead]) -> tuple[Group, ...]:
    return tuple(
        Group(group.code, group.criteria.criteria_set, group.rules)
        for group in groups.sound_parts()
    )


def _read_units(notes: Notes, fields: Fields, groups: Known[GroupRead]) -> tuple[Unit, ...]:
    """Return the units; stop where there is more to compute than a bundle may ask for."""
    units: Known[Unit] = Known()
    cells = 0
    for raw, place in fields.elements("units"):
        unit = read_unit(notes, raw, place, groups)
        units.add(notes, unit.code, place, unit)
        group = groups.get(unit.group)
        cells += group.cells if group else 1
        if cells > MAX_CELLS:
            notes.refuse("too_much_to_compute", "units", limit=MAX_CELLS)
    return units.sound_parts()
