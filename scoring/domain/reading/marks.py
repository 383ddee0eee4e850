"""Reading a unit's marks: each in the shape that its leaf's kind asks for."""

from enum import StrEnum

from scoring.domain.model import (
    Answered,
    Answers,
    Checklist,
    Choice,
    Chosen,
    Deduction,
    Direct,
    Given,
    Leaf,
    Mark,
    Measured,
    PerItem,
    Ratio,
    Steps,
)
from scoring.domain.numbers import ONE, exact_text
from scoring.domain.problems import Notes
from scoring.domain.reading.facts import read_counted, read_measured, read_not_applicable
from scoring.domain.reading.fields import Fields, Keys, is_integer, note_integer

_POINTS = Keys("points")
_CHOICES = Keys("choices")
_VALUE = Keys("value")
_RATIO = Keys("numerator denominator")
_COUNT = Keys("count")
_COUNTS = Keys("counts")
_UNMARKED = Keys("state")
_NOT_APPLICABLE = Keys("state", "reason")


class _State(StrEnum):
    NOT_APPLICABLE = "not_applicable"
    UNMARKED = "unmarked"


def is_unmarked(raw: object) -> bool:
    """Return whether a mark says in so many words that there is none."""
    return isinstance(raw, dict) and raw.get("state") == _State.UNMARKED


def read_mark(notes: Notes, raw: object, place: str, leaf: Leaf) -> Mark | None:
    """Return the mark that the leaf takes; None if it was refused or says `unmarked`."""
    if isinstance(raw, dict) and "state" in raw:
        return _read_state(notes, raw, place)
    scoring = leaf.scoring
    if isinstance(scoring, Direct):
        return _read_given(Fields(notes, raw, place, _POINTS), leaf)
    if isinstance(scoring, Choice | Checklist):
        return _read_chosen(notes, Fields(notes, raw, place, _CHOICES), scoring)
    if isinstance(scoring, Steps | Ratio):
        return _read_measured(notes, raw, place, scoring)
    if isinstance(scoring, Deduction | PerItem):
        return read_counted(Fields(notes, raw, place, _COUNT))
    return _read_answered(notes, Fields(notes, raw, place, _COUNTS), scoring)


def note_inverted(notes: Notes, scoring: Steps | Ratio, value: Measured, place: str) -> None:
    """Note a value above 1 for a leaf that takes one minus the value."""
    if scoring.is_inverted and value.value > ONE:
        notes.add("inverted_above_one", place, value=exact_text(value.value))


def _read_state(notes: Notes, raw: object, place: str) -> Mark | None:
    if is_unmarked(raw):
        Fields(notes, raw, place, _UNMARKED)
        return None
    fields = Fields(notes, raw, place, _NOT_APPLICABLE)
    fields.one_of("state", _State, _State.NOT_APPLICABLE)
    return read_not_applicable(fields)


def _read_given(fields: Fields, leaf: Leaf) -> Mark | None:
    points = fields.decimal("points")
    if fields.is_sound and points > leaf.max_points:
        maximum = exact_text(leaf.max_points)
        fields.refuse("above_maximum", "points", value=exact_text(points), maximum=maximum)
    return Given(points) if fields.is_sound else None


def _read_chosen(notes: Notes, fields: Fields, scoring: Choice | Checklist) -> Mark | None:
    chosen: dict[str, None] = {}
    for code, place in fields.words("choices"):
        if code not in scoring.points:
            notes.add("unknown_option", place, code=code)
            fields.doubt("choices")
        elif code in chosen:
            notes.add("duplicate_choice", place, code=code)
            fields.doubt("choices")
        chosen[code] = None
    if isinstance(scoring, Choice) and fields.has("choices") and len(chosen) != 1:
        fields.refuse("not_one_choice", "choices", count=len(chosen))
    return Chosen(tuple(chosen)) if fields.is_sound else None


def _read_measured(notes: Notes, raw: object, place: str, scoring: Steps | Ratio) -> Mark | None:
    keys = _VALUE if isinstance(raw, dict) and "value" in raw else _RATIO
    may_exceed = isinstance(scoring, Ratio) and scoring.may_exceed
    measured = read_measured(Fields(notes, raw, place, keys), may_exceed=may_exceed)
    if measured is not None:
        note_inverted(notes, scoring, measured, place)
    return measured


def _read_answered(notes: Notes, fields: Fields, scoring: Answers) -> Mark | None:
    counts: dict[str, int] = {}
    for code, raw, place in fields.members("counts"):
        if code not in scoring.worth:
            notes.add("unknown_option", place, code=code)
            fields.doubt("counts")
        elif is_integer(raw):
            counts[code] = raw
        else:
            note_integer(notes, raw, place)
            fields.doubt("counts")
    if fields.has("counts") and not any(counts.values()):
        fields.refuse("no_answers", "counts")
    return Answered(counts) if fields.is_sound else None
