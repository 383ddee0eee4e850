"""Ranking a cycle from its data, storing the run, and computing it again."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from scoring.domain import BundleRefused
from scoring.models import Assessment, Mark, RankingRun
from scoring.services.ranking import rank_cycle, verify_run


def lines(run: RankingRun) -> list[tuple]:
    """Return what a result says of each unit, in its order."""
    return [
        (u["rank"], u["code"], u["points"], u["published"], u["band_by_points"], u["band"])
        for u in json.loads(run.result)["units"]
    ]


def test_the_small_world_is_ranked_as_worked_out_by_hand(cycle):
    run = rank_cycle(cycle.pk, by=None)

    assert lines(run) == [
        (1, "beta", "9.8", "98.00", "good", "fair"),
        (2, "alpha", "8.5", "85.00", "good", "good"),
        (3, "gamma", "5.4", "54.00", "weak", "weak"),
    ]


def test_a_second_run_of_unchanged_data_is_the_first_one(cycle):
    first = rank_cycle(cycle.pk, by=None)

    second = rank_cycle(cycle.pk, by=None)

    assert second == first
    assert RankingRun.objects.count() == 1


def test_a_changed_mark_makes_a_new_numbered_run_and_leaves_the_old_one(cycle):
    first = rank_cycle(cycle.pk, by=None)
    Mark.objects.filter(assessment__unit__code="gamma").update(content={"points": "6"})

    second = rank_cycle(cycle.pk, by=None)

    assert (first.number, second.number) == (1, 2)
    assert ("gamma", "8.4") in [(line[1], line[2]) for line in lines(second)]  # 6 + 0.6 × 4
    first.refresh_from_db()
    assert ("gamma", "5.4") in [(line[1], line[2]) for line in lines(first)]


def test_an_unmarked_leaf_refuses_the_run_and_stores_nothing(cycle):
    Mark.objects.filter(assessment__unit__code="beta").delete()

    with pytest.raises(BundleRefused) as refused:
        rank_cycle(cycle.pk, by=None)

    assert any("beta" in p.message or "units[1]" in p.place for p in refused.value.problems)
    assert not RankingRun.objects.exists()


def test_an_excluded_unit_is_listed_without_a_figure(cycle):
    Assessment.objects.filter(unit__code="beta").update(
        standing="excluded", reason="Đang sắp xếp tổ chức"
    )

    run = rank_cycle(cycle.pk, by=None)

    assert lines(run) == [
        (1, "alpha", "8.5", "85.00", "good", "good"),
        (2, "gamma", "5.4", "54.00", "weak", "weak"),
        (None, "beta", None, None, None, None),
    ]


def test_recomputing_a_stored_run_finds_it_right(cycle):
    run = rank_cycle(cycle.pk, by=None)

    found = verify_run(RankingRun.objects.get(pk=run.pk))

    assert found.is_right


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("result", '"published": "98.00"', '"published": "98.10"'),
        ("bundle", '"points": "6"', '"points": "5"'),
        ("bundle", '"points": "6"', '"points": "6'),
        ("bundle_sha256", "", "0"),
    ],
)
def test_a_run_that_was_tampered_with_is_found_out(cycle, field, old, new):
    run = rank_cycle(cycle.pk, by=None)
    assert old in getattr(run, field)

    setattr(run, field, getattr(run, field).replace(old, new))

    assert not verify_run(run).is_right


@pytest.mark.parametrize("supplement", ["[]", "null", '{"units": []}', "{"])
def test_a_run_whose_supplement_is_none_is_wrong(cycle, supplement):
    run = rank_cycle(cycle.pk, by=None)

    run.supplement = supplement

    assert not verify_run(run).is_right


def test_a_run_whose_review_was_taken_away_is_wrong(cycle, people_rules):
    run = rank_cycle(cycle.pk, by=None)
    assert verify_run(run).is_right

    run.people_bundle = run.people_result = ""

    assert not verify_run(run).is_people_right


@pytest.mark.parametrize(
    "statement",
    ["update scoring_rankingrun set result = ''", "delete from scoring_rankingrun"],
)
def test_the_database_refuses_to_edit_a_run(cycle, statement):
    run = rank_cycle(cycle.pk, by=None)

    with pytest.raises(DatabaseError, match="không sửa"), transaction.atomic():
        connection.cursor().execute(statement)

    assert RankingRun.objects.get().result == run.result
