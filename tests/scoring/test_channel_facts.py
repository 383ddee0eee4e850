"""Shares of dossiers by channel: facts of a cycle whose rules or leaves read them.

Of alpha's 20 dossiers resolved in 2024 five came online and two by post; beta has none of either,
gamma resolved 10, four of them online.
"""

import hashlib
import json
from copy import deepcopy
from datetime import date, datetime

import pytest

from dossiers.models import Dossier
from dossiers.selectors.channels import channel_counts
from dossiers.selectors.facts_spans import Span
from scoring.domain.scratch import Changes
from scoring.models import Cycle, RuleSet
from scoring.selectors.bundles import ranking_bundle
from scoring.selectors.fact_lists import fact_lists
from scoring.selectors.facts import counts_of, fact_titles
from scoring.selectors.trials import base_of, trial_of
from scoring.services.ranking import rank_cycle
from tests.scoring_world import HANOI
from units.models import Unit

WHOLE = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}
CUT = {"first": date(2024, 3, 10), "last": date(2024, 12, 20)}
CUTOFF = datetime(2024, 12, 31, 23, 59, 59, tzinfo=HANOI)
BLOCK = {
    "code": "online",
    "title": "Dưới 20 % nộp trực tuyến",
    "fact": "online_share",
    "test": "<",
    "threshold": "0.20",
    "bars": "good",
    "when_missing": "ignore",
}


def handed_in(unit: str, channel: str, first: int, count: int) -> None:
    codes = [f"{unit}-{order}" for order in range(first, first + count)]
    Dossier.objects.filter(code__in=codes).update(channel=channel)


@pytest.fixture
def channels(cycle) -> Cycle:
    """Give the small world its channels."""
    handed_in("alpha", "online", 0, 5)
    handed_in("alpha", "post", 5, 2)
    handed_in("gamma", "online", 0, 4)
    return cycle


@pytest.fixture
def by_leaf(channels) -> Cycle:
    """Have 2.1 (4 points) read the share online: the whole of it from 50 %."""
    leaf = channels.groups.get().criteria_set.criteria.get(code="2.1")
    leaf.leaf = {"scoring": {"kind": "ratio", "from_fact": "online_share", "target": "0.5"}}
    leaf.save()
    return channels


def counted(**span) -> dict[str, dict[str, int]]:
    codes = dict(Unit.through_time.values_list("pk", "code"))
    counts = channel_counts(Span(cutoff=CUTOFF, **span))
    return {codes[unit]: dict(channels) for unit, channels in counts.items()}


@pytest.mark.parametrize("span", [WHOLE, CUT])
def test_every_resolved_dossier_counts_once_by_its_channel(channels, span):
    """By tallies, or one by one where the period cuts a month in two."""
    assert counted(**span) == {
        "alpha": {"online": 5, "post": 2, "counter": 13},
        "beta": {"counter": 20},
        "gamma": {"online": 4, "counter": 6},
    }


@pytest.mark.parametrize("span", [WHOLE, CUT])
def test_the_withdrawn_the_open_and_what_ended_later_do_not_count_but_no_deadline_does(
    channels, span
):
    gamma = Dossier.objects.filter(unit__code="gamma", channel="online").order_by("code")
    codes = list(gamma.values_list("code", flat=True))
    gamma.filter(code=codes[0]).update(outcome="withdrawn")
    gamma.filter(code=codes[1]).update(outcome="open", finished_at=None)
    gamma.filter(code=codes[2]).update(finished_at=datetime(2025, 1, 1, 0, 30, tzinfo=HANOI))
    gamma.filter(code=codes[3]).update(due_at=None, deadline_at=None)

    assert counted(**span)["gamma"] == {"online": 1, "counter": 6}


def test_what_ended_after_the_cutoff_is_taken_out_of_the_tallies(channels):
    """Gamma's first four ended late, at 18:00, after the cutoff; the other six at 16:00."""
    cutoff = datetime(2024, 3, 15, 17, 0, tzinfo=HANOI)

    counts = channel_counts(Span(date(2024, 1, 1), date(2024, 12, 31), cutoff))

    gamma = Unit.through_time.get(code="gamma")
    assert {channel: n for channel, n in counts[gamma.pk].items() if n} == {"counter": 6}


