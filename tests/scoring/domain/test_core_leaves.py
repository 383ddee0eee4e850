"""The eight kinds of marking, each at its boundaries."""

from typing import Any

import pytest
from ranking_bundles import area, bundle, group, leaf, only_unit, ratio, unit

from scoring.domain.leaves import earned
from scoring.domain.model import Counted, Direct, Leaf
from scoring.domain.numbers import ONE

STEPS = [
    {"at_least": "0.8", "points": "1"},
    {"at_least": "0.95", "points": "2"},
    {"at_least": "0.5", "points": "0.5"},
]
OPTIONS = [
    {"code": "a", "points": "1.5"},
    {"code": "b", "points": "1"},
    {"code": "c", "points": "0.25"},
]
ANSWERS = [
    {"code": "A", "worth": "1"},
    {"code": "B", "worth": "0.5"},
    {"code": "C", "worth": "0"},
]


def points(scoring: dict[str, Any], mark: dict[str, Any], **keys: Any) -> str:
    """Return what a mark earns on a leaf of 2 points."""
    leaves = leaf("1.1", "2", scoring=scoring, **keys)
    document = bundle(unit("u", marks={"1.1": mark}), groups=[group("2", area("1", "2", leaves))])
    found: str = only_unit(document)["leaves"]["1.1"]["points"]
    return found


def test_direct_points_are_taken_as_given() -> None:
    assert points({"kind": "direct"}, {"points": "0.75"}) == "0.75"
    assert points({"kind": "direct"}, {"points": "2.00"}) == "2"


def test_a_choice_earns_its_option() -> None:
    assert points({"kind": "choice", "options": OPTIONS}, {"choices": ["b"]}) == "1"


@pytest.mark.parametrize(
    ("chosen", "earns"),
    [
        (["b", "c"], "1.25"),  # 1 + 0.25
        (["a", "b"], "2"),  # 1.5 + 1 = 2.5, held at 2
        ([], "0"),
    ],
)
def test_a_checklist_earns_the_sum_of_its_options_up_to_the_maximum(
    chosen: list[str], earns: str
) -> None:
    assert points({"kind": "checklist", "options": OPTIONS}, {"choices": chosen}) == earns


@pytest.mark.parametrize(
    ("mark", "earns"),
    [
        ({"value": "0.95"}, "2"),  # the bound itself counts
        ({"value": "0.9499999999"}, "1"),
        (ratio(19, 20), "2"),  # 0.95
        (ratio(4, 5), "1"),  # 0.8
        (ratio(799, 1000), "0.5"),
        ({"value": "0.4999"}, "0"),  # below the lowest step
        ({"value": "1.2"}, "2"),
    ],
)
def test_bands_earn_the_highest_step_reached(mark: dict[str, Any], earns: str) -> None:
    assert points({"kind": "bands", "steps": STEPS}, mark) == earns


def test_inverted_bands_read_one_minus_the_value() -> None:
    scoring = {"kind": "bands", "steps": STEPS, "invert": True}

    assert points(scoring, ratio(1, 20)) == "2"  # 1 - 0.05 = 0.95
    assert points(scoring, {"value": "0.0500000001"}) == "1"


def test_a_higher_step_may_earn_less() -> None:
    steps = [{"at_least": "0.5", "points": "2"}, {"at_least": "1", "points": "0"}]

    assert points({"kind": "bands", "steps": steps}, {"value": "1"}) == "0"


@pytest.mark.parametrize(
    ("keys", "mark", "earns"),
    [
        ({}, ratio(3, 4), "1.5"),  # 3/4 of 2
        ({}, ratio(1, 3), "0.6666666667"),  # 2/3 has no finite decimal
        ({"target": "0.9"}, {"value": "0.45"}, "1"),  # 0.45/0.9 = 1/2
        ({"target": "0.9"}, {"value": "0.95"}, "2"),  # over the target, held at the maximum
        ({"floor": "0.5"}, {"value": "0.5"}, "1"),  # the floor itself counts
        ({"floor": "0.5"}, {"value": "0.4999999999"}, "0"),
        ({"invert": True}, ratio(1, 4), "1.5"),  # 1 - 1/4
        ({"invert": True, "floor": "0.5"}, {"value": "0.6"}, "0"),  # 1 - 0.6 < 0.5
        ({"invert": True, "floor": "0.5"}, {"value": "0.5"}, "1"),
        ({"allow_over": True}, ratio(12, 10), "2"),
        ({"allow_over": True, "target": "2"}, ratio(12, 10), "1.2"),  # 1.2/2 of 2
    ],
)
def test_a_ratio_earns_its_share(keys: dict[str, Any], mark: dict[str, Any], earns: str) -> None:
    assert points({"kind": "ratio", **keys}, mark) == earns


