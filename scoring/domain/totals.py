"""What a unit's leaves come to: areas, total, index."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scoring.domain.leaves import earned
from scoring.domain.model import (
    Aggregation,
    Area,
    CriteriaSet,
    Group,
    Leaf,
    NotApplicable,
    Role,
    Unit,
    UnmarkedRule,
)
from scoring.domain.numbers import ZERO, exact_sum


class LeafState(StrEnum):
    """How a leaf stands: three of the four absences live here; zero is a mark like any other."""

    MARKED = "marked"
    UNMARKED = "unmarked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class LeafTotal:
    """A leaf's state, and its points or None where it counts for nothing."""

    state: LeafState
    points: Fraction | None


@dataclass(frozen=True, slots=True)
class AreaTotal:
    """An area's ordinary points and the maximum open to the unit."""

    points: Fraction
    applicable_max: Fraction

    @property
    def index(self) -> Fraction | None:
        """Points as a percentage of the applicable maximum; None where nothing is applicable."""
        return percentage(self.points, self.applicable_max)


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """All that is computed of a unit by itself; bonus and penalty are after their caps."""

    points: Fraction
    applicable_max: Fraction
    index: Fraction | None
    bonus: Fraction
    penalty: Fraction
    areas: Mapping[str, AreaTotal]
    leaves: Mapping[str, LeafTotal]

    @property
    def unmarked(self) -> int:
        """How many leaves nobody has marked, those counted as zero included."""
        return sum(leaf.state is LeafState.UNMARKED for leaf in self.leaves.values())


def unit_total(group: Group, unit: Unit) -> UnitTotal:
    """Return a unit's points, applicable maximum and index, exact.

    Not-applicable leaves leave both sums; unmarked ones count 0 or are in neither.
    """
    criteria = group.criteria_set
    unmarked_points = ZERO if group.rules.unmarked is UnmarkedRule.ZERO else None
    leaves = {
        leaf.code: _leaf_total(leaf, unit, unmarked_points)
        for area in criteria.areas
        for leaf in area.leaves
    }
    areas = {area.code: _area_total(area, leaves) for area in criteria.areas}
    bonus = _capped_total(criteria, Role.BONUS, criteria.bonus_cap, leaves)
    penalty = _capped_total(criteria, Role.PENALTY, criteria.penalty_cap, leaves)
    ordinary = exact_sum(area.points for area in areas.values())
    applicable_max = exact_sum(area.applicable_max for area in areas.values())
    points = max(ZERO, ordinary + bonus - penalty)
    if group.rules.is_total_capped:
        points = min(points, applicable_max)
    index = percentage(points, applicable_max)
    if criteria.aggregation is Aggregation.WEIGHTED:
        index = _weighted_index(criteria, areas)
    return UnitTotal(points, applicable_max, index, bonus, penalty, areas, leaves)


def percentage(points: Fraction, maximum: Fraction) -> Fraction | None:
    """Return points as a percentage of a maximum, exact; None where the maximum is 0."""
    return 100 * points / maximum if maximum else None


def _leaf_total(leaf: Leaf, unit: Unit, unmarked_points: Fraction | None) -> LeafTotal:
    mark = unit.mark_of(leaf)
    if mark is None:
        return LeafTotal(LeafState.UNMARKED, unmarked_points)
    if isinstance(mark, NotApplicable):
        return LeafTotal(LeafState.NOT_APPLICABLE, None)
    return LeafTotal(LeafState.MARKED, earned(leaf, mark))


def _area_total(area: Area, leaves: Mapping[str, LeafTotal]) -> AreaTotal:
    """Return what an area's ordinary leaves come to, those without points left out."""
    points: list[Fraction] = []
    maxima: list[Fraction] = []
    for leaf in area.leaves:
        leaf_points = leaves[leaf.code].points
        if leaf.role is None and leaf_points is not None:
            points.append(leaf_points)
            maxima.append(leaf.max_points)
    return AreaTotal(exact_sum(points), exact_sum(maxima))


def _capped_total(
    criteria: CriteriaSet, role: Role, cap: Fraction | None, leaves: Mapping[str, LeafTotal]
) -> Fraction:
    """Return what all leaves of a role give or take together, held by the cap."""
    total = exact_sum(
        leaves[leaf.code].points or ZERO
        for area in criteria.areas
        for leaf in area.leaves
        if leaf.role is role
    )
    return total if cap is None else min(total, cap)


def _weighted_index(criteria: CriteriaSet, areas: Mapping[str, AreaTotal]) -> Fraction | None:
    """Return the weighted mean of the area indices; the weights of empty areas are spread."""
    weighted = [
        (area.weight, index)
        for area in criteria.areas
        if (index := areas[area.code].index) is not None
    ]
    if not weighted:
        return None
    total = exact_sum(weight * index for weight, index in weighted)
    return total / exact_sum(weight for weight, _ in weighted)
