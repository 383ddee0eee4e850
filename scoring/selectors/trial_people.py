"""Whom the rules on people would concern in a trial, counted rule by rule; nobody is named."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scoring.domain.canonical import document_text
from scoring.domain.comparison import Ranked
from scoring.models import Cycle
from scoring.selectors.people_bundles import (
    CLAUSE,
    band_lists,
    banded_units,
    bare_rules,
    people_bundle,
    review_text,
)
from scoring.selectors.rule_words import PeopleRule, labels_of, people_rule

Document = dict[str, Any]
_People = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An accountability bundle and its result; `rules` are as stored, with their clauses."""

    bundle: Document
    result: Document
    rules: tuple[Document, ...]

    def concerned(self) -> dict[str, _People]:
        """Return unit and person of every entry, by rule code."""
        found: dict[str, _People] = defaultdict(set)
        for entry in self.result["entries"]:
            found[entry["rule"]].add((entry["unit"], entry["person"]))
        return found


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many people and collectives a rule concerns on either side, None where it is no rule.

    `said_before` is the condition that stood before, "" where it is the same. `joining` are
    concerned only after, `leaving` only before.
    """

    rule: PeopleRule
    said_before: str
    before: int | None
    after: int | None
    joining: int
    leaving: int


def read_reviewed(bundle: str, result: str, supplement: str) -> Reviewed | None:
    """Return what a ranking's documents say of people, None where they say nothing."""
    if not bundle:
        return None
    people, clauses = json.loads(bundle), json.loads(supplement).get("clauses", {})
    rules = (
        rule | {CLAUSE: clauses[rule["code"]]} if rule["code"] in clauses else rule
        for rule in people["rules"]
    )
    return Reviewed(people, json.loads(result), tuple(rules))


def reviewed_anew(
    cycle: Cycle,
    after: Ranked,
    sha256: str,
    rules: Iterable[Document],
    *,
    known: Reviewed | None,
) -> Reviewed | None:
    """Return whom rules on people would concern under a scratch ranking, None without such rules.

    Of `known` the people, their figures and the units' histories are taken over; without it, or
    where other units have a class, they are those that the cycle's data give now.
    Raises what `review_text` raises.
    """
    stored = tuple(rules)
    if not stored:
        return None
    banded = {unit["code"]: unit for unit in banded_units(dict(after.result))}
    units = {unit["code"]: unit for unit in known.bundle["units"]} if known else {}
    bundle = dict(after.bundle)
    if known and banded.keys() == units.keys():
        people = known.bundle | {
            "ranking_sha256": sha256,
            "bands": band_lists(bundle),
            "units": [unit | banded[code] for code, unit in units.items()],
        }
    else:
        people = people_bundle(cycle, bundle, sha256, dict(after.result))
    people |= {"rules": bare_rules(stored)}
    return Reviewed(people, json.loads(review_text(document_text(people))), stored)


def rule_counts(
    before: Reviewed | None, after: Reviewed | None, ranked: tuple[Ranked, Ranked]
) -> tuple[RuleCount, ...]:
    """Return the counts of every rule of either side, those that stood before first."""
    sides = [
        (_rules(side, ranking), side.concerned() if side else {})
        for side, ranking in zip((before, after), ranked, strict=True)
    ]
    (old, touched), (new, would_be) = sides
    return tuple(
        _count(
            rule, old.get(code), code in new, touched.get(code, set()), would_be.get(code, set())
        )
        for code, rule in (old | new).items()
    )


def _rules(side: Reviewed | None, ranking: Ranked) -> dict[str, PeopleRule]:
    labels = labels_of(ranking.bundle["rule_set"])
    return {rule["code"]: people_rule(rule, labels) for rule in side.rules} if side else {}


def _count(
    rule: PeopleRule, old: PeopleRule | None, is_kept: bool, touched: _People, would_be: _People
) -> RuleCount:
    return RuleCount(
        rule=rule,
        said_before=old.condition if old and old.condition != rule.condition else "",
        before=len(touched) if old else None,
        after=len(would_be) if is_kept else None,
        joining=len(would_be - touched),
        leaving=len(touched - would_be),
    )
