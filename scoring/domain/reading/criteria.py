"""Reading a criteria set: areas, criteria of any depth down to the leaves, maxima and weights.

Silent in the format, so bounded here: 10 000 criteria in a set, 200 levels of them.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from scoring.domain.model import Aggregation, Area, CriteriaSet, Leaf, Role
from scoring.domain.numbers import ONE, ZERO, exact_sum, exact_text
from scoring.domain.problems import Notes
from scoring.domain.reading.fields import MAX_DECIMALS, Fields, Keys
from scoring.domain.reading.kinds import read_scoring
from scoring.domain.reading.known import Known

MAX_CRITERIA = 10_000
MAX_LEVELS = 200

_SET = Keys("code title aggregation max_points areas", "bonus_cap penalty_cap")
_AREA = Keys("code title max_points criteria", "weight")
_WEIGHTED_AREA = Keys("code title max_points criteria weight")
_BRANCH = Keys("code title max_points criteria")
_BRANCH_AND_LEAF = Keys("code title max_points criteria", "scoring role decimals")
_LEAF = Keys("code title max_points scoring", "role decimals")

_UNREADABLE = Fraction(10**30)
"""Stands for the maximum of a leaf that could not be read: no mark lies above it."""


@dataclass(frozen=True, slots=True)
class CriteriaRead:
    """A criteria set with its leaves and areas by code; a refused one is there by its code only."""

    criteria_set: CriteriaSet
    leaves: Known[Leaf]
    areas: Known[Area]


NO_CRITERIA = CriteriaRead(
    CriteriaSet(Aggregation.SUM, None, None, ()),
    Known(is_complete=False),
    Known(is_complete=False),
)
"""Stands in for a criteria set that was not given at all."""


@dataclass(slots=True)
class _Maximum:
    """A declared maximum and those right below it; None for what could not be read."""

    place: str
    declared: Fraction | None
    below: list[Fraction | None] = field(default_factory=list)

    def check(self, notes: Notes) -> None:
        """Note a maximum that is not the sum of those below, unless one of them is unknown."""
        known = [maximum for maximum in self.below if maximum is not None]
        if self.declared is None or len(known) < len(self.below):
            return
        if (below := exact_sum(known)) != self.declared:
            details = {"declared": exact_text(self.declared), "below": exact_text(below)}
            notes.add("maxima_do_not_add_up", self.place, **details)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A criterion still to be read, with the maximum that its own is a part of."""

    raw: object
    place: str
    above: _Maximum
    level: int


def read_criteria_set(notes: Notes, raw: object, place: str, facts: Known[str]) -> CriteriaRead:
    """Return a criteria set of which every sound part is there."""
    return _SetReader(notes, place, facts).read(Fields(notes, raw, place, _SET))


