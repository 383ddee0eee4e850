"""Readers: what each returns of what is absent or refused, and that a bad number is told once."""

import json
from fractions import Fraction
from typing import Any

import pytest
from ranking_bundles import MISSING, area, band, bundle, changed, group, leaf, said, unit
from refusal_table import AREAS, FACT, LEAF, MARK, RULES, SET, full, place_of

from scoring.domain import read_bundle
from scoring.domain.canonical import canonical_sha256, document_text
from scoring.domain.model import Basis, Leaf, Ratio, Rules, Standing, Ties
from scoring.domain.numbers import ONE, ZERO
from scoring.domain.problems import Notes
from scoring.domain.reading.criteria import read_criteria_set
from scoring.domain.reading.facts import read_fact
from scoring.domain.reading.fields import Fields, Keys
from scoring.domain.reading.known import Known
from scoring.domain.reading.marks import read_mark


def test_keys_know_what_must_and_what_may_stand() -> None:
    keys, only = Keys("b a", "c"), Keys("a")

    assert (keys.required, keys.exactly, keys.known) == (("b", "a"), {"a", "b"}, {"a", "b", "c"})
    assert only.known == {"a"}


def fields_of(value: Any) -> Fields:
    return Fields(Notes(), value, "p", Keys("", "x"))


# reader, what it returns of a member that is absent, and of one that is refused
READERS = [
    (lambda it: it.text("x"), "", ""),
    (lambda it: it.code("x"), "", ""),
    (lambda it: it.decimal("x"), ONE, ONE),
    (lambda it: it.decimal("x", ZERO), ZERO, ZERO),
    (lambda it: it.cap("x"), None, ONE),
    (lambda it: it.integer("x"), 0, 0),
    (lambda it: it.integer("x", 6, 4), 4, 4),
    (lambda it: it.flag("x"), False, False),
    (lambda it: it.one_of("x", Basis, Basis.POINTS), Basis.POINTS, Basis.POINTS),
    (lambda it: it.word_or_null("x", "max", True), True, True),
    (lambda it: it.word_or_null("x", "max", False), False, False),
    (lambda it: it.elements("x"), [], []),
    (lambda it: it.filled("x"), [], []),
    (lambda it: it.words("x"), [], []),
    (lambda it: it.members("x"), [], []),
]


@pytest.mark.parametrize(("read", "absent", "refused"), READERS)
def test_a_reader_has_something_harmless_for_what_is_absent_or_refused(
    read: Any, absent: Any, refused: Any
) -> None:
    without, wrong, no_object = fields_of({}), fields_of({"x": -5}), fields_of([])

    assert (read(without), without.is_sound, without.has("x")) == (absent, True, False)
    assert (read(wrong), wrong.is_sound, wrong.has("x")) == (refused, False, False)
    assert (wrong.is_broken("x"), wrong.is_broken("y"), wrong.is_broken("y", "x")) == (1, 0, 1)
    assert (read(no_object), no_object.is_sound, no_object.is_broken("x")) == (absent, False, False)


def test_a_reader_returns_what_stands_there() -> None:
    assert fields_of({"x": "a"}).text("x") == "a"
    assert fields_of({"x": "0.5"}).cap("x") == Fraction(1, 2)
    assert fields_of({"x": None}).cap("x") is None
    assert fields_of({"x": True}).flag("x") is True
    assert fields_of({"x": "points"}).one_of("x", Basis, Basis.INDEX) is Basis.POINTS
    assert fields_of({"x": None}).word_or_null("x", "max", True) is False
    assert fields_of({"x": "max"}).word_or_null("x", "max", False) is True
    assert fields_of({"x": [1, "b"]}).elements("x") == [(1, "p.x[0]"), ("b", "p.x[1]")]
    assert fields_of({"x": ["a", "b"]}).words("x") == [("a", "p.x[0]"), ("b", "p.x[1]")]
    assert fields_of({"x": {"a": 1}}).members("x") == [("a", 1, "p.x.a")]
    assert fields_of({"x": {"a": 1}}).raw("x") == {"a": 1}


@pytest.mark.parametrize("most", [0, 6, 10**12])
def test_an_integer_goes_up_to_its_limit_and_not_beyond(most: int) -> None:
    at_limit, beyond = fields_of({"x": most}), fields_of({"x": most + 1})

    assert (at_limit.integer("x", most, 1), at_limit.is_sound) == (most, True)
    assert (beyond.integer("x", most, 1), beyond.is_sound) == (1, False)


def test_a_million_million_is_the_largest_integer() -> None:
    assert said(changed(full(), "year", 10**12)) == []
    assert said(changed(full(), "year", 0)) == []
    assert said(changed(full(), f"{MARK}/answers/counts/A", 10**12)) == []
    assert [place for place, _ in said(changed(full(), "year", 10**12 + 1))] == ["year"]


