"""The sample criteria sets: one base for all blocks, with what differs per block laid over it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cchc_portal.demo.plan import document

Node = dict[str, Any]


def criteria_set(block: str) -> Node:
    """Return the set of a block as the ranking bundle has it, with `code`, `title` and `source`.

    Codes follow from the order, a maximum above the leaves from the sum below it.
    """
    base = document("sample_criteria.json")
    own = base["blocks"][block]
    areas = _numbered(base["areas"], own["changes"])
    return {
        "code": own["code"],
        "title": own["title"],
        "source": base["source"],
        "aggregation": "sum",
        "max_points": _sum(areas),
        "bonus_cap": base["bonus_cap"],
        "penalty_cap": base["penalty_cap"],
        "areas": areas,
    }


def leaves(nodes: list[Node]) -> Iterator[Node]:
    """Yield every leaf below the nodes, in reading order."""
    for node in nodes:
        if "scoring" in node:
            yield node
        yield from leaves(node.get("criteria", []))


def _numbered(nodes: list[Node], changes: dict[str, Node], prefix: str = "") -> list[Node]:
    """Return the nodes with code, changes and maximum."""
    return [_node(node, changes, f"{prefix}{place}") for place, node in enumerate(nodes, 1)]


def _node(node: Node, changes: dict[str, Node], code: str) -> Node:
    named = {"code": code, **node, **changes.get(code, {})}
    if "criteria" not in node:
        return named
    below = _numbered(node["criteria"], changes, f"{code}.")
    return named | {"max_points": _sum(below), "criteria": below}


def _sum(nodes: list[Node]) -> str:
    """Return the sum of the maxima; bonus and penalty leaves are no part of it."""
    return str(sum(Decimal(node["max_points"]) for node in nodes if "role" not in node))
