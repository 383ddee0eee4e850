"""Consequences for people: which rule holds for whom, and every refusal of the document."""

import json
from typing import Any

import pytest
from ranking_bundles import MISSING, changed, ratio

from scoring.domain import BundleRefused, read_accountability, review

BANDS = ["excellent", "good", "fair", "average", "weak"]
OFFICIAL_LATE = {
    "code": "late",
    "applies_to": "official",
    "fact": "late_rate",
    "test": ">=",
    "threshold": "0.10",
    "bars_rating": "good",
}
COLLECTIVE = {
    "code": "coll",
    "applies_to": "collective",
    "requires_band": "good",
    "bars_rating": "excellent",
}


def head_rule(code: str, band: str, years: int) -> dict[str, Any]:
    return {
        "code": code,
        "applies_to": "head",
        "band_at_most": band,
        "years": years,
        "measure": "review",
    }


def unit(code: str, band: str, **history: str) -> dict[str, Any]:
    past = {year.removeprefix("y"): {"band": given} for year, given in history.items()}
    return {"code": code, "group": "g", "band": band, "history": past}


def person(code: str, role: str, unit: str = "u", **keys: Any) -> dict[str, Any]:
    return {"code": code, "unit": unit, "role": role, **keys}


def document(rules: list[Any], units: list[Any], people: list[Any], **keys: Any) -> dict[str, Any]:
    return {
        "format": "cchc-accountability-bundle/1",
        "year": 2022,
        "ranking_sha256": "0" * 64,
        "bands": {"g": BANDS},
        "rules": rules,
        "units": units,
        "people": people,
        **keys,
    }


