"""What the criteria of two bundles say otherwise, in the words of a criteria set's own page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foundation.domain.vietnamese import number
from scoring.selectors.criteria_words import AGGREGATIONS, ROLES, rule_words
from scoring.selectors.rule_changes import RuleChange


@dataclass(frozen=True, slots=True)
class _Entry:
    """A set, or a criterion of it: how it is called, and what it says by the name of each part."""

    label: str
    parts: Mapping[str, str]

    @property
    def words(self) -> str:
        """All that it says."""
        return "; ".join(f"{part}: {words}" for part, words in self.parts.items() if words)


_Entries = dict[tuple[str, ...], _Entry]


def criteria_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[RuleChange]:
    """Return what differs between the criteria of two ranking bundles, block by block.

    Criteria are paired by code. One that came or went is a line, and so is each part of another.
    """
    before, after = _entries(old), _entries(new)
    changes: list[RuleChange] = []
    for key in dict.fromkeys([*after, *before]):
        if key not in before:
            changes.append(RuleChange(after[key].label, "", after[key].words))
        elif key not in after:
            changes.append(RuleChange(before[key].label, before[key].words, ""))
        else:
            changes += _of_one(before[key], after[key])
    return changes


def _of_one(before: _Entry, after: _Entry) -> Iterator[RuleChange]:
    for part, words in after.parts.items():
        if before.parts[part] != words:
            yield RuleChange(f"{after.label}, {part}", before.parts[part], words)


def _entries(bundle: Mapping[str, Any]) -> _Entries:
    entries: _Entries = {}
    for group in bundle["groups"]:
        criteria_set = group["criteria_set"]
        label = _("Khối %(title)s") % {"title": group["title"]}
        entries[group["code"],] = _Entry(label, _of_set(criteria_set))
        for node in _nodes(criteria_set["areas"]):
            called = f"{label}: {node['code']} {node['title']}"
            entries[group["code"], node["code"]] = _Entry(called, _of_criterion(node))
    return entries


def _nodes(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield criteria with all below them, in reading order."""
    for node in nodes:
        yield node
        yield from _nodes(node.get("criteria", []))


def _of_set(criteria_set: Mapping[str, Any]) -> dict[str, str]:
    return {
        _("bộ tiêu chí"): criteria_set["title"],
        _("cách gộp"): str(AGGREGATIONS[criteria_set["aggregation"]]),
        _("điểm tối đa"): _figure(criteria_set["max_points"]),
        _("tổng điểm thưởng nhiều nhất"): _figure(criteria_set.get("bonus_cap")),
        _("tổng điểm trừ nhiều nhất"): _figure(criteria_set.get("penalty_cap")),
    }


def _of_criterion(node: Mapping[str, Any]) -> dict[str, str]:
    leaf = node if "scoring" in node else None
    return {
        _("tên"): node["title"],
        _("điểm tối đa"): _figure(node["max_points"]),
        _("trọng số"): _figure(node.get("weight")),
        _("cách chấm"): rule_words(leaf, Decimal(node["max_points"])),
        _("vai trò"): str(ROLES[node.get("role") or ""]) if leaf else "",
    }


def _figure(text: str | None) -> str:
    return number(text) if text else ""
