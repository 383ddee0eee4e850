"""The rules and the classes of each block, as a bundle or a run's frame has them."""

from typing import Any


def rules_of(rule_set: dict[str, Any], group: str) -> dict[str, Any]:
    """Return the rules in force for a block: the general ones, and its own over them."""
    own: dict[str, Any] = rule_set.get("by_group", {}).get(group, {})
    return rule_set | own


def band_codes(rule_set: dict[str, Any], group: str) -> list[str]:
    """Return the codes of a block's classes, best first."""
    return [band["code"] for band in rules_of(rule_set, group)["bands"]]


def band_labels(rule_set: dict[str, Any], group: str) -> dict[str, str]:
    """Return the words for each of a block's classes by code, best first."""
    return {band["code"]: band["label"] for band in rules_of(rule_set, group)["bands"]}


def group_codes(document: dict[str, Any]) -> list[str]:
    """Return the codes of a bundle's or frame's blocks, in their order."""
    return [group["code"] for group in document["groups"]]
