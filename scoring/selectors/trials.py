"""Trying other rules on a ranking, stored or made for the trial: a scratch that nobody stores."""

import json
from dataclasses import dataclass, replace
from typing import Protocol

from scoring.domain import BundleRefused, Problem, rank, read_bundle, result_text
from scoring.domain.canonical import document_text
from scoring.domain.comparison import Ranked
from scoring.domain.scratch import Changes, Document, changed
from scoring.models import Cycle, RankingRun, RuleSet
from scoring.selectors.bundles import ranking_bundle, rule_set_document
from scoring.selectors.channel_facts import channel_facts_of
from scoring.selectors.facts import counts_of
from scoring.selectors.runs import TEXTS
from scoring.selectors.trial_people import (
    Reviewed,
    RuleCount,
    read_reviewed,
    reviewed_anew,
    rule_counts,
)


class TrialRefused(BundleRefused):
    """What was asked for, which is a `bundle`, cannot be ranked."""

    def __init__(self, problems: tuple[Problem, ...], bundle: Document) -> None:
        super().__init__(problems)
        self.bundle = bundle


class Texts(Protocol):
    """The documents of a ranking, stored as a run or not."""

    @property
    def bundle(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def supplement(self) -> str: ...
    @property
    def people_bundle(self) -> str: ...
    @property
    def people_result(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Base:
    """The ranking that other rules are tried on; `run` is None for one that is not stored."""

    cycle: Cycle
    ranked: Ranked
    people: Reviewed | None
    is_provisional: bool
    run: RankingRun | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A ranking beside what it would have been; `is_recounted` if facts were counted anew.

    `people` is empty where neither side has rules on people, or the ranking is provisional.
    """

    before: Ranked
    after: Ranked
    is_recounted: bool
    people: tuple[RuleCount, ...]


def stored_ranking(run: RankingRun) -> Ranked:
    """Return the documents of a stored run."""
    texts = RankingRun.objects.values_list("bundle", "result").get(pk=run.pk)
    bundle, result = map(json.loads, texts)
    return Ranked(bundle, result)


def base_of(run: RankingRun) -> Base:
    """Return a stored run to try other rules on."""
    texts = RankingRun.objects.only(*TEXTS).get(pk=run.pk)
    return base_from(run.cycle, texts, is_provisional=run.is_provisional, run=run)


def base_from(
    cycle: Cycle, texts: Texts, *, is_provisional: bool, run: RankingRun | None = None
) -> Base:
    """Return a ranking of a cycle to try other rules on, given by its documents."""
    ranked = Ranked(json.loads(texts.bundle), json.loads(texts.result))
    people = read_reviewed(texts.people_bundle, texts.people_result, texts.supplement)
    return Base(cycle, ranked, people, is_provisional, run)


def trial_of(base: Base, changes: Changes, *, rule_set: RuleSet | None = None) -> Trial:
    """Return a ranking beside what it would have been under other rules and with other marks.

    Another rule set that counts late dossiers or respondents as the ranking did is tried on the
    ranking's own bundle; one that counts otherwise, or more, on the cycle's data as they stand now.
    Raises TrialRefused, with every problem, if what was asked for cannot be ranked.
    """
    bundle, is_recounted = dict(base.ranked.bundle), False
    rules = base.people.rules if base.people else ()
    cycle = Cycle.objects.select_related("campaign", "rule_set").get(pk=base.cycle.pk)
    if rule_set is not None:
        is_recounted = not (
            _counts_alike(cycle.rule_set, rule_set) and _has_shares(bundle, rule_set)
        )
        rules, cycle.rule_set = rule_set.accountability_rules, rule_set
        if is_recounted:
            bundle = ranking_bundle(cycle, counts_of(cycle), is_provisional=base.is_provisional)
        document = rule_set_document(rule_set.document, is_provisional=base.is_provisional)
        changes = replace(changes, rule_set=document)
    tried = changed(bundle, changes)
    people: tuple[RuleCount, ...] = ()
    try:
        after, sha256 = _ranked(tried)
        if not base.is_provisional:
            known = None if is_recounted else base.people
            would_be = reviewed_anew(cycle, after, sha256, rules, known=known)
            people = rule_counts(base.people, would_be, (base.ranked, after))
    except BundleRefused as refusal:
        raise TrialRefused(refusal.problems, tried) from refusal
    return Trial(base.ranked, after, is_recounted, people)


def _counts_alike(one: RuleSet, other: RuleSet) -> bool:
    return (one.late_definition, one.minimum_sample) == (
        other.late_definition,
        other.minimum_sample,
    )


def _has_shares(bundle: Document, rule_set: RuleSet) -> bool:
    """Return whether a bundle has the shares of dossiers by channel that a rule set reads."""
    return channel_facts_of(rule_set) <= {fact["code"] for fact in bundle.get("facts", ())}


def _ranked(bundle: Document) -> tuple[Ranked, str]:
    """Rank a document by the core that published runs are ranked by; also return its digest."""
    sound = read_bundle(document_text(bundle))
    return Ranked(bundle, json.loads(result_text(rank(sound)))), sound.sha256
