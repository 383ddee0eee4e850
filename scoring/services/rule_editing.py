"""Checking the documents of a rule set as the core would read them."""

import json
from typing import Any

from django.db import transaction

from scoring.domain import BundleRefused, read_accountability
from scoring.domain.problems import Notes, Problem
from scoring.domain.reading.known import Known
from scoring.domain.reading.rules import read_rule_set
from scoring.domain.strict_json import parse
from scoring.models import RuleSet
from scoring.selectors.band_lists import band_codes
from scoring.selectors.people_bundles import CLAUSE, FORMAT


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
    """Return what the core would refuse in the rules on people, given a rule set it accepts."""
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return (Problem("wrong_type", "rules", "Phải là một danh sách các quy tắc {…}."),)
    groups = ["", *document.get("by_group", {})]
    bundle = {
        "format": FORMAT,
        "year": 2000,
        "ranking_sha256": "0",
        "bands": {group or "general": band_codes(document, group) for group in groups},
        "rules": [{key: rule[key] for key in rule if key != CLAUSE} for rule in rules],
        "units": [],
        "people": [],
    }
    try:
        read_accountability(json.dumps(bundle))
    except BundleRefused as refusal:
        return refusal.problems
    return ()


@transaction.atomic
def copy_rule_set(rule_set: RuleSet, *, code: str, by: Any) -> RuleSet:
    """Store a copy of the rules under a new code, to be changed for another year, and return it."""
    return RuleSet.objects.create(
        code=code,
        title=rule_set.title,
        document=rule_set.document | {"code": code},
        accountability_rules=rule_set.accountability_rules,
        late_definition=rule_set.late_definition,
        minimum_sample=rule_set.minimum_sample,
    )
