"""The core and the oracle agree on random accountability bundles, which reach every rule."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from oracle_leaves import Tree, measured
from oracle_numbers import compared, number
from oracle_people import review_text
from random_people import random_people

from scoring.domain import BundleRefused, problems_text, review

SEEDS = range(300)
ENOUGH = 5
FEATURES = (
    *("entry: official", "entry: head", "entry: collective", "entry: bars_rating"),
    *("entry: measure", "entry: partial tenure", "entry: whole tenure", "entry: 1 years"),
    *("entry: 2 years", "entry: 3 years", "entry: 5 years", "no entries"),
    *("fact: missing", "fact: not_applicable", "fact: >=", "fact: <=", "fact: >", "fact: <"),
    *("run: a year missing", "run: a list without the band", "run: a year's own list"),
    *("run: a group without a list of that year", "history: left out", "lists by year: left out"),
    *("since: first day of the first year", "since: the day after", "since: left out"),
    "person: of two roles",
)


def by_core(bundle: Tree) -> str:
    try:
        return review(json.dumps(bundle, ensure_ascii=False))
    except BundleRefused as refusal:
        return problems_text(refusal.problems)


@pytest.mark.parametrize("first", SEEDS[::100])
def test_core_and_oracle_agree_on_people_byte_for_byte(first: int) -> None:
    bundles = {seed: random_people(seed) for seed in SEEDS[first : first + 100]}

    differing = [seed for seed, it in bundles.items() if by_core(it) != review_text(it)]

    assert differing == []


def test_the_random_people_reach_every_feature() -> None:
    reached = Counter(found for seed in SEEDS for found in set(features(random_people(seed))))

    rare = {feature: reached[feature] for feature in FEATURES if reached[feature] < ENOUGH}

    assert rare == {}


def features(bundle: Tree) -> Iterator[str]:
    rules = {rule["code"]: rule for rule in bundle["rules"]}
    entries = json.loads(review_text(bundle))["entries"]
    if not entries:
        yield "no entries"
    for found in entries:
        yield from of_entry(found, rules[found["rule"]])
    if "bands_by_year" not in bundle:
        yield "lists by year: left out"
    people = bundle["people"]
    if len({person["code"] for person in people}) < len(people):
        yield "person: of two roles"
    for person in people:
        (unit,) = (it for it in bundle["units"] if it["code"] == person["unit"])
        for rule in bundle["rules"]:
            if person["role"] == rule["applies_to"] == "official":
                yield from of_official(person.get("facts", {}).get(rule["fact"]), rule)
            if person["role"] == rule["applies_to"] == "head":
                yield from of_head(person, rule, bundle["year"])
                yield from of_run(unit, rule, bundle)


def of_entry(entry: Tree, rule: Tree) -> Iterator[str]:
    yield f"entry: {rule['applies_to']}"
    yield f"entry: {entry['effect'].partition(':')[0]}"
    if "partial_tenure" in entry:
        yield f"entry: {'partial' if entry['partial_tenure'] else 'whole'} tenure"
        yield f"entry: {rule['years']} years"


def of_official(fact: Tree | None, rule: Tree) -> Iterator[str]:
    if fact is None:
        yield "fact: missing"
    elif "state" in fact:
        yield f"fact: {fact['state']}"
    elif compared(measured(fact), number(rule["threshold"])) == 0:
        yield f"fact: {rule['test']}"


def of_head(person: Tree, rule: Tree, year: int) -> Iterator[str]:
    first = date(year - rule["years"] + 1, 1, 1)
    days = {first.isoformat(): "first day of the first year", None: "left out"}
    days[first.replace(day=2).isoformat()] = "the day after"
    if person.get("since") in days:
        yield f"since: {days[person.get('since')]}"


def of_run(unit: Tree, rule: Tree, bundle: Tree) -> Iterator[str]:
    if "history" not in unit:
        yield "history: left out"
    for back in range(1, rule["years"]):
        year = str(bundle["year"] - back)
        lists = bundle.get("bands_by_year", {}).get(year)
        if year not in unit.get("history", {}):
            yield "run: a year missing"
        elif lists is not None and unit["group"] not in lists:
            yield "run: a group without a list of that year"
        elif lists is not None:
            known = rule["band_at_most"] in lists[unit["group"]]
            yield "run: a year's own list" if known else "run: a list without the band"
