"""Every refusal of a ranking bundle: one change to a valid bundle, one problem at its place."""

import json
from typing import Any

import pytest
from ranking_bundles import (
    area,
    band,
    bundle,
    changed,
    group,
    leaf,
    problems,
    unit,
)
from refusal_table import (
    AREAS,
    FACT,
    LEAF,
    MARK,
    MORE_THAN_ONE,
    NOT_APPLICABLE,
    RULES,
    SET,
    TABLE,
    full,
    place_of,
)

from scoring.domain import BundleRefused, read_bundle
from scoring.domain.wording import SENTENCES


def test_the_bundle_of_these_tests_is_valid() -> None:
    assert problems(full()) == []


@pytest.mark.parametrize(("path", "value", "code", "place"), TABLE)
def test_one_wrong_thing_gives_one_problem_at_its_place(
    path: str, value: Any, code: str, place: str | None
) -> None:
    found = problems(changed(full(), path, value))

    follows = {(code, place_of(place)) for code, place in MORE_THAN_ONE.get(path, ())}
    assert (code, place_of(place or path)) in found
    assert set(found) - follows <= {(code, place_of(place or path))}


def test_33_3_and_33_5_and_33_6_are_not_100() -> None:
    areas = [area(code, code, leaf(f"l{code}", code)) for code in ("33.3", "33.5", "33.6")]
    document = bundle(groups=[group("100", *areas)])

    assert problems(document) == [("maxima_do_not_add_up", "groups[0].criteria_set.max_points")]


def test_a_weight_of_zero_is_refused_though_the_sum_is_right() -> None:
    areas = [
        area("1", "1", leaf("a", "1"), weight="1"),
        area("2", "1", leaf("b", "1"), weight="0.0"),
    ]
    document = bundle(groups=[group("2", *areas, aggregation="weighted")])

    expected = [("weight_not_positive", "groups[0].criteria_set.areas[1].weight")]
    assert problems(document) == expected


def test_every_problem_is_listed_at_once() -> None:
    document = full()
    changes = {
        "extra": 1,
        "title": 5,
        f"{RULES}/basis": "percent",
        f"{RULES}/bands/0/at_least": "ninety",
        f"{RULES}/bands/4/at_least": "1",
        f"{RULES}/blocks/0/bars": "best",
        f"{SET}/max_points": "13",
        f"{LEAF}/0/title": 1,
        f"{LEAF}/4/scoring/target": "0",
        f"{MARK}/choice/choices": ["z"],
        f"{MARK}/ratio/denominator": 0,
        f"{MARK}/unknown": {"points": "1"},
        "units/1/standing": "scored",
    }
    for path, value in changes.items():
        document = changed(document, path, value)

    expected = """
        malformed_decimal maxima_do_not_add_up missing_reason no_floor target_not_positive
        unknown_band unknown_key unknown_leaf unknown_option unknown_value wrong_type wrong_type
        zero_denominator
    """
    assert sorted(code for code, _ in problems(document)) == expected.split()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (RULES, 5),
        ("facts", 5),
        ("groups", 5),
        ("groups/0", 5),
        (SET, 5),
        (AREAS, 5),
        (f"{AREAS}/0", 5),
        (f"{AREAS}/0/code", 5),
        (f"{AREAS}/0/criteria", 5),
        (LEAF, 5),
        (f"{LEAF}/0", 5),
        (f"{LEAF}/0/code", 5),
        (f"{LEAF}/0/scoring", 5),
        (f"{LEAF}/1/scoring/options", 5),
        (f"{LEAF}/1/scoring/options/0", 5),
        (f"{LEAF}/1/scoring/options/0/code", 5),
        (f"{LEAF}/3/scoring/steps/0", 5),
        (f"{LEAF}/4/scoring/invert", 5),
        (f"{LEAF}/8/scoring/from_fact", 5),
        (f"{RULES}/bands", 5),
        (f"{RULES}/bands/1", 5),
        (f"{RULES}/bands/1/code", 5),
        (f"{RULES}/blocks", 5),
        (f"{RULES}/blocks/0", 5),
        (f"{RULES}/blocks/0/bars", 5),
        (f"{RULES}/blocks/0/fact", 5),
        (f"{RULES}/tie_break/1", 5),
        (f"{RULES}/total_cap", ["max"]),
        ("facts/0/code", 5),
        ("facts/0/period", [1, 2]),
        ("units/0/group", 5),
        ("units/0/facts", 5),
        (f"{FACT}/late_rate", 5),
        (f"{MARK}/direct", 5),
        (f"{MARK}/choice/choices/0", 5),
    ],
)
def test_what_hangs_on_a_broken_part_is_not_called_wrong_as_well(path: str, value: Any) -> None:
    found = problems(changed(full(), path, value))

    places = {place for _, place in found}
    assert places and all(place.startswith(place_of(path)) for place in places)