KINDS = {
    "direct": {"kind": "direct"},
    "choice": {"kind": "choice", "options": [{"code": "a", "points": "1"}]},
    "ratio": {"kind": "ratio"},
    "count": {"kind": "count", "per_item": "1"},
    "answers": {"kind": "answers", "options": [{"code": "a", "worth": "1"}]},
}
REFUSED_MARKS = [
    ("direct", {"points": "2"}),
    ("direct", {"points": "x"}),
    ("direct", {"state": "unmarked"}),
    ("direct", {"state": "x", "reason": "y"}),
    ("choice", {"choices": ["z"]}),
    ("choice", {"choices": ["a", "a"]}),
    ("choice", {"choices": []}),
    ("ratio", {"value": "x"}),
    ("ratio", {"numerator": 2, "denominator": 1}),
    ("count", {"count": -1}),
    ("answers", {"counts": {"z": 1}}),
    ("answers", {"counts": {"a": 1, "z": 1}}),
    ("answers", {"counts": {"a": -1}}),
    ("answers", {"counts": {}}),
]


@pytest.mark.parametrize(("kind", "mark"), REFUSED_MARKS)
def test_a_refused_mark_is_none(kind: str, mark: dict[str, Any]) -> None:
    only = leaf("1.1", "1", scoring=KINDS[kind])
    document = bundle(groups=[group("1", area("1", "1", only))])
    found = read_bundle(json.dumps(document)).groups[0].criteria_set.areas[0].leaves[0]

    assert read_mark(Notes(), mark, "p", found) is None


@pytest.mark.parametrize(
    "fact",
    [
        5,
        {},
        {"state": "x", "reason": "y"},
        {"state": "not_applicable"},
        {"count": -1},
        {"value": "x"},
        {"value": "1", "sample": -1},
        {"numerator": 1, "denominator": 0},
        {"numerator": 2, "denominator": 1},
    ],
)
def test_a_refused_fact_is_none(fact: Any) -> None:
    assert read_fact(Notes(), fact, "p") is None


TYPED = [
    f"{RULES}/total_cap",
    f"{RULES}/tie_break/0",
    f"{RULES}/sources",
    f"{RULES}/bands/0/at_least",
    f"{RULES}/by_group",
    f"{RULES}/basis",
    f"{SET}/bonus_cap",
    f"{AREAS}/0/criteria",
    f"{LEAF}/0/max_points",
    f"{LEAF}/0/scoring",
    f"{LEAF}/4/decimals",
    f"{LEAF}/4/scoring/invert",
    f"{MARK}/direct",
    f"{MARK}/choice/choices",
    f"{MARK}/choice/choices/0",
    f"{MARK}/answers/counts/A",
    f"{MARK}/deduction/count",
    f"{FACT}/late_rate",
    "units/0/facts",
    "units/0/code",
    "units/0",
    "facts/0/period",
]


@pytest.mark.parametrize("path", TYPED)
@pytest.mark.parametrize("number", [0.5, 10**16])
def test_a_bad_number_is_told_once_whatever_should_stand_there(path: str, number: Any) -> None:
    found = said(changed(full(), path, number))

    assert [place for place, _ in found] == [place_of(path)]


def test_a_set_of_which_something_could_not_be_read_is_known_to_be_incomplete() -> None:
    raw = group("1", area("1", "1"))["criteria_set"]

    read = read_criteria_set(Notes(), raw, "p", Known())

    assert (read.leaves.is_complete, read.areas.is_complete) == (False, True)


def test_the_defaults_of_a_ratio_of_a_unit_and_of_the_rules_are_those_of_the_format() -> None:
    document = bundle(
        unit("u", marks={"1.1": {"value": "1"}}),
        groups=[group("1", area("1", "1", leaf("1.1", "1", scoring={"kind": "ratio"})))],
    )

    read = read_bundle(json.dumps(document))

    (found,) = read.groups[0].criteria_set.areas[0].leaves
    rules: Rules = read.groups[0].rules
    assert found == Leaf("1.1", ONE, Ratio(ZERO, ONE, False, False), None, None, None)
    assert (rules.tie_break, rules.is_total_capped, rules.blocks) == ((), False, ())
    assert (rules.ties, read.year) == (Ties.COMPETITION, 2022)
    assert (read.units[0].standing, read.units[0].reason) == (Standing.RANKED, "")


def test_a_standing_nobody_could_read_asks_for_nothing() -> None:
    document = changed(changed(full(), "units/0/marks", {}), "units/0/standing", "x")

    assert [place for place, _ in said(document)] == ["units[0].standing"]


def test_a_document_is_written_with_sorted_keys_and_two_spaces() -> None:
    document = {"b": [1, {"y": [], "x": None}], "a": {}, "c": iter([True, "ê"])}

    assert document_text(document) == (
        '{\n  "a": {},\n  "b": [\n    1,\n    {\n      "x": null,\n      "y": []\n    }\n  ],\n'
        '  "c": [\n    true,\n    "ê"\n  ]\n}\n'
    )
    assert document_text({}) == "{}\n"
    assert canonical_sha256({"b": 1, "a": "ê"}) == canonical_sha256({"a": "ê", "b": 1})


def test_own_rules_of_a_group_stand_in_for_the_general_ones_and_only_those() -> None:
    own = {"basis": "points", "bands": [band("good", "50"), band("weak", "0")], "decimals": 0}
    document = changed(full(), f"{RULES}/by_group", {"g": own})

    general, first = (
        read_bundle(json.dumps(it)).groups[0].rules
        for it in (changed(document, f"{RULES}/by_group", MISSING), document)
    )

    assert said(document) == []
    assert (first.basis, first.decimals, len(first.bands)) == (Basis.POINTS, 0, 2)
    assert (first.tie_break, first.blocks) == (general.tie_break, general.blocks)
