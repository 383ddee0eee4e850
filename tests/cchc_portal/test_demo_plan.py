"""The plan of the demo province: it adds up, and stands on the boundaries of the penalty rules."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from cchc_portal.demo.criteria import criteria_set, leaves
from cchc_portal.demo.plan import FULL, SMALL, document, planned_units, table, unit_years
from scoring.domain import read_bundle

BLOCKS = ("departments", "districts", "communes")
KINDS = {"direct", "choice", "checklist", "bands", "ratio", "deduction", "count", "answers"}


def planned(code, year, scale=SMALL):
    """Return the plan of one unit and year."""
    return next(p for p in unit_years(scale) if (p.unit.code, p.year) == (code, year))


@pytest.mark.parametrize(("scale", "dossiers"), [(SMALL, 40_000), (FULL, 200_000)])
def test_the_province_has_two_hundred_thousand_dossiers_or_a_fifth_of_them(scale, dossiers):
    received = sum(p.counted - p.carried_in + p.uncounted for p in unit_years(scale))

    assert received == dossiers


def test_it_has_twenty_thousand_answers_whatever_its_scale():
    assert sum(p.respondents for p in unit_years(SMALL)) == 20_000
    assert sum(p.respondents for p in unit_years(FULL)) == 20_000


def test_every_unit_of_2024_is_in_the_plan():
    units = Counter((u.organiser, u.block) for u in planned_units() if u.first_on == date.min)

    assert units == {
        ("56", "departments"): 21,
        ("56", "districts"): 9,
        ("56", "communes"): 132,
        ("906", "communes"): 19,
    }


def test_planned_units_are_those_of_the_registers():
    known = {row["code"]: row["name"] for row in table("legacy_units.csv")}
    planned_names = {
        unit.code: unit.name for unit in planned_units() if unit.block != "departments"
    }

    assert planned_names.items() <= known.items()


def test_some_units_stand_exactly_on_five_per_cent_and_some_beside_it():
    exact, under, over = (planned(code, 2024, FULL) for code in ("22333", "22336", "22351"))

    assert (exact.late, exact.counted) == (20, 400)  # 20 × 20 = 400
    assert (under.late, under.counted) == (20, 405)  # 20 × 20 < 405
    assert (over.late, over.counted) == (20, 395)  # 20 × 20 > 395


def test_some_units_stand_exactly_on_eighty_per_cent_and_some_just_above():
    exact, above = planned("22366", 2024), planned("22363", 2024)

    assert (exact.satisfied, exact.respondents * 5) == (232, 290)  # 232 × 5 = 290 × 4
    assert (above.satisfied, above.respondents * 5) == (233, 290)


def test_a_third_of_the_late_ones_is_late_in_two_years():
    before = planned("so-tai-nguyen-va-moi-truong", 2023)
    after = planned("so-tai-nguyen-va-moi-truong", 2024)

    assert (before.late, after.late) == (60, 52)
    assert before.carried_out == after.carried_in == 17  # 52 // 3
    assert (before.carried_in, after.carried_out) == (0, 0)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_sample_set_has_the_shape_of_the_national_frame(block):
    areas = criteria_set(block)["areas"]
    maxima = [Decimal(area["max_points"]) for area in areas]

    assert maxima == [Decimal(m) for m in ("9.5", "10", "13", "10.5", "15", "12", "13.5", "16.5")]
    assert sum(len(area["criteria"]) for area in areas) == 37
    assert len(list(leaves(areas))) == 88


@pytest.mark.parametrize("block", BLOCKS)
def test_a_sample_set_has_leaves_of_every_kind(block):
    found = list(leaves(criteria_set(block)["areas"]))

    assert {leaf["scoring"]["kind"] for leaf in found} == KINDS
    assert [leaf["role"] for leaf in found if "role" in leaf] == ["bonus", "penalty"]
    assert [leaf["code"] for leaf in found if "decimals" in leaf] == ["8.1.1"]
    facts = [leaf["scoring"]["from_fact"] for leaf in found if "from_fact" in leaf["scoring"]]
    assert facts == ["late_rate", "satisfaction"]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_sample_set_says_first_that_it_is_one(block):
    given = criteria_set(block)

    assert "MẪU" in given["title"]
    assert given["source"].startswith("MẪU")


@pytest.mark.parametrize(
    "rules", document("sample_rules.json"), ids=lambda r: r["document"]["code"]
)
def test_the_core_accepts_the_sample_rules_with_the_sample_sets(rules):
    groups = [
        {"code": block, "title": block, "criteria_set": criteria_set(block)} for block in BLOCKS
    ]
    for group in groups:
        del group["criteria_set"]["source"]
    bundle = {
        "format": "cchc-ranking-bundle/1",
        "year": 2024,
        "title": "",
        "cutoff": "2024-12-31T23:59:59+07:00",
        "rule_set": rules["document"],
        "facts": [{"code": "late_rate"}, {"code": "satisfaction"}],
        "groups": groups,
        "units": [],
    }

    assert len(read_bundle(json.dumps(bundle)).groups) == 3


def test_a_change_of_a_block_names_a_code_of_the_base():
    base = document("sample_criteria.json")
    known = {node["code"] for node in every(criteria_set("departments")["areas"])}

    for block in BLOCKS:
        assert base["blocks"][block]["changes"].keys() <= known


def every(nodes):
    """Yield the nodes and all below them."""
    for node in nodes:
        yield node
        yield from every(node.get("criteria", []))
