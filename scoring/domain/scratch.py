"""A bundle changed for trial: other thresholds, bounds, weights, marks or rules; never stored."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change, in this order; decimals are spelt as in the bundle.

    `rule_set` takes the place of the whole rule set. `thresholds` are by block code, `lifted` are
    blocks that no longer count. `bounds` are by group and band code; "" as the group changes the
    list that groups without a list of their own share. `weights` are by group and area; a group
    with any is weighted. `marks` are by unit and leaf; None takes a mark away.
    """

    rule_set: Mapping[str, Any] | None = None
    thresholds: Mapping[str, str] = field(default_factory=dict)
    lifted: frozenset[str] = frozenset()
    bounds: Mapping[tuple[str, str], str] = field(default_factory=dict)
    weights: Mapping[tuple[str, str], str] = field(default_factory=dict)
    marks: Mapping[tuple[str, str], Mapping[str, Any] | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is changed at all."""
        parts = (self.thresholds, self.lifted, self.bounds, self.weights, self.marks)
        return self.rule_set is not None or any(parts)


def changed(bundle: Mapping[str, Any], changes: Changes) -> Document:
    """Return a copy of the bundle with the changes in it; whether it can be ranked, the core says.

    What a change names and the bundle has not is left out silently: a form offers what is there.
    """
    scratch: Document = deepcopy(dict(bundle))
    if changes.rule_set is not None:
        scratch["rule_set"] = deepcopy(dict(changes.rule_set))
    for group, rules in _rules(scratch["rule_set"]):
        _change_blocks(rules, changes)
        _change_bounds(rules, group, changes)
    for group in scratch["groups"]:
        _change_weights(group, changes)
    for unit in scratch["units"]:
        _change_marks(unit, changes)
    return scratch


def _rules(rule_set: Document) -> Iterator[tuple[str, Document]]:
    """Yield the rules that groups share, under "", and those that groups have of their own."""
    yield "", rule_set
    yield from rule_set.get("by_group", {}).items()


def _change_blocks(rules: Document, changes: Changes) -> None:
    if "blocks" not in rules:
        return
    rules["blocks"] = [b for b in rules["blocks"] if b["code"] not in changes.lifted]
    for block in rules["blocks"]:
        block["threshold"] = changes.thresholds.get(block["code"], block["threshold"])


def _change_bounds(rules: Document, group: str, changes: Changes) -> None:
    for band in rules.get("bands", ()):
        bound = changes.bounds.get((group, band["code"]))
        if bound is not None:
            band["above" if "above" in band else "at_least"] = bound


def _change_weights(group: Document, changes: Changes) -> None:
    """Weigh the areas of a group, if any of them is given a weight."""
    criteria_set = group["criteria_set"]
    given = {area: text for (code, area), text in changes.weights.items() if code == group["code"]}
    if not given:
        return
    criteria_set["aggregation"] = "weighted"
    for area in criteria_set["areas"]:
        if area["code"] in given:
            area["weight"] = given[area["code"]]


def _change_marks(unit: Document, changes: Changes) -> None:
    own = {leaf: mark for (code, leaf), mark in changes.marks.items() if code == unit["code"]}
    for leaf, mark in own.items():
        if mark is None:
            unit.get("marks", {}).pop(leaf, None)
        else:
            unit.setdefault("marks", {})[leaf] = dict(mark)


def leaves_of(criteria_set: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the leaves of a set as the bundle has it, in reading order."""
    for node in criteria_set.get("areas") or criteria_set.get("criteria", ()):
        if "scoring" in node:
            yield node
        yield from leaves_of(node)
