"""The JSON Schemas of both documents agree with the core: what they refuse, the core refuses."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import scoring
from scoring.domain import BundleRefused, read_accountability, read_bundle
from tests.scoring.domain.ranking_bundles import (
    GOLDEN,
    MISSING,
    area,
    band,
    block,
    bundle,
    changed,
    group,
    leaf,
    unit,
)

SCHEMAS = {
    kind: json.loads(
        (Path(scoring.__file__).parent / f"schemas/cchc-{kind}-bundle-1.schema.json").read_bytes()
    )
    for kind in ("ranking", "accountability")
}
VALIDATORS = {kind: Draft202012Validator(schema) for kind, schema in SCHEMAS.items()}
READERS = {"ranking": read_bundle, "accountability": read_accountability}
DOCUMENTS = {
    path.stem: json.loads(path.read_bytes())
    for path in sorted(GOLDEN.glob("*.json"))
    if ".result" not in path.name
}


def kind_of(document: Any) -> str:
    return "accountability" if "people" in document else "ranking"


def is_refused_by_core(kind: str, document: Any) -> bool:
    try:
        READERS[kind](json.dumps(document))
    except BundleRefused:
        return True
    return False


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_itself_valid(kind):
    Draft202012Validator.check_schema(SCHEMAS[kind])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_worked_document_is_valid(name):
    document = DOCUMENTS[name]

    assert [error.message for error in VALIDATORS[kind_of(document)].iter_errors(document)] == []


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_object_names_all_its_keys(kind):
    waiting: list[Any] = [SCHEMAS[kind]]
    while waiting:
        schema = waiting.pop()
        if isinstance(schema, dict):
            if schema.get("type") == "object":
                assert "additionalProperties" in schema
            waiting.extend(schema.values())
        elif isinstance(schema, list):
            waiting.extend(schema)


def test_what_both_schemas_define_they_define_alike():
    ranking, people = (SCHEMAS[kind]["$defs"] for kind in ("ranking", "accountability"))

    shared = (ranking.keys() & people.keys()) - {"unit"}
    assert {"decimal", "integer", "fact", "text"} <= shared
    assert all(ranking[name] == people[name] for name in shared)


POINTS = [{"code": "a", "points": "1"}]
SCORINGS = [
    {"kind": "direct"},
    {"kind": "choice", "options": POINTS},
    {"kind": "checklist", "options": POINTS},
    {"kind": "bands", "steps": [{"at_least": "0.5", "points": "1"}]},
    {"kind": "ratio", "target": "0.9", "allow_over": True},
    {"kind": "deduction", "per_fault": "0.1"},
    {"kind": "count", "per_item": "0.1"},
    {"kind": "answers", "options": [{"code": "a", "worth": "1"}]},
    {"kind": "ratio", "from_fact": "late_rate", "invert": True},
]
MARKS = [
    {"points": "1"},
    {"choices": ["a"]},
    {"choices": []},
    {"value": "0.7"},
    {"numerator": 12, "denominator": 10},
    {"count": 3},
    {"count": 0},
    {"counts": {"a": 2}},
]
FACTS = {
    "late_rate": {"numerator": 4, "denominator": 80, "sample": 5},
    "value": {"value": "1.5", "sample": 5},
    "count": {"count": 3},
    "none": {"state": "not_applicable", "reason": "t"},
}


def ranking_document() -> dict[str, Any]:
    """Return a valid bundle with every kind of leaf, a weighted group and every kind of fact."""
    leaves = [leaf(f"l{n}", "1", scoring=scoring) for n, scoring in enumerate(SCORINGS)]
    branch = area("1.1", "9", *leaves, leaf("l9", "1", role="bonus", decimals=2))
    halves = [area(code, "1", leaf(f"{code}1", "1"), weight="0.5") for code in ("x", "y")]
    document = bundle(
        unit("u", marks={f"l{n}": mark for n, mark in enumerate(MARKS)}, facts=FACTS),
        unit("v", group="w", standing="scored", reason="t"),
        unit("x", group="w", standing="excluded", reason="t"),
        groups=[
            group("9", area("1", "9", branch), bonus_cap="1", penalty_cap=None),
            group("2", *halves, code="w", aggregation="weighted"),
        ],
        ties="ordinal",
        tie_break=["area:1"],
        unmarked="zero",
        total_cap=None,
        bands=[{"code": "good", "label": "t", "above": "80"}, band("weak", "0.0")],
        blocks=[block(when_missing="ignore")],
        by_group={"w": {"tie_break": ["code"], "decimals": 0}},
    )
    document["facts"][0]["period"] = ["2022-01-01", "2022-12-31"]
    unshared: dict[str, Any] = json.loads(json.dumps(document))
    return unshared


RANKING = ranking_document()
PEOPLE = DOCUMENTS["people_example"]
RULES, SET, WEIGHTED = "rule_set", "groups/0/criteria_set", "groups/1/criteria_set"
LEAF, MARK, FACT = f"{SET}/areas/0/criteria/0/criteria", "units/0/marks", "units/0/facts"
LONG = "1" * 13

RANKING_DAMAGES: list[tuple[str, Any]] = [
    ("format", "cchc-ranking-bundle/2"),
    ("year", "2022"),
    ("year", 0.5),
    ("year", -1),
    ("year", True),
    ("year", 10**12 + 1),
    ("title", None),
    ("title", "a\0b"),
    ("cutoff", MISSING),
    ("extra", 1),
    ("facts", {}),
    ("facts/0/period", ["2022-01-01"]),
    ("facts/0/unit", "%"),
    ("facts/0/code", ""),
    (f"{RULES}/sources/0/clause", MISSING),
    (f"{RULES}/basis", "percent"),
    (f"{RULES}/rank_on", "rounded"),
    (f"{RULES}/ties", MISSING),
    (f"{RULES}/tie_break/0", "name"),
    (f"{RULES}/decimals", 7),
    (f"{RULES}/rounding", "up"),
    (f"{RULES}/unmarked", "skip"),
    (f"{RULES}/total_cap", "min"),
    (f"{RULES}/bands", []),
    (f"{RULES}/bands/0/at_least", "80"),
    (f"{RULES}/bands/0/above", MISSING),
    (f"{RULES}/bands/0/above", 80),
    (f"{RULES}/bands/1/at_least", "1"),
    (f"{RULES}/blocks/0/test", "="),
    (f"{RULES}/blocks/0/when_missing", MISSING),
    (f"{RULES}/blocks/0/threshold", "5%"),
    (f"{RULES}/by_group/w/code", "x"),
    (f"{RULES}/by_group/w/decimals", None),
    (f"{SET}/aggregation", "mean"),
    (f"{SET}/max_points", "09"),
    (f"{SET}/bonus_cap", "-1"),
    (f"{SET}/areas", []),
    (f"{SET}/areas/0/weight", "1"),
    (f"{SET}/areas/0/criteria", []),
    (f"{SET}/areas/0/scoring", {"kind": "direct"}),
    (f"{SET}/areas/0/criteria/0/scoring", {"kind": "direct"}),
    (f"{SET}/areas/0/criteria/0/role", "bonus"),
    (f"{WEIGHTED}/bonus_cap", "1"),
    (f"{WEIGHTED}/areas/0/weight", MISSING),
    (f"{WEIGHTED}/areas/0/weight", "0.00"),
    (f"{WEIGHTED}/areas/0/weight", "1.5"),
    (f"{WEIGHTED}/areas/0/criteria/0/role", "bonus"),
    (f"{LEAF}/0/scoring", MISSING),
    (f"{LEAF}/0/scoring/kind", "guess"),
    (f"{LEAF}/0/scoring/from_fact", "late_rate"),
    (f"{LEAF}/1/scoring/from_fact", "late_rate"),
    (f"{LEAF}/7/scoring/from_fact", "late_rate"),
    (f"{LEAF}/0/from_fact", "late_rate"),
    (f"{LEAF}/0/scoring/decimals", 2),
    (f"{LEAF}/0/decimals", "2"),
    (f"{LEAF}/0/role", "malus"),
    (f"{LEAF}/0/max_points", 1),
    (f"{LEAF}/0/max_points", "1e0"),
    (f"{LEAF}/0/max_points", "+1"),
    (f"{LEAF}/0/max_points", "1."),
    (f"{LEAF}/0/max_points", "0,5"),
    (f"{LEAF}/0/max_points", "٣"),
    (f"{LEAF}/0/max_points", LONG),
    (f"{LEAF}/0/max_points", f"1.{LONG[2:]}"),
    (f"{LEAF}/1/scoring/options", []),
    (f"{LEAF}/1/scoring/options/0/worth", "1"),
    (f"{LEAF}/3/scoring/steps", []),
    (f"{LEAF}/3/scoring/invert", "no"),
    (f"{LEAF}/4/scoring/target", "0.0"),
    (f"{LEAF}/4/scoring/per_fault", "1"),
    (f"{LEAF}/5/scoring/per_fault", MISSING),
    (f"{LEAF}/6/scoring/per_item", None),
    (f"{LEAF}/7/scoring/options/0/worth", "1.01"),
    (f"{MARK}/l0", "1"),
    (f"{MARK}/l0", {}),
    (f"{MARK}/l0/points", 1),
    (f"{MARK}/l0/points", 0.5),
    (f"{MARK}/l0/note", "t"),
    (f"{MARK}/l0", {"state": "zero"}),
    (f"{MARK}/l0", {"state": "unmarked", "reason": "t"}),
    (f"{MARK}/l0", {"state": "not_applicable"}),
    (f"{MARK}/l0", {"state": "not_applicable", "reason": "\t"}),
    (f"{MARK}/l1/choices", "a"),
    (f"{MARK}/l2/choices", ["a", "a"]),
    (f"{MARK}/l3/value", "0,7"),
    (f"{MARK}/l4/denominator", 0),
    (f"{MARK}/l4/sample", 5),
    (f"{MARK}/l5/count", 1.5),
    (f"{MARK}/l7/counts", {}),
    (f"{MARK}/l7/counts", {"a": 0}),
    (f"{MARK}/l7/counts/a", "2"),
    (f"{FACT}/late_rate/denominator", 0),
    (f"{FACT}/late_rate/denominator", MISSING),
    (f"{FACT}/late_rate/value", "0.05"),
    (f"{FACT}/value/value", 1),
    (f"{FACT}/count/sample", 5),
    (f"{FACT}/none/reason", " "),
    (f"{FACT}/none/state", "unmarked"),
    ("units/0/code", ""),
    ("units/0/group", MISSING),
    ("units/0/standing", "pending"),
    ("units/1/reason", " "),
    ("units/1/reason", MISSING),
    ("units/2/marks", {"x1": {"points": "1"}}),
]
PEOPLE_DAMAGES: list[tuple[str, Any]] = [
    ("format", "cchc-ranking-bundle/1"),
    ("ranking_sha256", MISSING),
    ("ranking_sha256", 5),
    ("bands/g", []),
    ("bands/g/1", "excellent"),
    ("bands/g/1", ""),
    ("bands_by_year", {"year": {}}),
    ("bands_by_year", {"02021": {}}),
    ("rules/0/applies_to", "unit"),
    ("rules/0/measure", "review"),
    ("rules/0/bars_rating", MISSING),
    ("rules/0/requires_band", MISSING),
    ("rules/0/years", 1),
    ("rules/1/threshold", 0.1),
    ("rules/1/test", "=="),
    ("rules/2/years", 0),
    ("rules/2/fact", "late_rate"),
    ("units/0/name", "t"),
    ("units/0/band", MISSING),
    ("units/0/history/2021/rank", 1),
    ("units/0/history/now", {"band": "good"}),
    ("people/0/role", "officer"),
    ("people/0/name", "t"),
    ("people/0/since", "01/07/2022"),
    ("people/0/since", "2022-13-01"),
    ("people/0/facts", {"late_rate": {"numerator": 1}}),
]


def test_the_documents_that_are_damaged_here_are_valid():
    for kind, document in (("ranking", RANKING), ("accountability", PEOPLE)):
        assert VALIDATORS[kind].is_valid(document)
        assert not is_refused_by_core(kind, document)


@pytest.mark.parametrize(("path", "value"), RANKING_DAMAGES)
def test_a_damaged_ranking_bundle_is_refused_by_schema_and_core(path, value):
    document = changed(RANKING, path, value)

    assert not VALIDATORS["ranking"].is_valid(document)
    assert is_refused_by_core("ranking", document)


@pytest.mark.parametrize(("path", "value"), PEOPLE_DAMAGES)
def test_a_damaged_accountability_bundle_is_refused_by_schema_and_core(path, value):
    document = changed(PEOPLE, path, value)

    assert not VALIDATORS["accountability"].is_valid(document)
    assert is_refused_by_core("accountability", document)


def places(tree: Any) -> list[tuple[Any, Any]]:
    """Return every container and key in a document, so that the value there can be changed."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        for key in node if isinstance(node, dict) else range(len(node)):
            found.append((node, key))
            if isinstance(node[key], dict | list):
                waiting.append(node[key])
    return found


