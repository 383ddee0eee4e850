"""The core and an oracle that was written apart from it agree on a thousand random bundles."""

import json
from collections import Counter
from functools import cache
from itertools import islice

import pytest
from bundle_features import features
from expected_features import RANKING_FEATURES
from oracle_ranking import as_text, ranking
from random_bundles import random_bundle
from rule_switches import SWITCHES, Case, Change, is_at_work

from scoring.domain import BundleRefused, problems_text, rank_text

SEEDS = range(1000)
ENOUGH = 5


@cache
def worked(seed: int) -> Case:
    bundle = random_bundle(seed)
    return bundle, json.dumps(bundle, ensure_ascii=False), ranking(bundle)


def agree(seed: int) -> bool:
    _, text, result = worked(seed)
    try:
        return rank_text(text) == as_text(result)
    except BundleRefused as refusal:
        pytest.fail(f"seed {seed}: {problems_text(refusal.problems)}")


@pytest.mark.parametrize("first", SEEDS[::100])
def test_core_and_oracle_agree_byte_for_byte(first: int) -> None:
    seeds = SEEDS[first : first + 100]

    differing = [seed for seed in seeds if not agree(seed)]

    assert differing == []


def test_the_random_bundles_reach_every_feature() -> None:
    reached: Counter[str] = Counter()
    for bundle, _, result in map(worked, SEEDS):
        reached.update(features(bundle, result))

    rare = {feature: reached[feature] for feature in RANKING_FEATURES if reached[feature] < ENOUGH}

    assert rare == {}


@pytest.mark.parametrize("change", SWITCHES.values(), ids=SWITCHES)
def test_each_rule_changes_results_of_the_random_bundles(change: Change) -> None:
    at_work = (seed for seed in SEEDS if is_at_work(change, worked(seed)))

    assert len(list(islice(at_work, ENOUGH))) == ENOUGH
