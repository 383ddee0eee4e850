"""Criteria sets as people read them: which are open to whom, one as a tree, its stamp."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch, QuerySet

from scoring.models import CriteriaSet, Criterion, CycleGroup
from scoring.selectors.criteria_links import forebears
from scoring.selectors.criteria_words import ROLES, figure, rule_words
from scoring.selectors.wording import anchor
from units.models import User
from units.selectors.grants import Sight, sight_of

_OF_THE_SET = ("code", "title", "source", "clause", "aggregation")
_POINTS = ("max_points", "bonus_cap", "penalty_cap")
_OF_A_CRITERION = (
    "pk",
    "parent_id",
    "position",
    "code",
    "title",
    "max_points",
    "weight",
    "leaf",
    "guidance",
    "evidence_rule",
    "is_self_scored",
    "was_id",
    "is_comparable",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a set as it is read, with what it continues of an earlier year."""

    criterion: Criterion
    depth: int
    max_points: str
    weight: str
    rule: str
    role: str
    anchor: str
    was: Criterion | None
    is_changed: bool

    @property
    def is_doubtful(self) -> bool:
        """Whether it is called comparable although rule or maximum changed: a person decides."""
        return self.is_changed and self.criterion.is_comparable


def approved_sets() -> QuerySet[CriteriaSet]:
    """Return the sets that blocks of a cycle may be given: approved, and no newer version is."""
    approved = CriteriaSet.objects.exclude(state=CriteriaSet.State.DRAFT)
    replaced = approved.filter(replaces__isnull=False).values("replaces")
    return approved.exclude(pk__in=replaced).order_by("title", "-version")


def sets_open_to(user: User) -> QuerySet[CriteriaSet]:
    """Return the sets that a person may read.

    Sở Nội vụ reads all; appraisers, leaders and readers the approved ones; heads and officers
    those by which their units are judged, and the earlier versions of these.
    """
    everything = CriteriaSet.objects.all()
    if user.has_perm("scoring.change_criteriaset"):
        return everything
    approved = everything.exclude(state=CriteriaSet.State.DRAFT)
    sight = sight_of(user)
    return approved if sight.is_whole_province else approved.filter(pk__in=_of_units(sight))


def listed(sets: QuerySet[CriteriaSet]) -> QuerySet[CriteriaSet]:
    """Return sets as the list shows them, newest first, with the blocks that use them."""
    blocks = CycleGroup.objects.select_related("cycle__organiser", "group")
    related = sets.select_related("author", "approved_by", "based_on", "replaces")
    return related.prefetch_related(
        Prefetch("cycle_groups", blocks.order_by("-cycle__year", "cycle", "position"))
    ).order_by("-pk")


def lines_of(criteria_set: CriteriaSet) -> list[Line]:
    """Return the criteria of a set in reading order, each with its depth and its rule in words."""
    earlier = forebears(criteria_set)
    depths: dict[int | None, int] = {None: -1}
    lines = []
    for criterion in criteria_set.criteria.order_by("position"):
        criterion.criteria_set = criteria_set
        depths[criterion.pk] = depths.get(criterion.parent_id, -1) + 1
        lines.append(_line(criterion, depths[criterion.pk], earlier.get(criterion.pk)))
    return lines


def is_marked_otherwise(criterion: Criterion, earlier: Criterion | None) -> bool:
    """Return whether the rule or the maximum is another than that of an earlier criterion."""
    if earlier is None:
        return False
    return (criterion.leaf, criterion.max_points) != (earlier.leaf, earlier.max_points)


def stamp_of(criteria_set: CriteriaSet) -> str:
    """Return a stamp of all that a draft says; whoever saves with an older one is told.

    What the set says of itself is taken as read, its criteria as they are stored: a page asks for
    the stamp before it reads the criteria, so that it never shows less than its stamp says.
    """
    values = [list(row) for row in _values(criteria_set)]
    said = [[str(getattr(criteria_set, name)) for name in _OF_THE_SET], values]
    said.append([figure(getattr(criteria_set, name)) for name in _POINTS])
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _values(criteria_set: CriteriaSet) -> Iterator[tuple[Any, ...]]:
    return criteria_set.criteria.order_by("position").values_list(*_OF_A_CRITERION).iterator()


def _line(criterion: Criterion, depth: int, was: Criterion | None) -> Line:
    role = (criterion.leaf or {}).get("role", "")
    return Line(
        criterion=criterion,
        depth=depth,
        max_points=figure(criterion.max_points),
        weight=figure(criterion.weight),
        rule=rule_words(criterion.leaf, criterion.max_points),
        role=str(ROLES.get(role, "")) if role else "",
        anchor=anchor(criterion.code),
        was=was,
        is_changed=is_marked_otherwise(criterion, was),
    )


def _of_units(sight: Sight) -> set[int]:
    """Return the sets by which units are judged, and the versions that these replace."""
    blocks = CycleGroup.objects.filter(assessments__unit__in=sight.units)
    found: set[int] = set()
    keys = set(blocks.values_list("criteria_set_id", flat=True))
    while keys - found:
        found |= keys
        replaced = CriteriaSet.objects.filter(pk__in=keys).values_list("replaces_id", flat=True)
        keys = {key for key in replaced if key is not None}
    return found
