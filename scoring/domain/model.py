"""The bundle as read: rules, criteria, units and marks, all frozen and all exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from scoring.domain.numbers import Rounding


class Basis(StrEnum):
    """What bands and ranks read."""

    INDEX = "index"
    POINTS = "points"


class RankOn(StrEnum):
    """Whether bands and ranks read the exact figure or the published one."""

    UNROUNDED = "unrounded"
    PUBLISHED = "published"


class Ties(StrEnum):
    """How equal readings are ranked: 1 2 2 4, 1 2 2 3, or 1 2 3 4 by tie_break."""

    COMPETITION = "competition"
    DENSE = "dense"
    ORDINAL = "ordinal"


class UnmarkedRule(StrEnum):
    """What becomes of a leaf that nobody has marked."""

    REFUSE = "refuse"
    ZERO = "zero"
    PENDING = "pending"


class Aggregation(StrEnum):
    """How areas come together."""

    SUM = "sum"
    WEIGHTED = "weighted"


class Role(StrEnum):
    """What a leaf outside the ordinary sum does to the total."""

    BONUS = "bonus"
    PENALTY = "penalty"


class Standing(StrEnum):
    """What a unit takes part in, as the bundle declares it."""

    RANKED = "ranked"
    SCORED = "scored"
    EXCLUDED = "excluded"


class Comparison(StrEnum):
    """How a fact is compared with a threshold."""

    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"

    def holds(self, value: Fraction, threshold: Fraction) -> bool:
        """Return whether the value passes, compared as exact ratios."""
        if value == threshold:
            return self in (Comparison.AT_LEAST, Comparison.AT_MOST)
        return (value > threshold) == (self in (Comparison.AT_LEAST, Comparison.ABOVE))


@dataclass(frozen=True, slots=True)
class Band:
    """A class of units (xếp loại): all above its bound, and the bound itself if inclusive."""

    code: str
    bound: Fraction
    is_inclusive: bool

    def takes(self, reading: Fraction) -> bool:
        """Return whether the reading reaches this band."""
        return reading > self.bound or (self.is_inclusive and reading == self.bound)


@dataclass(frozen=True, slots=True)
class Block:
    """A rule that bars a band and every better one to units whose fact passes the test."""

    code: str
    fact: str
    comparison: Comparison
    threshold: Fraction
    bars: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force for one group; bands are best first, areas of tie_break are codes."""

    basis: Basis
    rank_on: RankOn
    ties: Ties
    tie_break: tuple[str, ...]
    decimals: int
    rounding: Rounding
    unmarked: UnmarkedRule
    is_total_capped: bool
    bands: tuple[Band, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A ratio or a value."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of faults or items."""

    count: int


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Leaves points and maximum; the reason says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """Points as an appraiser gave them."""

    points: Fraction


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options that hold."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """How many answers each option got."""

    counts: Mapping[str, int]


Fact: TypeAlias = Measured | Counted | NotApplicable
Mark: TypeAlias = Given | Chosen | Answered | Fact


@dataclass(frozen=True, slots=True)
class Direct:
    """Points as given."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one option."""

    points: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The sum of the options that hold, at most the maximum."""

    points: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Steps:
    """The points of the highest step reached; steps are (at_least, points), highest first."""

    steps: tuple[tuple[Fraction, Fraction], ...]
    is_inverted: bool


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of the maximum: the value over the target, nothing below the floor."""

    floor: Fraction
    target: Fraction
    is_inverted: bool
    may_exceed: bool


@dataclass(frozen=True, slots=True)
class Deduction:
    """The maximum less so much for each fault."""

    per_fault: Fraction


@dataclass(frozen=True, slots=True)
class PerItem:
    """So much for each item, at most the maximum."""

    per_item: Fraction


@dataclass(frozen=True, slots=True)
class Answers:
    """The mean worth of all answers, as a share of the maximum."""

    worth: Mapping[str, Fraction]


Scoring: TypeAlias = Direct | Choice | Checklist | Steps | Ratio | Deduction | PerItem | Answers


@dataclass(frozen=True, slots=True)
class Leaf:
    """A criterion that is marked itself."""

    code: str
    max_points: Fraction
    scoring: Scoring
    from_fact: str | None = None
    role: Role | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a criteria set (lĩnh vực) with all its leaves; weight is 0 in a summed set."""

    code: str
    weight: Fraction
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """The criteria of one group; a cap of None takes any amount."""

    aggregation: Aggregation
    bonus_cap: Fraction | None
    penalty_cap: Fraction | None
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Units ranked among themselves, with their criteria and the rules in force for them."""

    code: str
    criteria_set: CriteriaSet
    rules: Rules


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its marks by leaf (an unmarked leaf is absent) and its facts by code."""

    code: str
    group: str
    standing: Standing
    reason: str
    marks: Mapping[str, Mark]
    facts: Mapping[str, Fact]

    def mark_of(self, leaf: Leaf) -> Mark | None:
        """Return the leaf's mark, which may be a fact; None where nobody has marked it."""
        if leaf.from_fact is None:
            return self.marks.get(leaf.code)
        return self.facts.get(leaf.from_fact)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything a ranking depends on, and the digest of the document it was read from."""

    sha256: str
    year: int
    groups: tuple[Group, ...]
    units: tuple[Unit, ...]