def test_a_cycle_that_reads_no_share_has_none(channels):
    bundle = ranking_bundle(channels, counts_of(channels))

    assert [fact["code"] for fact in bundle["facts"]] == ["late_rate"]
    assert all(set(unit["facts"]) == {"late_rate"} for unit in bundle["units"])


def test_a_leaf_that_reads_a_share_has_it_declared_given_and_marked(by_leaf):
    bundle = ranking_bundle(by_leaf, counts_of(by_leaf))

    late, online = bundle["facts"]
    facts = {unit["code"]: unit["facts"]["online_share"] for unit in bundle["units"]}
    assert online == late | {
        "code": "online_share",
        "title": "Tỷ lệ hồ sơ nộp trực tuyến",
        "definition": "hồ sơ nộp trực tuyến / mọi hồ sơ đã giải quyết",
    }
    assert facts == {
        "alpha": {"numerator": 5, "denominator": 20},
        "beta": {"numerator": 0, "denominator": 20},
        "gamma": {"numerator": 4, "denominator": 10},
    }


def test_a_ranking_by_a_share_is_as_worked_out_by_hand(by_leaf):
    """Alpha 4.5 + 4 × (5/20) / 0.5 = 6.5; beta 6 + 0; gamma 3 + 4 × 0.4 / 0.5 = 6.2."""
    run = rank_cycle(by_leaf.pk, by=None)

    points = {unit["code"]: unit["points"] for unit in json.loads(run.result)["units"]}
    assert points == {"alpha": "6.5", "beta": "6", "gamma": "6.2"}


def test_a_rule_of_a_block_of_units_may_read_a_share_too(channels):
    post = BLOCK | {"fact": "postal_share", "test": "<=", "threshold": "0.1"}
    channels.rule_set.document = channels.rule_set.document | {
        "by_group": {"departments": {"blocks": [post]}}
    }
    channels.rule_set.save()

    run = rank_cycle(channels.pk, by=None)

    # By post alpha has 2/20, exactly 10 %, the others none: all three are barred.
    barred = {unit["code"]: unit["blocked_by"] for unit in json.loads(run.result)["units"]}
    assert barred == {"alpha": ["online"], "beta": ["online"], "gamma": ["online"]}
    assert "postal_share" in fact_titles(channels)


def test_the_list_behind_a_share_is_the_resolved_dossiers_with_their_channels(by_leaf):
    """Gamma's first four ended at 18:00 in Hà Nội, 11:00 in UTC; the others at 16:00, 09:00."""
    run = rank_cycle(by_leaf.pk, by=None)
    online = [f"gamma-{n}|online|2024-03-15T11:00:00Z" for n in range(4)]
    lines = [*online, *(f"gamma-{n}|counter|2024-03-15T09:00:00Z" for n in range(4, 10))]

    found = fact_lists(run)["gamma"]["online_share"]

    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert found == {"count": 10, "sha256": digest}


def test_rules_that_read_a_share_the_run_has_not_are_tried_on_counts_of_today(channels):
    run = rank_cycle(channels.pk, by=None)
    document = deepcopy(channels.rule_set.document)
    document["blocks"].append(BLOCK)
    counts = {"late_definition": "resolved_or_overdue", "minimum_sample": 30}
    other = RuleSet.objects.create(code="online", title="Thử", document=document, **counts)

    trial = trial_of(base_of(run), Changes(), rule_set=other)

    # Online: alpha 5/20 = 25 %, beta 0, gamma 40 %.
    barred = {unit["code"]: unit["blocked_by"] for unit in trial.after.result["units"]}
    assert trial.is_recounted
    assert barred == {"alpha": [], "beta": ["late_dossiers", "online"], "gamma": ["late_dossiers"]}
