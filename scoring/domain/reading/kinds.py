"""Reading how a leaf is marked: the eight kinds with their own keys."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from scoring.domain.model import (
    Answers,
    Checklist,
    Choice,
    Deduction,
    Direct,
    PerItem,
    Ratio,
    Scoring,
    Steps,
)
from scoring.domain.numbers import ONE, ZERO, exact_text
from scoring.domain.problems import Notes
from scoring.domain.reading.fields import Fields, Keys, read_variant
from scoring.domain.reading.known import Known, sound

_KEYS = {
    "direct": Keys("kind"),
    "choice": Keys("kind options"),
    "checklist": Keys("kind options"),
    "bands": Keys("kind steps", "invert from_fact"),
    "ratio": Keys("kind", "floor target invert allow_over from_fact"),
    "deduction": Keys("kind per_fault", "from_fact"),
    "count": Keys("kind per_item", "from_fact"),
    "answers": Keys("kind options"),
}
_OPTION = Keys("code points")
_ANSWER = Keys("code worth")
_STEP = Keys("at_least points")
_DECIDE_ON_MARKS = ("options", "invert", "allow_over", "from_fact")
"""Where one of these is broken nobody can tell which marks the leaf takes."""


def read_scoring(
    notes: Notes, raw: object, place: str, maximum: Fraction | None, facts: Known[str]
) -> tuple[Scoring, str | None] | None:
    """Return how a leaf is marked and the fact it reads, if any.

    None if nobody can tell which marks the leaf takes. Nothing is compared with a maximum of None,
    which could not be read.
    """
    variant = read_variant(notes, raw, place, "kind", _KEYS)
    if variant is None:
        return None
    kind, fields = variant
    scoring = _READERS[kind](notes, fields, maximum)
    may_read_fact = "from_fact" in _KEYS[kind].known and fields.has("from_fact")
    fact = fields.code("from_fact") if may_read_fact else None
    if fact and facts.lacks(fact):
        fields.refuse("undeclared_fact", "from_fact", code=fact)
    return None if fields.is_broken(*_DECIDE_ON_MARKS) else (scoring, fact)


def _direct(notes: Notes, fields: Fields, maximum: Fraction | None) -> Scoring:
    return Direct()


def _choice(notes: Notes, fields: Fields, maximum: Fraction | None) -> Scoring:
    return Choice(_options(notes, fields, _OPTION, "points", maximum))


def _checklist(notes: Notes, fields: Fields, maximum: Fraction | None) -> Scoring:
    return Checklist(_options(notes, fields, _OPTION, "points", maximum))


def _answers(notes: Notes, fields: Fields, maximum: Fraction | None) -> Scoring:
    return Answers(_options(notes, fields, _ANSWER, "worth", ONE))


def _steps(notes: Notes, fields: Fields, maximum: Fraction | None) -> Scoring:
    points_by_bound: dict[Fraction, Fraction] = {}
    for raw, place in fields.filled("steps"):
        step = Fields(notes, raw, place, _STEP)
        bound, points = step.decimal("at_least"), _points_up_to(step, "points", maximum)
        if not step.has("at_least"):
            continue
        if bound in points_by_bound:
            step.refuse("duplicate_step", "at_least", value=exact_text(bound))
        points_by_bound[bound] = points
    ordered = sorted(points_by_bound.items(), reverse=True)
    return Steps(tuple(ordered), fields.flag("invert"))


def _ratio(notes: Notes, fields: Fields, maximum: Fraction | None) -> Scoring:
    target = fields.decimal("target", ONE)
    if target == ZERO:
        fields.refuse("target_not_positive", "target")
    return Ratio(
        floor=fields.decimal("floor", ZERO),
        target=target,
        is_inverted=fields.flag("invert"),
        may_exceed=fields.flag("allow_over"),
    )


def _deduction(notes: Notes, fields: Fields, maximum: Fraction | None) -> Scoring:
    return Deduction(fields.decimal("per_fault"))


def _per_item(notes: Notes, fields: Fields, maximum: Fraction | None) -> Scoring:
    return PerItem(fields.decimal("per_item"))


def _options(
    notes: Notes, fields: Fields, keys: Keys, figure: str, maximum: Fraction | None
) -> Mapping[str, Fraction]:
    """Return the points or worth of each option."""
    options: Known[Fraction] = Known()
    for raw, place in fields.filled("options"):
        option = Fields(notes, raw, place, keys)
        options.add(notes, option.code("code"), place, _points_up_to(option, figure, maximum))
    if not options.is_sound:
        fields.doubt("options")
    return sound(options.parts)


def _points_up_to(fields: Fields, key: str, maximum: Fraction | None) -> Fraction:
    points = fields.decimal(key)
    if fields.has(key) and maximum is not None and points > maximum:
        details = {"value": exact_text(points), "maximum": exact_text(maximum)}
        fields.refuse("above_maximum", key, **details)
    return points


_READERS: dict[str, Callable[[Notes, Fields, Fraction | None], Scoring]] = {
    "direct": _direct,
    "choice": _choice,
    "checklist": _checklist,
    "bands": _steps,
    "ratio": _ratio,
    "deduction": _deduction,
    "count": _per_item,
    "answers": _answers,
}
