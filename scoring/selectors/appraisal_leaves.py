"""The leaves that people appraise: all of a set but those that a fact marks, each in its area."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property

from scoring.models import Criterion
from scoring.selectors.bundles import plain
from scoring.selectors.leaf_rules import rule_text
from scoring.selectors.leaves import is_automatic


@dataclass(frozen=True)
class AppraisedLeaf:
    """A leaf that a person appraises, and the area that it belongs to."""

    criterion: Criterion
    area: Criterion

    @cached_property
    def rule(self) -> str:
        """How its mark becomes points, in one sentence."""
        leaf = self.criterion.leaf or {}
        return rule_text({**leaf, "max_points": plain(self.criterion.max_points)})

    @property
    def role(self) -> str:
        """Whether its points are a bonus or a penalty; "" for ordinary ones."""
        return str((self.criterion.leaf or {}).get("role") or "")


def leaves_of(criteria_sets: Iterable[int]) -> dict[int, tuple[AppraisedLeaf, ...]]:
    """Return the leaves of sets in their order, by set id, by one query."""
    leaves: dict[int, list[AppraisedLeaf]] = {pk: [] for pk in criteria_sets}
    areas: dict[int, Criterion] = {}
    for criterion in Criterion.objects.filter(criteria_set__in=leaves).order_by("position"):
        above = areas.get(criterion.parent_id or 0)
        areas[criterion.pk] = area = above or criterion
        if criterion.leaf is not None and not is_automatic(criterion):
            leaves[criterion.criteria_set_id].append(AppraisedLeaf(criterion, area))
    return {pk: tuple(found) for pk, found in leaves.items()}
