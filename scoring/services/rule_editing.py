"""Checking a rule set as the core would read it, and editing its draft."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.db import transaction

from scoring.domain import BundleRefused, read_accountability, sentence
from scoring.domain.problems import Notes, Problem
from scoring.domain.reading.known import Known
from scoring.domain.reading.rules import read_rule_set
from scoring.domain.strict_json import parse
from scoring.models import RuleSet
from scoring.selectors.band_lists import band_codes, rules_of
from scoring.selectors.criteria_words import FACTS
from scoring.selectors.facts import LATE_RATE
from scoring.selectors.people_bundles import CLAUSE, FORMAT
from scoring.selectors.rule_sets import groups_by_code, stamp_of
from scoring.selectors.rule_words import place_in_words

_PLAINLY = {
    "bands_out_of_order": "Mức tốt hơn đứng trước, mốc phải giảm dần.",
    "no_floor": "Mức cuối cùng phải từ 0 điểm.",
    "duplicate_code": "Có hai mục trùng mã.",
    "empty_list": "Chưa có mức nào.",
    "unknown_band": "Mức này không có trong bảng xếp loại.",
}
"""What the core says of documents, as whoever fills in a form would put it."""
_GENERAL = "general"
"""How the rules on people are told of the classes that blocks of units without their own share."""


class RulesFrozen(Exception):
    """Rules that are approved already are to be changed."""

    def __init__(self, rule_set: RuleSet) -> None:
        super().__init__("Bộ quy tắc đã duyệt, không sửa được; hãy lập phiên bản mới.")
        self.rule_set = rule_set


class RulesChanged(Exception):
    """Somebody else changed the draft since it was read; nothing was written."""

    def __init__(self, rule_set: RuleSet) -> None:
        who = f"{rule_set.author} " if rule_set.author else "Người khác "
        super().__init__(
            f"{who}vừa sửa bộ quy tắc này sau khi bạn mở trang, nên chưa ghi gì."
            " Hãy xem lại rồi làm lần nữa."
        )
        self.rule_set = rule_set


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """What is wrong with a rule set, and in which part of it ("" for all of it)."""

    part: str
    message: str

    def __str__(self) -> str:
        return f"{self.part}: {self.message}" if self.part else self.message


def problems_of_rules(rule_set: RuleSet) -> list[RuleProblem]:
    """Return everything that would keep a rule set from ranking a year, part by part."""
    document, rules = rule_set.document, rule_set.accountability_rules
    groups = groups_by_code() if document.get("by_group") else {}
    problems = [_rule_problem(it, document, groups=groups) for it in rule_set_problems(document)]
    if problems:
        return problems
    people = [
        _rule_problem(it, document, rules, groups=groups)
        for it in accountability_problems(rules, document)
    ]
    return [*_block_problems(document, groups), *people, *_unknown_facts(rule_set)]


def rule_set_problems(document: Any) -> tuple[Problem, ...]:
    """Return what the core would refuse in a rule set, apart from the facts and blocks it names."""
    try:
        notes = Notes()
        tree = parse(json.dumps(document), notes)
        read_rule_set(notes, tree, "", Known(is_complete=False))
        notes.raise_if_any()
    except BundleRefused as refusal:
        return refusal.problems
    return ()


def accountability_problems(rules: Any, document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return what the core would refuse in the rules on people of a readable rule set.

    Each block with classes of its own is checked too.
    """
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return (Problem("wrong_type", "rules", "Phải là một danh sách các quy tắc […]."),)
    groups = (_GENERAL, *document.get("by_group", {}))
    bundle = {
        "format": FORMAT,
        "year": 2000,
        "ranking_sha256": "0",
        "bands": {group: band_codes(document, group) for group in groups},
        "rules": [{key: rule[key] for key in rule if key != CLAUSE} for rule in rules],
        "units": [],
        "people": [],
    }
    try:
        read_accountability(json.dumps(bundle))
    except BundleRefused as refusal:
        return refusal.problems
    return ()


