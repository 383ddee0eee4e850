"""Leaves of a stored set as the core reads them, and what a mark of theirs earns."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.domain.entry import leaf_of, points_of
from scoring.domain.model import Leaf
from scoring.domain.numbers import fixed_text
from scoring.models import Criterion
from scoring.selectors.bundles import plain

_DECIMALS = 10


def leaf_in_core(criterion: Criterion) -> Leaf:
    """Return a stored leaf as the core has it; the criterion must be a leaf."""
    return leaf_of(criterion.code, plain(criterion.max_points), criterion.leaf or {})


def is_automatic(criterion: Criterion) -> bool:
    """Return whether a fact is the leaf's mark, so that nobody marks it."""
    return "from_fact" in (criterion.leaf or {}).get("scoring", {})


def points_for(criterion: Criterion, content: Mapping[str, Any] | None) -> Decimal | None:
    """Return what the core makes of a mark, to ten decimals, as it is stored beside the mark.

    None for no mark and for one that is not applicable. Raises EntryRefused.
    """
    points = points_of(leaf_in_core(criterion), content)
    return None if points is None else Decimal(fixed_text(points, _DECIMALS))
