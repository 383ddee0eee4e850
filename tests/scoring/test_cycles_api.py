"""Other systems read which cycles there are, by which rules and with which blocks."""

import pytest
from django.test import Client

from tests.api_clients import caller

CYCLES = "/api/v1/cycles/"


@pytest.fixture
def api(db) -> Client:
    """A system that may read rankings."""
    return caller("rankings:read")


def test_the_list_tells_who_ranks_when_and_until_which_instant(api, cycle):
    (found,) = api.get(CYCLES).json()["results"]

    assert found == {
        "organiser": "56",
        "organiser_name": "Tỉnh Khánh Hòa",
        "year": 2024,
        "title": "Kỳ tính tay 2024",
        "first_on": "2024-01-01",
        "last_on": "2024-12-31",
        "cutoff_at": "2024-12-31T23:59:59+07:00",
        "rule_set": "nho-2024",
    }


@pytest.mark.parametrize(
    ("asked", "count"), [({"year": 2024}, 1), ({"year": 2023}, 0), ({"organiser": "57"}, 0)]
)
def test_cycles_are_found_by_year_and_organiser(api, cycle, asked, count):
    assert api.get(CYCLES, asked).json()["count"] == count


def test_a_cycle_tells_its_rules_and_blocks(api, cycle):
    found = api.get(f"{CYCLES}56/2024/").json()

    assert (found["late_definition"], found["minimum_sample"]) == ("resolved_or_overdue", 30)
    assert found["campaign"] is None
    assert found["blocks"] == [
        {
            "code": "departments",
            "title": "Sở, ban, ngành",
            "criteria_set": "bo-nho",
            "criteria_set_title": "Bộ tiêu chí tính tay",
        }
    ]


@pytest.mark.parametrize("place", ["56/2023/", "57/2024/", "56/0000/"])
def test_a_cycle_that_nobody_holds_is_not_found(api, cycle, place):
    assert api.get(CYCLES + place).status_code == 404


@pytest.mark.parametrize("path", ["", "56/2024/"])
def test_cycles_are_for_clients_whose_scope_says_so(cycle, path):
    assert caller("units:read").get(CYCLES + path).status_code == 403
    assert Client().get(CYCLES + path).status_code == 401
