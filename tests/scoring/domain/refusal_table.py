"""A valid bundle with everything in it, and each single change that makes it a refused one."""

import json
from typing import Any

from ranking_bundles import (
    MISSING,
    area,
    block,
    bundle,
    group,
    leaf,
    ratio,
    unit,
)

OPTIONS = [{"code": "a", "points": "1"}, {"code": "b", "points": "0.5"}]
ANSWERS = [{"code": "A", "worth": "1"}, {"code": "B", "worth": "0"}]
STEPS = [{"at_least": "0.5", "points": "0.5"}, {"at_least": "0.9", "points": "1"}]
NOT_APPLICABLE = {"state": "not_applicable", "reason": "none"}

LEAVES = [
    leaf("direct", "1"),
    leaf("choice", "1", scoring={"kind": "choice", "options": OPTIONS}),
    leaf("checklist", "1", scoring={"kind": "checklist", "options": OPTIONS}),
    leaf("bands", "1", scoring={"kind": "bands", "steps": STEPS}),
    leaf("ratio", "1", scoring={"kind": "ratio", "invert": True}, decimals=2),
    leaf("deduction", "1", scoring={"kind": "deduction", "per_fault": "0.1"}),
    leaf("count", "1", scoring={"kind": "count", "per_item": "0.1"}),
    leaf("answers", "1", scoring={"kind": "answers", "options": ANSWERS}),
    leaf("late", "1", scoring={"kind": "ratio", "from_fact": "late_rate", "invert": True}),
    leaf("found", "1", scoring={"kind": "count", "from_fact": "findings", "per_item": "0.1"}),
    leaf("bonus", "1", role="bonus"),
]
MARKS = {
    "direct": {"points": "1"},
    "choice": {"choices": ["a"]},
    "checklist": {"choices": ["a", "b"]},
    "bands": {"value": "0.93"},
    "ratio": ratio(1, 10),
    "deduction": {"count": 3},
    "count": {"count": 2},
    "answers": {"counts": {"A": 10, "B": 5}},
    "bonus": {"points": "1"},
}
FACTS = {"late_rate": ratio(4, 80), "findings": {"count": 2}, "satisfaction": {"value": "0.9"}}


def full() -> dict[str, Any]:
    """Return a valid bundle that uses every kind of leaf, a weighted group, and a block."""
    criteria = area("1.1", "10", *LEAVES)
    first = group("12", area("1", "10", criteria), area("2", "2", leaf("two", "2")))
    halves = [area(code, "1", leaf(f"l{code}", "1"), weight="0.5") for code in ("1", "2")]
    second = group("2", *halves, code="w", aggregation="weighted")
    document = bundle(
        unit("u", marks={**MARKS, "two": {"points": "2"}}, facts=FACTS),
        unit("v", group="w", marks={"l1": {"points": "1"}, "l2": {"points": "1"}}, facts=FACTS),
        groups=[first, second],
        facts=["late_rate", "satisfaction", "findings"],
        blocks=[block()],
        tie_break=["area:1", "code"],
        by_group={"w": {"decimals": 3}},
    )
    found: dict[str, Any] = json.loads(json.dumps(document))  # no part is shared
    return found


RULES = "rule_set"
SET = "groups/0/criteria_set"
AREAS = f"{SET}/areas"
LEAF = f"{AREAS}/0/criteria/0/criteria"
WEIGHTED = "groups/1/criteria_set"
MARK = "units/0/marks"
FACT = "units/0/facts"


def place_of(path: str) -> str:
    """Return the place that a path of these tests is reported at."""
    place = ""
    for key in path.split("/"):
        if key.isdigit():
            place += f"[{key}]"
        else:
            place += f".{key}" if key.isidentifier() else f'["{key}"]'
    return place.removeprefix(".")


