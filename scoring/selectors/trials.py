"""Trying other rules on a stored run: a scratch ranking that nobody stores."""

import json
from dataclasses import dataclass, replace

from scoring.domain import rank, read_bundle, result_text
from scoring.domain.canonical import document_text
from scoring.domain.comparison import Ranked
from scoring.domain.scratch import Changes, Document, changed
from scoring.models import Cycle, RankingRun, RuleSet
from scoring.selectors.bundles import ranking_bundle, rule_set_document
from scoring.selectors.channel_facts import channel_facts_of
from scoring.selectors.facts import counts_of


@dataclass(frozen=True, slots=True)
class Trial:
    """A stored run beside what it would have been; `is_recounted` if facts were counted anew."""

    before: Ranked
    after: Ranked
    is_recounted: bool


def stored_ranking(run: RankingRun) -> Ranked:
    """Return the documents of a stored run."""
    texts = RankingRun.objects.values_list("bundle", "result").get(pk=run.pk)
    bundle, result = map(json.loads, texts)
    return Ranked(bundle, result)


def trial_of(run: RankingRun, changes: Changes, *, rule_set: RuleSet | None = None) -> Trial:
    """Return a run beside what it would have been under other rules and with other marks.

    Another rule set that counts late dossiers or respondents as the run did is tried on the run's
    own bundle; one that counts otherwise, or more, on the cycle's data as they stand now. Raises
    BundleRefused, with every problem, if what was asked for cannot be ranked.
    """
    before = stored_ranking(run)
    bundle, is_recounted = dict(before.bundle), False
    if rule_set is not None:
        is_recounted = not (
            _counts_alike(run.cycle.rule_set, rule_set) and _has_shares(bundle, rule_set)
        )
        if is_recounted:
            bundle = _recounted(run, rule_set)
        document = rule_set_document(rule_set.document, is_provisional=run.is_provisional)
        changes = replace(changes, rule_set=document)
    return Trial(before, _ranked(changed(bundle, changes)), is_recounted)


def _counts_alike(one: RuleSet, other: RuleSet) -> bool:
    return (one.late_definition, one.minimum_sample) == (
        other.late_definition,
        other.minimum_sample,
    )


def _has_shares(bundle: Document, rule_set: RuleSet) -> bool:
    """Return whether a bundle has the shares of dossiers by channel that a rule set reads."""
    return channel_facts_of(rule_set) <= {fact["code"] for fact in bundle.get("facts", ())}


def _recounted(run: RankingRun, rule_set: RuleSet) -> Document:
    """Return the bundle that the cycle's data give now, counted by another rule set."""
    cycle = Cycle.objects.select_related("campaign").get(pk=run.cycle_id)
    cycle.rule_set = rule_set
    return ranking_bundle(cycle, counts_of(cycle), is_provisional=run.is_provisional)


def _ranked(bundle: Document) -> Ranked:
    """Rank a document by the very core that published runs are ranked by."""
    return Ranked(bundle, json.loads(result_text(rank(read_bundle(document_text(bundle))))))
