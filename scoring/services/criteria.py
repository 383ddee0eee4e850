"""Writing criteria sets from their document form."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from scoring.models import CriteriaSet, Criterion

_LEAF_KEYS = ("scoring", "role", "decimals")


@transaction.atomic
def create_criteria_set(document: dict[str, Any], *, by: Any = None) -> CriteriaSet:
    """Store a draft given as in the ranking bundle, with `source` and, if known, `clause`.

    A set already there is left alone. Whether maxima and weights add up is for the core to say
    when the set is approved, or read from a bundle.
    """
    caps = {key: _decimal(document.get(key)) for key in ("bonus_cap", "penalty_cap")}
    own = {key: document[key] for key in ("title", "source", "aggregation")}
    own |= {"max_points": Decimal(document["max_points"]), "clause": document.get("clause", "")}
    criteria_set, is_new = CriteriaSet.objects.get_or_create(
        code=document["code"], defaults=own | caps | {"author": by}
    )
    if is_new:
        _create(criteria_set, None, document["areas"], count(1))
    return criteria_set


def _create(
    criteria_set: CriteriaSet,
    parent: Criterion | None,
    nodes: list[dict[str, Any]],
    positions: Iterator[int],
) -> None:
    """Store the nodes and all below them, numbered in reading order."""
    for node in nodes:
        criterion = Criterion.objects.create(
            criteria_set=criteria_set,
            parent=parent,
            position=next(positions),
            code=node["code"],
            title=node["title"],
            max_points=node["max_points"],
            weight=_decimal(node.get("weight")),
            leaf={k: node[k] for k in _LEAF_KEYS if k in node} if "scoring" in node else None,
        )
        _create(criteria_set, criterion, node.get("criteria", []), positions)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