def plainly(problem: Problem) -> str:
    """Return the sentence of a problem in a rule set as whoever fills in a form would put it."""
    return _PLAINLY.get(problem.code) or sentence(problem)


def in_block(problem: Problem, titles: Mapping[str, str]) -> str:
    """Return which block's classes a problem is about, " (khối Sở)", "" for those of no block."""
    group = dict(problem.details).get("group", _GENERAL)
    return "" if group == _GENERAL else f" (khối {titles.get(group, group)})"


@transaction.atomic
def edit_rules(rule_set: RuleSet, given: Mapping[str, Any], *, stamp: str, by: Any) -> None:
    """Change what a draft says; whoever does so last is its author.

    Who changes nothing does not become the author, unless there is none. What the core would
    refuse may stay while drafting. Raises RulesFrozen or RulesChanged.
    """
    held = held_draft(rule_set, stamp=stamp)
    is_same = all(getattr(held, name) == value for name, value in given.items())
    if is_same and held.author:
        return
    for name, value in given.items():
        setattr(held, name, value)
    held.author = by
    held.save(update_fields=[*given, "author"])


@transaction.atomic
def delete_rules(rule_set: RuleSet, *, stamp: str, by: Any) -> None:
    """Delete a draft that no cycle or other rule set stands on.

    Raises RulesFrozen, RulesChanged, or ProtectedError where something does.
    """
    held = held_draft(rule_set, stamp=stamp)
    LogEntry.objects.log_actions(by.pk, [held], DELETION, "Xóa dự thảo.", single_object=True)
    held.delete()


def held_draft(rule_set: RuleSet, *, stamp: str | None = None) -> RuleSet:
    """Return a draft that nobody else changes until the transaction ends.

    Raises RulesFrozen if it is none any more, RulesChanged if it is not as the stamp says.
    """
    held = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if held.state != RuleSet.State.DRAFT:
        raise RulesFrozen(held)
    if stamp is not None and stamp != stamp_of(held):
        raise RulesChanged(held)
    return held


def _rule_problem(
    problem: Problem, document: Any, rules: Any = (), *, groups: Mapping[str, str]
) -> RuleProblem:
    part = place_in_words(problem.place, document, rules, groups=groups)
    return RuleProblem(part + in_block(problem, groups), plainly(problem))


def _block_problems(document: dict[str, Any], titles: Mapping[str, str]) -> Iterator[RuleProblem]:
    """Yield the blocks that bar no class of their list, or the lowest; each block once."""
    said = set()
    for group in ("", *document.get("by_group", {})):
        rules = rules_of(document, group)
        where = f" (khối {titles.get(group, group)})" if group else ""
        for block in rules.get("blocks", ()):
            part = f"Quy tắc chặn “{block['title']}”"
            message = _of_the_barred(block["bars"], rules["bands"])
            if message and (part, message) not in said:
                said.add((part, message))
                yield RuleProblem(part + where, message)


def _of_the_barred(bars: str, bands: list[dict[str, Any]]) -> str:
    if bars not in [band["code"] for band in bands]:
        return "Loại bị chặn không có trong bảng xếp loại."
    if bars == bands[-1]["code"]:
        return f"Chặn mức thấp nhất “{bands[-1]['label']}” thì không còn loại nào để xếp."
    return ""


def _unknown_facts(rule_set: RuleSet) -> Iterator[RuleProblem]:
    """Yield the rules that read a fact which the portal does not count."""
    document = rule_set.document
    for rules in (document, *document.get("by_group", {}).values()):
        for block in rules.get("blocks", ()):
            if block["fact"] not in FACTS:
                part = f"Quy tắc chặn “{block['title']}”"
                yield RuleProblem(part, f"Cổng không tính chỉ số “{block['fact']}”.")
    for order, rule in enumerate(rule_set.accountability_rules, start=1):
        if rule.get("fact", LATE_RATE) != LATE_RATE:
            part = f"Hệ quả với người {order}"
            yield RuleProblem(part, f"Cổng không tính “{rule['fact']}” cho từng người.")
