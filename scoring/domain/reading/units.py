"""Reading units: their standing, their marks and their facts."""

from scoring.domain.model import Leaf, Mark, Standing, Unit
from scoring.domain.problems import Notes
from scoring.domain.reading.completeness import GroupRead, check_computed
from scoring.domain.reading.criteria import NO_CRITERIA
from scoring.domain.reading.facts import read_facts
from scoring.domain.reading.fields import Fields, Keys
from scoring.domain.reading.known import Known, sound
from scoring.domain.reading.marks import is_unmarked, read_mark

_UNIT = Keys("code name group", "standing reason marks facts")


def read_unit(notes: Notes, raw: object, place: str, groups: Known[GroupRead]) -> Unit:
    """Return a unit, of which nothing but the code can be relied on if anything was refused."""
    fields = Fields(notes, raw, place, _UNIT)
    fields.text("name")
    code, group_code = fields.code("code"), fields.code("group")
    standing, reason = _read_standing(fields)
    if fields.has("group") and groups.lacks(group_code):
        fields.refuse("unknown_group", "group", code=group_code)
    group = groups.get(group_code)
    facts = read_facts(notes, fields)
    if standing is Standing.EXCLUDED:
        marks: dict[str, Mark | None] = {}
        if fields.members("marks"):
            fields.refuse("marks_of_excluded_unit", "marks")
    else:
        marks = _read_marks(notes, fields, group.criteria.leaves if group else NO_CRITERIA.leaves)
        if group and not fields.is_broken("standing", "marks", "facts"):
            check_computed(notes, place, group, marks, facts)
    return Unit(code, group_code, standing, reason, sound(marks), sound(facts))


def _read_standing(fields: Fields) -> tuple[Standing, str]:
    standing = fields.one_of("standing", Standing, Standing.RANKED)
    reason = fields.text("reason")
    needs_reason = standing is not Standing.RANKED and not fields.is_broken("reason")
    if needs_reason and not reason.strip():
        fields.refuse("missing_reason", "reason")
    return standing, reason


def _read_marks(notes: Notes, fields: Fields, leaves: Known[Leaf]) -> dict[str, Mark | None]:
    """Return the marks by leaf without the unmarked; None for one that cannot be told."""
    marks: dict[str, Mark | None] = {}
    for code, raw, place in fields.members("marks"):
        leaf = leaves.get(code)
        if leaf is None:
            marks[code] = None
            if leaves.lacks(code):
                notes.add("unknown_leaf", place, code=code)
        elif leaf.from_fact is not None:
            notes.add("mark_beside_fact", place, code=code, fact=leaf.from_fact)
        else:
            mark = read_mark(notes, raw, place, leaf)
            if mark is not None or not is_unmarked(raw):
                marks[code] = mark
    return marks