# path, value, code, place (None: the path itself)
KEYS_AND_TYPES = [
    ("format", "cchc-ranking-bundle/2", "unknown_format", None),
    ("format", 1, "unknown_format", None),
    ("format", MISSING, "missing_key", None),
    ("year", MISSING, "missing_key", None),
    ("rule_set", MISSING, "missing_key", None),
    ("groups/0/criteria_set", MISSING, "missing_key", None),
    ("extra", 1, "unknown_key", None),
    (f"{RULES}/extra", 1, "unknown_key", None),
    (f"{RULES}/by_group/w/code", "x", "unknown_key", None),
    ("facts/0/unit", "x", "unknown_key", None),
    (f"{AREAS}/0/scoring", {"kind": "direct"}, "unknown_key", None),
    (f"{LEAF}/0/from_fact", "late_rate", "unknown_key", None),
    (f"{LEAF}/0/scoring/from_fact", "late_rate", "unknown_key", None),
    (f"{LEAF}/0/scoring/decimals", 2, "unknown_key", None),
    (f"{AREAS}/0/criteria/0/role", "bonus", "unknown_key", None),
    (f"{AREAS}/0/criteria/0/decimals", 2, "unknown_key", None),
    (f"{FACT}/late_rate/value", "0.05", "unknown_key", f"{FACT}/late_rate/numerator"),
    (f"{FACT}/findings/sample", 5, "unknown_key", None),
    (f"{MARK}/ratio/sample", 5, "unknown_key", None),
    (
        f"{MARK}/direct",
        {"state": "unmarked", "reason": "x"},
        "unknown_key",
        f"{MARK}/direct/reason",
    ),
    ("title", None, "wrong_type", None),
    ("cutoff", 5, "wrong_type", None),
    ("groups", {}, "wrong_type", None),
    ("groups/0", [], "wrong_type", None),
    (f"{RULES}", [], "wrong_type", None),
    (f"{RULES}/by_group", [], "wrong_type", None),
    (f"{RULES}/by_group/w", None, "wrong_type", None),
    (f"{RULES}/tie_break", "code", "wrong_type", None),
    (f"{RULES}/tie_break/0", 1, "wrong_type", None),
    (f"{RULES}/sources", None, "wrong_type", None),
    (f"{RULES}/bands/0/label", 5, "wrong_type", None),
    (f"{LEAF}/3/scoring/invert", "no", "wrong_type", None),
    (f"{LEAF}/0/scoring", "direct", "wrong_type", None),
    ("units/0/marks", [], "wrong_type", None),
    ("units/0/facts", [], "wrong_type", None),
    ("units/0/reason", None, "wrong_type", None),
    (f"{FACT}/late_rate", 5, "wrong_type", None),
    (f"{MARK}/choice/choices", "a", "wrong_type", None),
    (f"{MARK}/answers/counts", ["A"], "wrong_type", None),
    ("facts", {}, "wrong_type", None),
    ("facts/0/period", ["2022-01-01"], "wrong_length", None),
    ("units/0/code", "", "empty_code", None),
    (f"{SET}/areas", [], "empty_list", None),
    (f"{AREAS}/1/criteria", [], "empty_list", None),
    (f"{LEAF}/3/scoring/steps", [], "empty_list", None),
    (f"{LEAF}/1/scoring/options", [], "empty_list", None),
    (f"{RULES}/bands", [], "empty_list", None),
]
NUMBERS = [
    ("year", -1, "malformed_integer", None),
    ("year", True, "malformed_integer", None),
    ("year", "2022", "malformed_integer", None),
    (f"{RULES}/decimals", 7, "malformed_integer", None),
    (f"{RULES}/by_group/w/decimals", None, "malformed_integer", None),
    (f"{LEAF}/4/decimals", 7, "malformed_integer", None),
    (f"{FACT}/late_rate/denominator", 10**12 + 1, "malformed_integer", None),
    (f"{MARK}/deduction/count", "3", "malformed_integer", None),
    (f"{MARK}/answers/counts/A", "3", "malformed_integer", None),
    (f"{SET}/max_points", 12, "malformed_decimal", None),
    (f"{SET}/max_points", "12.", "malformed_decimal", None),
    (f"{SET}/bonus_cap", "-1", "malformed_decimal", None),
    (f"{LEAF}/0/max_points", "1e0", "malformed_decimal", None),
    (f"{LEAF}/5/scoring/per_fault", "٣", "malformed_decimal", None),
    (f"{LEAF}/3/scoring/steps/0/at_least", "0,5", "malformed_decimal", None),
    (f"{MARK}/direct/points", "-0", "malformed_decimal", None),
    (f"{MARK}/bands/value", "+1", "malformed_decimal", None),
    (f"{RULES}/bands/0/at_least", None, "malformed_decimal", None),
    (f"{RULES}/blocks/0/threshold", "5%", "malformed_decimal", None),
    (f"{WEIGHTED}/areas/0/weight", "NaN", "malformed_decimal", None),
]
RULE_SET = [
    (f"{RULES}/basis", "percent", "unknown_value", None),
    (f"{RULES}/rank_on", "rounded", "unknown_value", None),
    (f"{RULES}/ties", "shared", "unknown_value", None),
    (f"{RULES}/rounding", "up", "unknown_value", None),
    (f"{RULES}/unmarked", "skip", "unknown_value", None),
    (f"{RULES}/total_cap", "min", "unknown_value", None),
    (f"{RULES}/by_group/w/ties", "shared", "unknown_value", None),
    (f"{RULES}/blocks/0/test", "==", "unknown_value", None),
    (f"{RULES}/blocks/0/when_missing", "zero", "unknown_value", None),
    (f"{RULES}/by_group/x", {}, "unknown_group", None),
    (f"{RULES}/tie_break/0", "area:3", "unknown_area", None),
    (f"{RULES}/tie_break/0", "area:direct", "unknown_area", None),
    (f"{RULES}/tie_break/0", "name", "unknown_tie_break", None),
    (
        f"{RULES}/by_group/w/tie_break",
        ["area:9"],
        "unknown_area",
        f"{RULES}/by_group/w/tie_break/0",
    ),
    (f"{RULES}/blocks/0/bars", "best", "unknown_band", None),
    (f"{RULES}/blocks/0/bars", "weak", "bars_lowest_band", None),
    (f"{RULES}/blocks/0/fact", "speed", "undeclared_fact", None),
    (f"{RULES}/blocks", [block(), block()], "duplicate_code", f"{RULES}/blocks/1/code"),
    (f"{RULES}/bands/1/code", "excellent", "duplicate_code", None),
    (f"{RULES}/bands/0/above", "90", "band_bound", f"{RULES}/bands/0"),
    (f"{RULES}/bands/0/at_least", MISSING, "band_bound", f"{RULES}/bands/0"),
    (f"{RULES}/bands/1/at_least", "90", "bands_out_of_order", f"{RULES}/bands/1"),
    (f"{RULES}/bands/1/at_least", "90.01", "bands_out_of_order", f"{RULES}/bands/1"),
    (
        f"{RULES}/bands/1",
        {"code": "good", "label": "t", "above": "90"},
        "bands_out_of_order",
        f"{RULES}/bands/1",
    ),
    (f"{RULES}/bands/4/at_least", "0.1", "no_floor", f"{RULES}/bands/4"),
    (f"{RULES}/bands/4", {"code": "weak", "label": "t", "above": "0"}, "no_floor", None),
    ("facts/1/code", "findings", "duplicate_code", "facts/2/code"),
]
CRITERIA = [
    (f"{SET}/max_points", "11.9999999999", "maxima_do_not_add_up", None),
    (f"{AREAS}/0/max_points", "9.5", "maxima_do_not_add_up", None),
    (f"{AREAS}/0/criteria/0/max_points", "11", "maxima_do_not_add_up", None),
    (f"{SET}/aggregation", "mean", "unknown_value", None),
    (f"{AREAS}/0/weight", "1", "weight_under_sum", None),
    (f"{WEIGHTED}/areas/0/weight", "0.5000000001", "weights_do_not_add_up", WEIGHTED),
    (f"{WEIGHTED}/areas/0/weight", MISSING, "missing_key", None),
    (f"{WEIGHTED}/bonus_cap", "1", "weighted_with_cap", None),
    (f"{WEIGHTED}/penalty_cap", "1", "weighted_with_cap", None),
    (
        f"{WEIGHTED}/areas/0/criteria/1",
        leaf("b", "1", role="bonus"),
        "weighted_with_role",
        f"{WEIGHTED}/areas/0/criteria/1/role",
    ),
    (f"{RULES}/by_group/w/basis", "points", "weighted_with_points", WEIGHTED),
    (f"{RULES}/by_group/w/total_cap", "max", "weighted_with_cap", WEIGHTED),
    (f"{AREAS}/1/code", "1", "duplicate_code", None),
    (f"{AREAS}/1/code", "1.1", "duplicate_code", None),
    (f"{LEAF}/10/code", "1.1", "duplicate_code", None),
    (f"{LEAF}/10/role", "malus", "unknown_value", None),
    (f"{LEAF}/10/role", None, "wrong_type", None),
    (f"{LEAF}/0/scoring", MISSING, "missing_key", None),
    (f"{LEAF}/0/scoring/kind", MISSING, "missing_key", None),
    (f"{LEAF}/0/scoring/kind", "guess", "unknown_value", None),
    (f"{LEAF}/0/scoring/kind", ["direct"], "unknown_value", None),
    (f"{LEAF}/1/scoring/options/0/points", "1.0001", "above_maximum", None),
    (f"{LEAF}/2/scoring/options/1/points", "2", "above_maximum", None),
    (f"{LEAF}/3/scoring/steps/1/points", "1.5", "above_maximum", None),
    (f"{LEAF}/7/scoring/options/0/worth", "1.01", "above_maximum", None),
    (f"{LEAF}/1/scoring/options/1/code", "a", "duplicate_code", None),
    (f"{LEAF}/3/scoring/steps/1/at_least", "0.50", "duplicate_step", None),
    (f"{LEAF}/4/scoring/target", "0.0", "target_not_positive", None),
    (f"{LEAF}/8/scoring/from_fact", "speed", "undeclared_fact", None),
]
UNITS = [
    ("units/0/group", "x", "unknown_group", None),
    ("units/1/code", "u", "duplicate_code", None),
    ("groups/1/code", "g", "duplicate_code", None),
    ("units/0/standing", "pending", "unknown_value", None),
    ("units/0/standing", "scored", "missing_reason", "units/0/reason"),
    (f"{MARK}/1.1", {"points": "1"}, "unknown_leaf", None),
    (f"{MARK}/tow", {"points": "1"}, "unknown_leaf", None),
    (f"{MARK}/late", ratio(1, 2), "mark_beside_fact", None),
    (f"{MARK}/late", {"state": "unmarked"}, "mark_beside_fact", None),
    (f"{MARK}/direct/points", "1.01", "above_maximum", None),
    (f"{MARK}/direct", {"state": "marked"}, "unknown_value", f"{MARK}/direct/state"),
    (f"{MARK}/direct", {"state": "not_applicable"}, "missing_reason", f"{MARK}/direct/reason"),
    (
        f"{MARK}/direct",
        {"state": "not_applicable", "reason": " "},
        "missing_reason",
        f"{MARK}/direct/reason",
    ),
    (f"{MARK}/choice/choices/0", "z", "unknown_option", None),
    (f"{MARK}/choice/choices", [], "not_one_choice", None),
    (f"{MARK}/choice/choices", ["a", "b"], "not_one_choice", None),
    (f"{MARK}/checklist/choices/1", "a", "duplicate_choice", None),
    (f"{MARK}/ratio/numerator", 11, "numerator_above_denominator", None),
    (f"{MARK}/ratio/denominator", 0, "zero_denominator", None),
    (f"{MARK}/ratio", {"value": "1.01"}, "inverted_above_one", f"{MARK}/ratio"),
    (f"{MARK}/answers/counts", {"A": 0}, "no_answers", None),
    (f"{MARK}/answers/counts", {}, "no_answers", None),
    (f"{MARK}/answers/counts/C", 1, "unknown_option", None),
    (f"{MARK}/direct", MISSING, "unmarked_leaf", None),
    (f"{MARK}/bonus", {"state": "unmarked"}, "unmarked_leaf", None),
    (f"{FACT}/findings", MISSING, "unmarked_leaf", f"{MARK}/found"),
    (f"{FACT}/findings", {"value": "1"}, "wrong_fact_shape", None),
    (f"{FACT}/findings", {}, "no_fact_shape", None),
    (f"{FACT}/late_rate", {"count": 1}, "wrong_fact_shape", None),
    (f"{FACT}/late_rate", {"value": "1.5"}, "inverted_above_one", None),
    (f"{FACT}/late_rate/numerator", 81, "numerator_above_denominator", None),
    (f"{FACT}/late_rate/denominator", 0, "zero_denominator", None),
    (f"{FACT}/late_rate", {"state": "unmarked"}, "unknown_value", f"{FACT}/late_rate/state"),
    (
        f"{FACT}/late_rate",
        {"state": "not_applicable", "reason": ""},
        "missing_reason",
        f"{FACT}/late_rate/reason",
    ),
    ("units/1/facts/late_rate", MISSING, "missing_fact", None),
    ("units/1/facts/late_rate", {"count": 1}, "wrong_fact_shape", None),
    (
        "units/1/marks",
        {"l1": NOT_APPLICABLE, "l2": NOT_APPLICABLE},
        "nothing_applicable",
        "units/1",
    ),
]
TABLE = [*KEYS_AND_TYPES, *NUMBERS, *RULE_SET, *CRITERIA, *UNITS]
# One change that is wrong in two ways, or whose place the path does not name.
MORE_THAN_ONE = {
    f"{FACT}/late_rate/value": {("unknown_key", f"{FACT}/late_rate/denominator")},
    f"{WEIGHTED}/areas/0/criteria/1": {("unmarked_leaf", "units/1/marks/b")},
    f"{MARK}/direct": {("unmarked_leaf", f"{MARK}/direct")},
    f"{AREAS}/0/max_points": {("maxima_do_not_add_up", f"{SET}/max_points")},
    f"{AREAS}/0/criteria/0/max_points": {("maxima_do_not_add_up", f"{AREAS}/0/max_points")},
    f"{LEAF}/10/code": {("unknown_leaf", f"{MARK}/bonus")},
    "groups/1/code": {("unknown_group", f"{RULES}/by_group/w"), ("unknown_group", "units/1/group")},
}