class _SetReader:
    """What the parts of one criteria set share while they are read."""

    def __init__(self, notes: Notes, place: str, facts: Known[str]) -> None:
        self._notes = notes
        self._place = place
        self._facts = facts
        self._aggregation: Aggregation | None = None
        self._codes: Known[str] = Known()
        self._leaves: Known[Leaf] = Known()
        self._areas: Known[Area] = Known()
        self._maxima: list[_Maximum] = []
        self._criteria_left = MAX_CRITERIA

    def read(self, fields: Fields) -> CriteriaRead:
        fields.code("code")
        fields.text("title")
        aggregation = fields.one_of("aggregation", Aggregation, Aggregation.SUM)
        self._aggregation = aggregation if fields.has("aggregation") else None
        bonus_cap, penalty_cap = self._cap(fields, "bonus_cap"), self._cap(fields, "penalty_cap")
        total = self._maximum(fields)
        areas = [self._area(raw, place, total) for raw, place in fields.filled("areas")]
        if not fields.has("areas"):
            self._miss_some(total)
            self._areas.is_complete = False
        self._check_weights([weight for _, weight in areas])
        for maximum in self._maxima:
            maximum.check(self._notes)
        sound = tuple(area for area, _ in areas)
        criteria_set = CriteriaSet(aggregation, bonus_cap, penalty_cap, sound)
        return CriteriaRead(criteria_set, self._leaves, self._areas)

    def _cap(self, fields: Fields, key: str) -> Fraction | None:
        cap = fields.cap(key)
        if cap is not None and self._aggregation is Aggregation.WEIGHTED:
            self._notes.add("weighted_with_cap", fields.at(key))
        return cap

    def _area(self, raw: object, place: str, total: _Maximum) -> tuple[Area, Fraction | None]:
        """Return an area, and its weight or None if it has none that could be read."""
        is_weighted = self._aggregation is Aggregation.WEIGHTED
        fields = Fields(self._notes, raw, place, _WEIGHTED_AREA if is_weighted else _AREA)
        code = self._code(fields, place)
        maximum = self._maximum(fields, total)
        weight = self._weight(fields) if fields.has("weight") else None
        area = Area(code, weight or ZERO, tuple(self._criteria(fields, maximum)))
        self._areas.add(self._notes, code, place, area)
        return area, weight

    def _weight(self, fields: Fields) -> Fraction | None:
        weight = fields.decimal("weight")
        if self._aggregation is Aggregation.SUM:
            self._notes.add("weight_under_sum", fields.at("weight"))
        elif weight == ZERO:
            self._notes.add("weight_not_positive", fields.at("weight"))
        return weight if fields.has("weight") else None

    def _check_weights(self, weights: list[Fraction | None]) -> None:
        known = [weight for weight in weights if weight is not None]
        if self._aggregation is not Aggregation.WEIGHTED or not known or len(known) < len(weights):
            return
        if (total := exact_sum(known)) != ONE:
            self._notes.add("weights_do_not_add_up", self._place, total=exact_text(total))

    def _criteria(self, fields: Fields, above: _Maximum) -> list[Leaf]:
        """Return the leaves below an area in the order of the document, without recursion."""
        leaves: list[Leaf] = []
        waiting = self._below(fields, above, 1)
        while waiting and self._criteria_left:
            criterion = waiting.pop()
            self._criteria_left -= 1
            if isinstance(criterion.raw, dict) and "criteria" in criterion.raw:
                waiting.extend(self._branch(criterion))
            elif leaf := self._leaf(criterion):
                leaves.append(leaf)
        for criterion in waiting:
            self._notes.add("too_many_criteria", self._place, limit=MAX_CRITERIA)
            self._miss_some(criterion.above)
        return leaves

    def _below(self, fields: Fields, above: _Maximum, level: int) -> list[_Waiting]:
        """Return the criteria right below, last first, so that the first is taken first."""
        elements = fields.filled("criteria")
        if not fields.has("criteria"):
            self._miss_some(above)
        return [_Waiting(raw, place, above, level) for raw, place in reversed(elements)]

    def _branch(self, criterion: _Waiting) -> list[_Waiting]:
        raw, place = criterion.raw, criterion.place
        is_leaf_too = isinstance(raw, dict) and "scoring" in raw
        fields = Fields(self._notes, raw, place, _BRANCH_AND_LEAF if is_leaf_too else _BRANCH)
        if is_leaf_too:
            self._notes.add("criteria_and_scoring", place)
        self._code(fields, place)
        maximum = self._maximum(fields, criterion.above)
        if criterion.level < MAX_LEVELS:
            return self._below(fields, maximum, criterion.level + 1)
        self._notes.add("criteria_too_deep", place, limit=MAX_LEVELS)
        self._miss_some(maximum)
        return []

    def _leaf(self, criterion: _Waiting) -> Leaf | None:
        fields = Fields(self._notes, criterion.raw, criterion.place, _LEAF)
        code = self._code(fields, criterion.place)
        maximum = self._own_maximum(fields)
        role = self._role(fields)
        if not fields.has("role"):
            criterion.above.below.append(None if fields.is_broken("role") else maximum)
        leaf = self._scored(fields, code, maximum, role) if fields.has("scoring") else None
        is_only_one = self._codes.get(code) is not None
        self._leaves.add(self._notes, code, criterion.place, leaf if is_only_one else None)
        return leaf

    def _scored(
        self, fields: Fields, code: str, maximum: Fraction | None, role: Role | None
    ) -> Leaf | None:
        decimals = fields.integer("decimals", MAX_DECIMALS) if fields.has("decimals") else None
        raw, place = fields.raw("scoring"), fields.at("scoring")
        read = read_scoring(self._notes, raw, place, maximum, self._facts)
        if read is None:
            return None
        scoring, fact = read
        max_points = _UNREADABLE if maximum is None else maximum
        return Leaf(code, max_points, scoring, fact, role, decimals)

    def _role(self, fields: Fields) -> Role | None:
        if not fields.has("role"):
            return None
        role = fields.one_of("role", Role, Role.BONUS)
        if self._aggregation is Aggregation.WEIGHTED:
            self._notes.add("weighted_with_role", fields.at("role"))
        return role if fields.has("role") else None

    def _code(self, fields: Fields, place: str) -> str:
        """Return a code and note it if it stands elsewhere in the set."""
        fields.text("title")
        code = fields.code("code")
        self._codes.add(self._notes, code, place, code)
        return code

    def _maximum(self, fields: Fields, above: _Maximum | None = None) -> _Maximum:
        maximum = _Maximum(fields.at("max_points"), self._own_maximum(fields))
        self._maxima.append(maximum)
        if above is not None:
            above.below.append(maximum.declared)
        return maximum

    def _own_maximum(self, fields: Fields) -> Fraction | None:
        maximum = fields.decimal("max_points")
        return maximum if fields.has("max_points") else None

    def _miss_some(self, maximum: _Maximum) -> None:
        """Take in that something below could not be read."""
        maximum.below.append(None)
        self._leaves.is_complete = False
