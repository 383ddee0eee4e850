"""Other systems read units as they stood on a day, and what became of them."""

from datetime import date

import pytest
from django.test import Client

from tests.api_clients import caller
from units.models import Succession

UNITS = "/api/v1/units/"


@pytest.fixture
def api(db) -> Client:
    """A system that may read units."""
    return caller("units:read")


@pytest.fixture
def merger(make_unit):
    """Until 30/06/2025 two wards, of which one went whole and one in part into a new one."""
    old = make_unit("22333", "Phường Vĩnh Phước", last=date(2025, 6, 30), level="commune")
    other = make_unit("22336", "Phường Vĩnh Hải", last=date(2025, 6, 30), level="commune")
    new = make_unit("22333", "Phường Bắc Nha Trang", first=date(2025, 7, 1), level="commune")
    Succession.objects.create(predecessor=old, successor=new, extent="whole", source="NQ 1667")
    Succession.objects.create(predecessor=other, successor=new, extent="part")
    return new


def names(response) -> list[str]:
    """Return the names of the units on a page."""
    assert response.status_code == 200, response.json()
    return [unit["name"] for unit in response.json()["results"]]


def test_the_list_shows_the_map_of_the_day(api, merger):
    before = api.get(UNITS, {"on": "2025-06-30"})
    after = api.get(UNITS, {"on": "2025-07-01"})

    assert names(before) == ["Phường Vĩnh Hải", "Phường Vĩnh Phước"]
    assert names(after) == ["Phường Bắc Nha Trang"]


def test_without_a_day_the_list_is_todays(api, merger):
    assert names(api.get(UNITS)) == ["Phường Bắc Nha Trang"]


def test_a_unit_says_its_first_and_its_own_last_day(api, merger):
    unit = api.get(f"{UNITS}22333/", {"on": "2025-06-30"}).json()

    assert unit == {
        "code": "22333",
        "name": "Phường Vĩnh Phước",
        "level": "commune",
        "parent": None,
        "first_on": None,
        "last_on": "2025-06-30",
        "source": "",
    }


def test_units_are_found_by_level_parent_and_words_without_marks(api, make_unit):
    province = make_unit("56", "Tỉnh Khánh Hòa", level="province")
    inner, outer = make_unit("a", "Sở Nội vụ"), make_unit("b", "Sở Ngoại vụ")
    inner.parent = province
    inner.save()

    assert names(api.get(UNITS, {"level": "department"})) == ["Sở Ngoại vụ", "Sở Nội vụ"]
    assert names(api.get(UNITS, {"parent": "56"})) == ["Sở Nội vụ"]
    assert names(api.get(UNITS, {"search": "so ngoai"})) == [outer.name]
    assert names(api.get(UNITS, {"search": "khanh hoà"})) == ["Tỉnh Khánh Hòa"]


def test_a_code_nobody_bore_that_day_is_not_found(api, merger):
    answer = api.get(f"{UNITS}22336/", {"on": "2025-07-01"})

    assert answer.status_code == 404
    assert answer.json()["detail"] == "Ngày 01/07/2025 không có đơn vị nào mang mã 22336."


def test_a_code_tells_its_lives_the_earliest_first(api, merger):
    assert names(api.get(f"{UNITS}22333/lives/")) == ["Phường Vĩnh Phước", "Phường Bắc Nha Trang"]


def test_a_unit_tells_where_it_came_from(api, merger):
    lineage = api.get(f"{UNITS}22333/lineage/", {"on": "2025-07-01"}).json()

    steps = [(s["unit"]["name"], s["extent"], s["source"]) for s in lineage["predecessors"]]
    assert steps == [("Phường Vĩnh Hải", "part", ""), ("Phường Vĩnh Phước", "whole", "NQ 1667")]
    assert lineage["successors"] == []


def test_a_unit_tells_where_it_went(api, merger):
    lineage = api.get(f"{UNITS}22336/lineage/", {"on": "2025-06-30"}).json()

    assert [step["unit"]["name"] for step in lineage["successors"]] == ["Phường Bắc Nha Trang"]


def test_pages_are_as_long_as_asked_and_lead_on(api, make_unit):
    for number in range(5):
        make_unit(f"so-{number}", f"Sở {number}")

    first = api.get(UNITS, {"page_size": 2, "level": "department"}).json()
    last = api.get(UNITS, {"page_size": 2, "level": "department", "page": 3}).json()

    assert (first["count"], len(first["results"]), first["previous"]) == (5, 2, None)
    assert "page=2" in first["next"]
    assert ([unit["name"] for unit in last["results"]], last["next"]) == (["Sở 4"], None)


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"on": "31/12/2024"}, "on"),
        ({"on": "2024-02-30"}, "on"),
        ({"on": ["2024-01-01", "2024-01-02"]}, "on"),
        ({"level": "village"}, "level"),
        ({"levle": "commune"}, "levle"),
        ({"search": "a\0b"}, "search"),
        ({"search": "x" * 201}, "search"),
        ({"parent": ""}, "parent"),
        ({"page": "0"}, "page"),
        ({"page": "last"}, "page"),
        ({"page_size": "1001"}, "page_size"),
        ({"page": "9" * 5000}, "page"),
    ],
)
def test_a_wrong_parameter_is_named(api, asked, parameter):
    answer = api.get(UNITS, asked)

    assert answer.status_code == 400
    assert {fault["parameter"] for fault in answer.json()["errors"]} == {parameter}


@pytest.mark.parametrize("code", ["a%00b", "a%0Ab", "x" * 41])
def test_an_address_that_can_be_no_code_is_not_found(api, code):
    assert api.get(f"{UNITS}{code}/").status_code == 404


@pytest.mark.parametrize("code", ["%F0%9F%8F%98", "%ED%A0%80", "..", "a'b%22"])
def test_a_strange_code_is_a_code_that_nobody_bore(api, code):
    assert api.get(f"{UNITS}{code}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_units(
    api, make_unit, django_assert_num_queries
):
    province = make_unit("56", "Tỉnh", level="province")
    for number in range(20):
        unit = make_unit(f"so-{number}", f"Sở {number}")
        unit.parent = province
        unit.save()

    with django_assert_num_queries(3):  # the token, how many there are, the page
        assert len(names(api.get(UNITS))) == 21


@pytest.mark.parametrize("path", ["", "22333/", "22333/lives/", "22333/lineage/"])
def test_units_are_for_clients_whose_scope_says_so(db, path):
    assert caller("rankings:read").get(UNITS + path).status_code == 403
    assert Client().get(UNITS + path).status_code == 401
