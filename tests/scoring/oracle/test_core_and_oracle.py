"""The core and an oracle that was written apart from it agree on a thousand random bundles."""

import json
from collections import Counter
from functools import cache
from itertools import islice

import pytest
from expected_features import RANKING_FEATURES
from features import features
from oracle_leaves import Tree
from oracle_ranking import as_text, ranking
from random_bundles import random_bundle
from switches import SWITCHES, Change, is_at_work

from scoring.domain import BundleRefused, problems_text, rank_text

SEEDS = range(1000)
ENOUGH = 5


@cache
def worked(seed: int) -> tuple[Tree, Tree]:
    """Return the bundle of a seed and the oracle's result of it."""
    bundle = random_bundle(seed)
    return bundle, ranking(bundle)


def by_core(bundle: Tree) -> str:
    try:
        return rank_text(json.dumps(bundle, ensure_ascii=False))
    except BundleRefused as refusal:
        return problems_text(refusal.problems)


@pytest.mark.parametrize("first", SEEDS[::100])
def test_core_and_oracle_agree_byte_for_byte(first: int) -> None:
    seeds = SEEDS[first : first + 100]

    differing = [seed for seed in seeds if by_core(worked(seed)[0]) != as_text(worked(seed)[1])]

    assert differing == []


def test_the_random_bundles_reach_every_feature() -> None:
    reached = Counter(found for seed in SEEDS for found in features(*worked(seed)))

    rare = {feature: reached[feature] for feature in RANKING_FEATURES if reached[feature] < ENOUGH}

    assert rare == {}


@pytest.mark.parametrize("change", SWITCHES.values(), ids=SWITCHES)
def test_each_rule_changes_results_of_the_random_bundles(change: Change) -> None:
    at_work = (seed for seed in SEEDS if is_at_work(change, *worked(seed)))

    assert len(list(islice(at_work, ENOUGH))) == ENOUGH