@pytest.mark.parametrize("path", [f"{LEAF}/0/max_points", f"{AREAS}/1/max_points"])
def test_an_unreadable_maximum_is_compared_with_nothing(path: str) -> None:
    found = problems(changed(full(), path, "many"))

    assert found == [("malformed_decimal", place_of(path))]


def test_a_criterion_with_criteria_is_no_leaf() -> None:
    document = changed(full(), f"{AREAS}/0/criteria/0/scoring", {"kind": "direct"})

    assert problems(document) == [("criteria_and_scoring", place_of(f"{AREAS}/0/criteria/0"))]


def test_an_excluded_unit_may_have_no_marks_but_facts() -> None:
    document = changed(full(), "units/0/standing", "excluded")

    found = problems(changed(document, "units/0/reason", "merged"))

    assert found == [("marks_of_excluded_unit", "units[0].marks")]


def test_an_excluded_unit_needs_neither_marks_nor_facts() -> None:
    excluded = unit("x", standing="excluded", reason="merged", facts={"other": {"count": 1}})
    document = full()
    document["units"].append(excluded)

    assert problems(document) == []


def test_a_unit_may_carry_a_fact_that_is_not_declared_if_nothing_reads_it() -> None:
    document = changed(full(), f"{FACT}/temperature", {"value": "37.2", "sample": 3})

    assert problems(document) == []


def test_a_block_needs_no_fact_from_an_unranked_provisional_unit() -> None:
    document = changed(full(), "units/1/facts", {})

    assert problems(changed(document, f"{RULES}/by_group/w/unmarked", "pending")) == []
    assert problems(changed(document, f"{RULES}/by_group/w/unmarked", "zero")) == [
        ("missing_fact", "units[1].facts.late_rate")
    ]


def test_own_bands_of_a_group_must_have_what_the_general_blocks_bar() -> None:
    own = [band("pass", "50"), band("fail", "0")]
    document = changed(full(), f"{RULES}/by_group/w/bands", own)

    assert problems(document) == [("unknown_band", "rule_set.blocks[0].bars")]


def test_what_is_wrong_with_the_bands_of_every_group_is_said_once() -> None:
    document = changed(full(), f"{RULES}/blocks/0/bars", "best")

    assert problems(document) == [("unknown_band", "rule_set.blocks[0].bars")]


def test_a_unit_with_no_maximum_at_all_is_refused_under_every_rule() -> None:
    groups = [group("0", area("1", "0", leaf("1.1", "0"), leaf("b", "1", role="bonus")))]
    marks = {"1.1": {"points": "0"}, "b": {"points": "1"}}

    for rule in ("refuse", "zero", "pending"):
        document = bundle(unit("u", marks=marks), groups=groups, unmarked=rule)
        assert problems(document) == [("nothing_applicable", "units[0]")]


def test_an_unmarked_leaf_that_has_a_maximum_makes_a_unit_computable() -> None:
    leaves = area("1", "2", leaf("1.1", "1"), leaf("1.2", "1"))
    marks = {"1.1": NOT_APPLICABLE}

    document = bundle(unit("u", marks=marks), groups=[group("2", leaves)], unmarked="pending")

    assert problems(document) == []


def test_every_sentence_belongs_to_a_problem_and_is_vietnamese() -> None:
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
    assert all(code.replace("_", "").isalnum() and code.islower() for code in SENTENCES)


def test_a_refusal_counts_its_problems() -> None:
    with pytest.raises(BundleRefused, match="2 problems") as refusal:
        read_bundle(json.dumps({**full(), "year": -1, "title": 1}))

    assert [problem.message for problem in refusal.value.problems] == [
        "“-1” không hợp lệ: phải là số nguyên từ 0 đến 1000000000000.",
        "Sai kiểu dữ liệu: ở đây phải là một chuỗi.",
    ]
