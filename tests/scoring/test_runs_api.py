"""Other systems read ranking runs, and their frozen texts byte for byte."""

import hashlib

import pytest
from django.test import Client

from scoring.models import Mark, RankingRun
from scoring.services.ranking import rank_cycle
from tests.api_clients import caller
from tests.scoring_world import create_dossiers, publish
from tests.stage_world import make_known
from units.models import ApiClient, Unit

RUNS = "/api/v1/cycles/56/2024/runs/"


@pytest.fixture
def api(db) -> Client:
    """A system that may read rankings."""
    return caller("rankings:read")


@pytest.fixture
def run(cycle, marker) -> RankingRun:
    """The first run of the hand-worked cycle, published."""
    return publish(rank_cycle(cycle.pk, by=None), marker).run


@pytest.fixture
def provisional(cycle, marker) -> RankingRun:
    """A second run, which lets beta wait; the first one was published after it was made."""
    first = rank_cycle(cycle.pk, by=None)
    Mark.objects.filter(assessment__unit__code="beta").delete()
    second = rank_cycle(cycle.pk, by=None, is_provisional=True)
    make_known(first, marker)
    return second


def test_a_run_says_its_number_its_digest_and_its_figures(api, run):
    found = api.get(f"{RUNS}1/").json()

    assert (found["number"], found["bundle_sha256"]) == (1, run.bundle_sha256)
    assert found["is_provisional"] is False
    assert found["title"] == "Kỳ tính tay 2024"
    # (85.00 + 98.00 + 54.00) / 3 = 79.00
    assert found["groups"] == [
        {
            "code": "departments",
            "ranked": 3,
            "mean_published": "79.00",
            "bands": {"good": 1, "fair": 1, "weak": 1},
        }
    ]


@pytest.mark.parametrize("name", ["bundle", "result"])
def test_a_frozen_text_comes_byte_for_byte(api, run, name):
    answer = api.get(f"{RUNS}1/{name}/")

    assert answer.content == getattr(run, name).encode()
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'


@pytest.mark.parametrize("name", ["bundle", "result"])
def test_who_has_a_frozen_text_already_is_told_so(api, run, name):
    etag = api.get(f"{RUNS}1/{name}/").headers["ETag"]

    again = api.get(f"{RUNS}1/{name}/", headers={"if-none-match": etag})
    other = api.get(f"{RUNS}1/{name}/", headers={"if-none-match": '"x"'})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


def test_the_head_of_a_frozen_text_has_its_digest_and_no_body(api, run):
    answer = api.head(f"{RUNS}1/bundle/")

    assert (answer.status_code, answer.content) == (200, b"")
    assert "ETag" in answer.headers


def test_a_run_says_by_which_decision_it_was_published(api, run, cycle, marker):
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")
    publish(rank_cycle(cycle.pk, by=None), marker, decision_number="09", reason="Sót 1 hồ sơ")

    newer, older = api.get(RUNS).json()["results"]

    assert (newer["publication"], newer["decision_number"]) == ("published", "09")
    assert (newer["decided_on"], newer["superseded_by"]) == ("2025-01-15", None)
    assert (older["publication"], older["decision_number"]) == ("superseded", "05/QĐ-UBND")
    assert older["superseded_by"] == 2
    assert api.get(f"{RUNS}1/").json() | older == api.get(f"{RUNS}1/").json()


def test_a_complete_run_that_nobody_published_is_hidden_too(api, cycle):
    rank_cycle(cycle.pk, by=None)
    trusted = caller("rankings:read", "rankings:provisional")

    assert api.get(RUNS).json()["results"] == []
    assert api.get(f"{RUNS}1/results/").status_code == 404
    assert [run["publication"] for run in trusted.get(RUNS).json()["results"]] == [None]


def test_a_provisional_run_is_hidden_unless_the_scope_says_so(api, provisional):
    trusted = caller("rankings:read", "rankings:provisional")

    assert [run["number"] for run in api.get(RUNS).json()["results"]] == [1]
    assert [run["number"] for run in trusted.get(RUNS).json()["results"]] == [2, 1]


@pytest.mark.parametrize("path", ["", "results/", "bundle/", "result/"])
def test_what_belongs_to_a_provisional_run_is_hidden_too(api, provisional, path):
    trusted = caller("rankings:read", "rankings:provisional")

    assert api.get(f"{RUNS}2/{path}").status_code == 404
    assert trusted.get(f"{RUNS}2/{path}").status_code == 200


def test_a_run_that_was_never_made_is_not_found(api, run):
    answer = api.get(f"{RUNS}7/")

    assert (answer.status_code, answer.json()["detail"]) == (404, "Không có lần xếp hạng này.")


def test_a_list_of_runs_never_reads_their_texts(api, run, django_assert_num_queries):
    with django_assert_num_queries(4) as queries:  # token, cycle, how many, page
        api.get(RUNS)

    assert not any('"bundle",' in query["sql"] for query in queries)


@pytest.mark.parametrize("path", ["", "1/", "1/results/", "1/bundle/", "1/result/"])
def test_runs_are_for_clients_whose_scope_says_so(run, path):
    assert caller("units:read").get(RUNS + path).status_code == 403
    assert caller("rankings:provisional").get(RUNS + path).status_code == 403
    assert Client().get(RUNS + path).status_code == 401


@pytest.mark.parametrize(("role", "status"), [("head", 403), ("officer", 403), ("reader", 200)])
@pytest.mark.parametrize("path", ["bundle/", "result/"])
def test_a_system_of_one_unit_reads_no_sheets_of_others(api, run, make_user, path, role, status):
    unit = Unit.through_time.get(code="alpha") if role != "reader" else None
    ApiClient.objects.update(user=make_user(role, unit))

    assert api.get(f"{RUNS}1/{path}").status_code == status
    assert api.get(RUNS).status_code == 200