@pytest.mark.parametrize(("faults", "earns"), [(0, "2"), (3, "1.1"), (6, "0.2"), (7, "0")])
def test_a_deduction_takes_so_much_for_each_fault(faults: int, earns: str) -> None:
    scoring = {"kind": "deduction", "per_fault": "0.3"}  # 2 - 3 x 0.3 = 1.1; 2 - 7 x 0.3 < 0

    assert points(scoring, {"count": faults}) == earns


@pytest.mark.parametrize(("items", "earns"), [(0, "0"), (3, "0.9"), (6, "1.8"), (7, "2")])
def test_a_count_gives_so_much_for_each_item_up_to_the_maximum(items: int, earns: str) -> None:
    scoring = {"kind": "count", "per_item": "0.3"}  # 7 x 0.3 = 2.1, held at 2

    assert points(scoring, {"count": items}) == earns


def test_answers_earn_their_mean_worth() -> None:
    scoring = {"kind": "answers", "options": ANSWERS}

    # (10 x 1 + 5 x 0.5 + 1 x 0) / 16 x 2 = 12.5 / 8
    assert points(scoring, {"counts": {"A": 10, "B": 5, "C": 1}}) == "1.5625"
    assert points(scoring, {"counts": {"C": 1}}) == "0"


@pytest.mark.parametrize(
    ("max_points", "decimals", "numerator", "earns"),
    [
        ("10", 2, 9117, "9.12"),  # 91.17 % of 10 is 9.117
        ("10", 1, 9150, "9.2"),  # 9.15, half up
        ("10", 0, 9949, "10"),
        ("0.25", 1, 10000, "0.25"),  # 0.3, held at its maximum
        ("10", 2, 9114, "9.11"),
    ],
)
def test_a_leaf_with_decimals_is_rounded_before_it_is_added(
    max_points: str, decimals: int, numerator: int, earns: str
) -> None:
    sipas = leaf("1.1", max_points, scoring={"kind": "ratio"}, decimals=decimals)
    document = bundle(
        unit("u", marks={"1.1": ratio(numerator, 10000)}),
        groups=[group(max_points, area("1", max_points, sipas))],
    )

    assert only_unit(document)["points"] == earns


@pytest.mark.parametrize(
    ("scoring", "fact", "earns"),
    [
        ({"kind": "ratio", "invert": True}, ratio(1, 20), "1.9"),  # 19/20 of 2
        ({"kind": "bands", "steps": STEPS}, {"value": "0.8", "sample": 40}, "1"),
        ({"kind": "deduction", "per_fault": "0.25"}, {"count": 3}, "1.25"),
        ({"kind": "count", "per_item": "0.25"}, {"count": 3}, "0.75"),
    ],
)
def test_a_fact_may_be_the_mark(scoring: dict[str, Any], fact: dict[str, Any], earns: str) -> None:
    reader = leaf("1.1", "2", scoring={**scoring, "from_fact": "late_rate"})
    document = bundle(
        unit("u", facts={"late_rate": fact}), groups=[group("2", area("1", "2", reader))]
    )

    assert only_unit(document)["leaves"]["1.1"] == {"state": "marked", "points": earns}


def test_a_fact_that_is_not_applicable_makes_its_leaf_so() -> None:
    reader = leaf("1.1", "2", scoring={"kind": "ratio", "from_fact": "late_rate"})
    document = bundle(
        unit(
            "u",
            marks={"1.2": {"points": "1"}},
            facts={"late_rate": {"state": "not_applicable", "reason": "none"}},
        ),
        groups=[group("3", area("1", "3", reader, leaf("1.2", "1")))],
    )

    found = only_unit(document)

    assert found["leaves"]["1.1"] == {"state": "not_applicable", "points": None}
    assert found["applicable_max"] == "1"


def test_a_mark_of_another_kind_is_no_silent_zero() -> None:
    with pytest.raises(TypeError, match="Counted is no mark for Direct"):
        earned(Leaf("1.1", ONE, Direct()), Counted(3))
