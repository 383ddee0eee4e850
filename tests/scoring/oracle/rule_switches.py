"""Rules to turn off or over one at a time: where that changes a result, the rule was at work."""

import json
from collections.abc import Callable
from typing import Any

from oracle_leaves import Tree
from oracle_ranking import ranking

Case = tuple[Tree, str, Tree]  # a bundle, its JSON text, and the oracle's result of it
Change = Callable[[Tree], Any]


def is_at_work(change: Change, case: Case) -> bool:
    """Return whether the oracle's result of a bundle is another once the bundle is changed."""
    bundle, text, result = case
    other: Tree = json.loads(text)
    apply(change, other)
    if other == bundle:
        return False
    return {**ranking(other), "bundle_sha256": result["bundle_sha256"]} != result


def apply(change: Change, node: Any) -> None:
    """Change every object of a document, the innermost first."""
    for child in node if isinstance(node, list) else list(node.values()):
        if isinstance(child, list | dict):
            apply(change, child)
    if isinstance(node, dict):
        change(node)


def over(key: str, old: Any, new: Any) -> Change:
    def change(node: Tree) -> None:
        if node.get(key, "absent") == old:
            node[key] = new

    return change


def off(key: str, beside: str = "") -> Change:
    """Return the change that takes a key away, where another stands beside it if one is named."""

    def change(node: Tree) -> None:
        if not beside or beside in node:
            node.pop(key, None)

    return change


def renamed(old: str, new: str) -> Change:
    """Return the change of a band's bound; the last band keeps its own."""

    def change(node: Tree) -> None:
        if "label" in node and node.get(old, "0") != "0":
            node[new] = node.pop(old)

    return change


def without(role: str) -> Change:
    return over("role", role, "no part at all")


def weightless(node: Tree) -> None:
    if "weight" in node:
        node["weight"] = "1"


def unbroken(node: Tree) -> None:
    if "tie_break" in node:
        node["tie_break"] = ["code"]


def unblocked(node: Tree) -> None:
    if "blocks" in node:
        node["blocks"] = []


SWITCHES: dict[str, Change] = {
    "half up, not half even": over("rounding", "half_up", "half_even"),
    "half up, not down": over("rounding", "half_up", "down"),
    "half even, not half up": over("rounding", "half_even", "half_up"),
    "half even, not down": over("rounding", "half_even", "down"),
    "down, not half up": over("rounding", "down", "half_up"),
    "rank on unrounded, not published": over("rank_on", "unrounded", "published"),
    "rank on published, not unrounded": over("rank_on", "published", "unrounded"),
    "competition, not dense": over("ties", "competition", "dense"),
    "dense, not competition": over("ties", "dense", "competition"),
    "ordinal, not competition": over("ties", "ordinal", "competition"),
    "ties broken by area": unbroken,
    "basis index, not points": over("basis", "index", "points"),
    "basis points, not index": over("basis", "points", "index"),
    "unmarked zero, not pending": over("unmarked", "zero", "pending"),
    "unmarked pending, not zero": over("unmarked", "pending", "zero"),
    "total cap": over("total_cap", "max", None),
    "bonus cap": off("bonus_cap"),
    "penalty cap": off("penalty_cap"),
    "bonus": without("bonus"),
    "penalty": without("penalty"),
    "weights": weightless,
    "rules of a group's own": off("by_group"),
    "band from its bound": renamed("at_least", "above"),
    "band above its bound": renamed("above", "at_least"),
    "blocks": unblocked,
    "block at its threshold, >=": over("test", ">=", ">"),
    "block past its threshold, >": over("test", ">", ">="),
    "block at its threshold, <=": over("test", "<=", "<"),
    "block past its threshold, <": over("test", "<", "<="),
    "needed facts": over("when_missing", "refuse", "ignore"),
    "decimals of a leaf": off("decimals", beside="scoring"),
    "floor": off("floor"),
    "target": off("target"),
    "invert": off("invert"),
}
