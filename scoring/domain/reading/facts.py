"""Reading facts and the figures they share with marks: ratios, values, counts, not applicable."""

from enum import StrEnum
from fractions import Fraction

from scoring.domain.model import Counted, Fact, Measured, NotApplicable
from scoring.domain.problems import Notes
from scoring.domain.reading.fields import Fields, Keys, note_type

_STATE = Keys("state", "reason")
_COUNT = Keys("count")
_VALUE = Keys("value", "sample")
_RATIO = Keys("numerator denominator", "sample")


class _State(StrEnum):
    NOT_APPLICABLE = "not_applicable"


def read_facts(notes: Notes, fields: Fields) -> dict[str, Fact | None]:
    """Return the facts of a unit or person by code; None for one that was refused."""
    return {code: read_fact(notes, raw, place) for code, raw, place in fields.members("facts")}


def read_fact(notes: Notes, raw: object, place: str) -> Fact | None:
    """Return one fact, or None with the problem noted."""
    if not isinstance(raw, dict):
        note_type(notes, raw, place, "một đối tượng {…}")
        return None
    if "state" in raw:
        fields = Fields(notes, raw, place, _STATE)
        fields.one_of("state", _State, _State.NOT_APPLICABLE)
        return read_not_applicable(fields)
    if "count" in raw:
        return read_counted(Fields(notes, raw, place, _COUNT))
    if "value" in raw:
        return read_measured(Fields(notes, raw, place, _VALUE))
    if "numerator" in raw or "denominator" in raw:
        return read_measured(Fields(notes, raw, place, _RATIO))
    notes.add("no_fact_shape", place)
    return None


def read_not_applicable(fields: Fields) -> NotApplicable | None:
    """Return why something does not apply; a blank reason is none."""
    reason = read_reason(fields)
    return NotApplicable(reason) if fields.is_sound else None


def read_reason(fields: Fields) -> str:
    """Return a reason that must be given."""
    reason = fields.text("reason")
    if fields.is_sound and not reason.strip():
        fields.refuse("missing_reason", "reason")
    return reason


def read_counted(fields: Fields) -> Counted | None:
    """Return a count."""
    count = fields.integer("count")
    return Counted(count) if fields.is_sound else None


def read_measured(fields: Fields, *, may_exceed: bool = False) -> Measured | None:
    """Return a value, or a ratio whose numerator exceeds its denominator only where it may."""
    fields.integer("sample")
    if fields.has("value"):
        value = fields.decimal("value")
        return Measured(value) if fields.is_sound else None
    numerator, denominator = fields.integer("numerator"), fields.integer("denominator")
    if fields.has("denominator") and denominator == 0:
        fields.refuse("zero_denominator", "denominator")
    if not fields.is_sound:
        return None
    if numerator > denominator and not may_exceed:
        details = {"numerator": numerator, "denominator": denominator}
        fields.refuse("numerator_above_denominator", "numerator", **details)
        return None
    return Measured(Fraction(numerator, denominator))
