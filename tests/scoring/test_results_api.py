"""Other systems read the lines of a run: each figure is the frozen one, none is computed."""

import json

import pytest
from django.test import Client

from scoring.models import RankingRun
from scoring.services.ranking import rank_cycle
from tests.api_clients import caller
from tests.scoring_world import publish
from units.models import ApiClient, Unit

RESULTS = "/api/v1/cycles/56/2024/runs/1/results/"


@pytest.fixture
def api(db) -> Client:
    """A system that may read rankings."""
    return caller("rankings:read")


@pytest.fixture
def run(cycle, marker) -> RankingRun:
    """The run of the hand-worked cycle, published."""
    return publish(rank_cycle(cycle.pk, by=None), marker).run


def test_lines_come_in_the_order_of_the_result(api, run):
    lines = api.get(RESULTS).json()["results"]

    told = [(line["position"], line["rank"], line["code"], line["published"]) for line in lines]
    assert [line[1:] for line in told] == [
        (1, "beta", "98.00"),
        (2, "alpha", "85.00"),
        (3, "gamma", "54.00"),
    ]
    assert told == sorted(told)


def test_a_line_says_what_the_points_would_give_and_what_barred_it(api, run):
    (line,) = api.get(RESULTS, {"unit": "beta"}).json()["results"]

    # 6 + 0.95 × 4 = 9.8 of 10; 1 of 20 late is 5 %, which bars good
    assert (line["name"], line["points"], line["applicable_max"]) == ("Sở beta", "9.8", "10")
    assert (line["band_by_points"], line["band"]) == ("good", "fair")
    assert line["blocked_by"] == ["late_dossiers"]
    assert line["areas"]["2"] == {
        "points": "3.8",
        "applicable_max": "4",
        "index": "95.0000000000",
    }
    assert "leaves" not in line


def test_leaves_come_along_when_asked_for(api, run):
    (line,) = api.get(RESULTS, {"unit": "alpha", "expand": "leaves"}).json()["results"]

    assert line["leaves"]["1.1"] == {"points": "4.5", "state": "marked"}


def test_lines_say_exactly_what_the_frozen_result_says(api, run):
    lines = api.get(RESULTS, {"expand": "leaves"}).json()["results"]

    added = {"position", "name"}
    shown = [{key: line[key] for key in line if key not in added} for line in lines]
    assert shown == json.loads(run.result)["units"]


def test_lines_are_found_by_block(api, run):
    assert api.get(RESULTS, {"group": "departments"}).json()["count"] == 3
    assert api.get(RESULTS, {"group": "communes"}).json()["count"] == 0


@pytest.mark.parametrize("asked", [{"expand": "areas"}, {"group": "\0"}, {"unit": ""}])
def test_what_cannot_be_asked_is_refused(api, run, asked):
    assert api.get(RESULTS, asked).status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_lines(api, run, django_assert_num_queries):
    with django_assert_num_queries(5):  # token, cycle, run, how many, page
        api.get(RESULTS, {"expand": "leaves"})


def test_a_system_of_one_unit_reads_the_lines_without_what_is_of_the_sheets(api, run, make_user):
    ApiClient.objects.update(user=make_user("head", Unit.through_time.get(code="alpha")))

    lines = api.get(RESULTS).json()["results"]

    assert {line["published"] for line in lines} == {"98.00", "85.00", "54.00"}
    assert [line["areas"] for line in lines] == [None, None, None]
    assert api.get(RESULTS, {"expand": "leaves"}).status_code == 403


def test_a_system_of_the_whole_province_reads_the_leaves(api, run, make_user):
    ApiClient.objects.update(user=make_user("leader"))

    (line,) = api.get(RESULTS, {"unit": "alpha", "expand": "leaves"}).json()["results"]

    assert "1.1" in line["leaves"] and "1" in line["areas"]