def entries(*args: Any, **keys: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(review(json.dumps(document(*args, **keys))))["entries"]
    return found


def problems(bundle: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        read_accountability(json.dumps(bundle))
    except BundleRefused as refusal:
        return [(it.code, it.place) for it in refusal.problems]
    return []


def rules_for_head(rule: dict[str, Any], unit: dict[str, Any], **keys: Any) -> list[str]:
    return [it["rule"] for it in entries([rule], [unit], [person("h", "head")], **keys)]


@pytest.mark.parametrize(
    ("facts", "is_late"),
    [
        ({"late_rate": ratio(3, 30)}, True),  # exactly 10 %
        ({"late_rate": ratio(299, 3000)}, False),
        ({"late_rate": {"value": "0.1000"}}, True),
        ({"late_rate": {"state": "not_applicable", "reason": "no dossiers"}}, False),
        ({}, False),
    ],
)
def test_an_official_is_read_by_the_own_fact(facts: dict[str, Any], is_late: bool) -> None:
    found = entries([OFFICIAL_LATE], [unit("u", "good")], [person("o", "official", facts=facts)])

    assert [it["rule"] for it in found] == (["late"] if is_late else [])


def test_an_entry_says_who_where_by_which_rule_and_what_follows() -> None:
    late = person("o", "official", facts={"late_rate": ratio(1, 2)})

    assert entries([OFFICIAL_LATE], [unit("u", "good")], [late]) == [
        {"person": "o", "unit": "u", "rule": "late", "effect": "bars_rating:good"}
    ]


def test_an_officials_rule_leaves_heads_and_collectives_alone() -> None:
    facts = {"late_rate": ratio(1, 2)}
    people = [person("h", "head", facts=facts), person("c", "collective", facts=facts)]

    assert entries([OFFICIAL_LATE], [unit("u", "good")], people) == []


@pytest.mark.parametrize(
    ("band", "holds"), [("good", False), ("fair", False), ("average", True), ("weak", True)]
)
def test_a_head_answers_for_a_low_band(band: str, holds: bool) -> None:
    found = rules_for_head(head_rule("low", "average", 1), unit("u", band))

    assert found == (["low"] if holds else [])


@pytest.mark.parametrize(
    ("history", "holds"),
    [
        ({"y2021": "average"}, True),
        ({"y2021": "weak"}, True),
        ({"y2021": "fair"}, False),
        ({"y2020": "weak"}, False),  # 2021 has no entry, which breaks the run
        ({}, False),
    ],
)
def test_two_years_are_this_one_and_the_one_before(history: dict[str, str], holds: bool) -> None:
    found = rules_for_head(head_rule("twice", "average", 2), unit("u", "average", **history))

    assert found == (["twice"] if holds else [])


def test_a_good_year_now_ends_every_run() -> None:
    low_before = unit("u", "good", y2021="weak", y2020="weak")

    assert rules_for_head(head_rule("twice", "average", 2), low_before) == []


def test_each_year_is_read_by_its_own_list() -> None:
    rule, low = head_rule("twice", "fair", 2), unit("u", "fair", y2021="good")

    assert rules_for_head(rule, low) == []
    reversed_list = {"2021": {"g": ["fair", "good"]}}
    assert rules_for_head(rule, low, bands_by_year=reversed_list) == ["twice"]


def test_a_year_whose_list_lacks_the_band_breaks_the_run() -> None:
    rule, low = head_rule("twice", "average", 2), unit("u", "weak", y2021="weak")

    assert rules_for_head(rule, low) == ["twice"]
    assert rules_for_head(rule, low, bands_by_year={"2021": {"g": ["good", "weak"]}}) == []


def test_a_group_without_a_list_of_its_own_that_year_uses_this_years() -> None:
    rule, low = head_rule("twice", "average", 2), unit("u", "weak", y2021="weak")

    assert rules_for_head(rule, low, bands_by_year={"2021": {}}) == ["twice"]


def test_no_number_of_years_takes_long() -> None:
    assert rules_for_head(head_rule("long", "weak", 10**12), unit("u", "weak")) == []


@pytest.mark.parametrize(
    ("since", "years", "is_partial"),
    [
        (None, 1, False),
        ("2022-01-01", 1, False),
        ("2022-01-02", 1, True),
        ("2022-01-01", 2, True),  # the first year counted is 2021
        ("2021-01-01", 2, False),
        ("2019-05-01", 2, False),
    ],
)
def test_tenure_is_partial_when_it_began_after_the_first_day_counted(
    since: str | None, years: int, is_partial: bool
) -> None:
    head = person("h", "head", **({"since": since} if since else {}))
    low = unit("u", "weak", y2021="weak")

    (found,) = entries([head_rule("low", "weak", years)], [low], [head])

    assert found["partial_tenure"] is is_partial


def test_only_heads_carry_partial_tenure() -> None:
    (found,) = entries([COLLECTIVE], [unit("u", "fair")], [person("c", "collective")])

    assert "partial_tenure" not in found


@pytest.mark.parametrize(("band", "holds"), [("excellent", False), ("good", False), ("fair", True)])
def test_a_collective_needs_a_good_unit(band: str, holds: bool) -> None:
    found = entries([COLLECTIVE], [unit("u", band)], [person("c", "collective")])

    assert [it["effect"] for it in found] == (["bars_rating:excellent"] if holds else [])


def test_entries_follow_units_then_codes_then_rules() -> None:
    rules = [COLLECTIVE, head_rule("b", "weak", 1), head_rule("a", "average", 1)]
    units = [unit("z", "weak"), unit("a", "weak")]
    people = [
        person("p2", "head", "a"),
        person("p1", "head", "z"),
        person("p1", "collective", "z"),
        person("p1", "official", "z"),
        person("p0", "collective", "a"),
    ]

    found = [(it["unit"], it["person"], it["rule"]) for it in entries(rules, units, people)]

    assert found == [
        ("z", "p1", "coll"),
        ("z", "p1", "b"),
        ("z", "p1", "a"),
        ("a", "p0", "coll"),
        ("a", "p2", "b"),
        ("a", "p2", "a"),
    ]


def test_a_document_without_people_has_no_entries() -> None:
    text = review(json.dumps(document([], [], [])))

    assert '"entries": []' in text
    assert text.endswith("}\n")


def full() -> dict[str, Any]:
    facts = {"late_rate": ratio(1, 20)}
    return document(
        [OFFICIAL_LATE, head_rule("twice", "average", 2), COLLECTIVE],
        [unit("u", "fair", y2021="average")],
        [person("p", "official", facts=facts), person("p", "head", since="2020-02-29")],
        bands_by_year={"2021": {"g": ["good", "fair", "average", "weak"]}},
    )


# path, value, code, place (None: the path itself)
TABLE = [
    ("format", "cchc-ranking-bundle/1", "unknown_format", None),
    ("extra", 1, "unknown_key", None),
    ("year", MISSING, "missing_key", None),
    ("ranking_sha256", 5, "wrong_type", None),
    ("bands/g", [], "empty_list", None),
    ("bands/g/1", "excellent", "duplicate_code", "bands.g[1]"),
    ("bands/g/5", "", "empty_code", "bands.g[5]"),
    ("bands_by_year/2021/x", ["good"], "unknown_group", 'bands_by_year["2021"].x'),
    ("bands_by_year/2021", [], "wrong_type", 'bands_by_year["2021"]'),
    ("bands_by_year/2021/g/0", 5, "wrong_type", 'bands_by_year["2021"].g[0]'),
    ("bands_by_year/2022", {}, "year_not_before", 'bands_by_year["2022"]'),
    ("bands_by_year/02021", {}, "malformed_year", 'bands_by_year["02021"]'),
    ("bands_by_year/9999999999999", {}, "malformed_year", 'bands_by_year["9999999999999"]'),
    ("rules/0", [], "wrong_type", "rules[0]"),
    ("rules/0/applies_to", "deputy", "unknown_value", "rules[0].applies_to"),
    ("rules/0/applies_to", MISSING, "missing_key", "rules[0].applies_to"),
    ("rules/0/band_at_most", "weak", "unknown_key", "rules[0].band_at_most"),
    ("rules/0/measure", "review", "bar_or_measure", "rules[0]"),
    ("rules/0/bars_rating", MISSING, "bar_or_measure", "rules[0]"),
    ("rules/0/bars_rating", "", "empty_code", "rules[0].bars_rating"),
    ("rules/0/test", "=", "unknown_value", "rules[0].test"),
    ("rules/0/threshold", "10%", "malformed_decimal", "rules[0].threshold"),
    ("rules/0/code", "twice", "duplicate_code", "rules[1].code"),
    ("rules/1/years", 0, "too_few_years", "rules[1].years"),
    ("rules/1/band_at_most", "poor", "unknown_band", "rules[1].band_at_most"),
    ("rules/2/requires_band", "poor", "unknown_band", "rules[2].requires_band"),
    ("units/0/group", "x", "unknown_group", "units[0].group"),
    ("units/0/band", "poor", "unknown_band", "units[0].band"),
    ("units/0/history/2021/band", "excellent", "unknown_band", 'units[0].history["2021"].band'),
    ("units/0/history/2022", {"band": "fair"}, "year_not_before", 'units[0].history["2022"]'),
    ("units/0/history/x", {"band": "fair"}, "malformed_year", "units[0].history.x"),
    ("units/0/history/2021/note", 5, "wrong_type", 'units[0].history["2021"].note'),
    ("units/1", unit("u", "fair"), "duplicate_code", "units[1].code"),
    ("people/0/unit", "x", "unknown_unit", "people[0].unit"),
    ("people/0/role", "deputy", "unknown_value", "people[0].role"),
    ("people/0/role", "head", "duplicate_person", "people[1].code"),
    ("people/0/facts/late_rate", {"count": 3}, "wrong_fact_shape", "people[0].facts.late_rate"),
    ("people/0/facts/late_rate/denominator", 0, "zero_denominator", None),
    ("people/1/since", "2021-02-29", "malformed_date", "people[1].since"),
    ("people/1/since", "20210228", "malformed_date", "people[1].since"),
    ("people/1/since", "0000-01-01", "malformed_date", "people[1].since"),
    ("people/1/since", 2021, "wrong_type", "people[1].since"),
]


def test_the_document_of_these_tests_is_valid() -> None:
    assert problems(full()) == []


@pytest.mark.parametrize(("path", "value", "code", "place"), TABLE)
def test_one_wrong_thing_gives_one_problem_at_its_place(
    path: str, value: Any, code: str, place: str | None
) -> None:
    expected = place or path.replace("people/0/", "people[0].").replace("/", ".")

    assert problems(changed(full(), path, value)) == [(code, expected)]


@pytest.mark.parametrize(
    "path", ["year", "bands", "bands/g", "rules", "units", "units/0/history", "people"]
)
def test_what_hangs_on_a_broken_part_is_not_called_wrong_as_well(path: str) -> None:
    found = problems(changed(full(), path, {} if path in ("rules", "units", "people") else "x"))

    assert len(found) == 1


def test_an_earlier_list_may_lack_a_band_that_a_rule_names() -> None:
    earlier = {"2021": {"g": ["good", "fair", "average"]}}
    bundle = changed(full(), "bands_by_year", earlier)

    assert problems(changed(bundle, "rules/1/band_at_most", "weak")) == []


def test_history_and_facts_and_since_may_be_left_out() -> None:
    bare = {"code": "v", "group": "g", "band": "weak"}

    assert problems(changed(full(), "units/1", bare)) == []
    assert problems(changed(full(), "people/2", person("q", "collective"))) == []