STRANGERS = st.one_of(
    st.sampled_from([None, True, -1, 0, 1, 7, 0.5, 10**12 + 1, [], {}, [""], {"": ""}]),
    st.sampled_from(["", " ", "0", "1", "100", "0.5", "-1", "1e2", "x", "a\0", "2021"]),
    st.sampled_from(["code", "area:", "bonus", "weighted", "excluded"]),
)


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """Return a worked document with one or two values taken away, replaced, moved or added."""
    document = deepcopy(draw(st.sampled_from(list(DOCUMENTS.values()))))
    for _ in range(draw(st.integers(1, 2))):
        found = places(document)
        (node, key), (donor, other) = draw(st.sampled_from(found)), draw(st.sampled_from(found))
        action = draw(st.sampled_from(["take away", "replace", "move", "add"]))
        if action == "take away":
            del node[key]
        elif action == "replace":
            node[key] = draw(STRANGERS)
        elif action == "move":
            node[key] = deepcopy(donor[other])
        elif isinstance(node, dict):
            node[draw(st.sampled_from(["weight", "role", "invert", str(other)]))] = draw(STRANGERS)
        else:
            node.append(deepcopy(draw(st.sampled_from(node))))
    return document


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(list(SCHEMAS)), damaged())
def test_whatever_a_schema_refuses_the_core_refuses(kind: str, document: Any) -> None:
    assert VALIDATORS[kind].is_valid(document) or is_refused_by_core(kind, document)
