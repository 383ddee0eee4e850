"""Frame and lines: what a run keeps so that pages need not read its texts."""

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from scoring.models import Assessment, RankingRun
from scoring.services.ranking import rank_cycle, verify_run


def unguarded(statement: str) -> None:
    """Execute a statement as somebody who got past the guard of the database."""
    table = statement.split()[1]
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(statement)
        cursor.execute(f"alter table {table} enable trigger user")


def test_a_line_has_the_figures_of_the_result_in_its_order(cycle):
    run = rank_cycle(cycle.pk, by=None)

    columns = ("position", "unit__code", "standing", "rank", "published", "band", "band_by_points")
    assert list(run.lines.values_list(*columns)) == [
        (1, "beta", "ranked", 1, Decimal("98"), "fair", "good"),
        (2, "alpha", "ranked", 2, Decimal("85"), "good", "good"),
        (3, "gamma", "ranked", 3, Decimal("54"), "weak", "weak"),
    ]


def test_a_line_has_the_very_objects_of_bundle_and_result(cycle):
    run = rank_cycle(cycle.pk, by=None)

    line = run.lines.get(unit__code="beta")
    given = {unit["code"]: unit for unit in json.loads(run.bundle)["units"]}
    assert line.given == given["beta"]
    assert line.entry == json.loads(run.result)["units"][0]
    assert line.group.code == "departments"
    assert line.supplement == {}


def test_the_frame_is_the_bundle_without_units_and_the_figures_of_the_blocks(cycle):
    run = rank_cycle(cycle.pk, by=None)

    bundle, figures = json.loads(run.bundle), json.loads(run.result)["groups"]
    del bundle["units"], bundle["format"]
    assert RankingRun.objects.get().frame == bundle | {"figures": figures}


def test_an_excluded_unit_has_a_line_without_figures(cycle):
    Assessment.objects.filter(unit__code="beta").update(standing="excluded", reason="Sắp xếp")

    run = rank_cycle(cycle.pk, by=None)

    line = run.lines.get(unit__code="beta")
    assert (line.standing, line.rank, line.published, line.band) == ("excluded", None, None, "")


@pytest.mark.parametrize(
    "change",
    [
        "rank = 7",
        "published = 98.1",
        "band = 'good'",
        "standing = 'scored'",
        'entry = entry || \'{"points": "9"}\'',
        'given = given || \'{"name": "Sở khác"}\'',
        'supplement = \'{"late_rate": {"undetermined": 1}}\'',
        "unit_id = (select organiser_id from scoring_cycle)",
    ],
)
def test_a_line_that_was_tampered_with_is_found_out(cycle, change):
    run = rank_cycle(cycle.pk, by=None)
    unguarded(f"update scoring_rankingline set {change} where position = 1")

    found = verify_run(RankingRun.objects.get(pk=run.pk))

    assert not found.is_every_line_right
    assert found.is_frame_right
    assert found.is_result_right


def test_a_missing_line_is_found_out(cycle):
    run = rank_cycle(cycle.pk, by=None)
    unguarded("update scoring_rankingline set position = 9 where position = 3")

    assert not verify_run(run).is_every_line_right


@pytest.mark.parametrize("change", ["'{}'", 'frame || \'{"title": "Khác"}\''])
def test_a_frame_that_was_tampered_with_is_found_out(cycle, change):
    rank_cycle(cycle.pk, by=None)
    unguarded(f"update scoring_rankingrun set frame = {change}")

    found = verify_run(RankingRun.objects.get())

    assert not found.is_frame_right
    assert found.is_every_line_right


@pytest.mark.parametrize("text", ["", "[", '{"units": {"beta": {"late_rate": 1}}}'])
def test_a_supplement_that_was_tampered_with_is_found_out(cycle, text):
    run = rank_cycle(cycle.pk, by=None)

    run.supplement = text

    assert not verify_run(run).is_every_line_right


@pytest.mark.parametrize(
    "statement", ["update scoring_rankingline set rank = 1", "delete from scoring_rankingline"]
)
def test_the_database_refuses_to_edit_a_line(cycle, statement):
    rank_cycle(cycle.pk, by=None)

    with pytest.raises(DatabaseError, match="không sửa"), transaction.atomic():
        connection.cursor().execute(statement)
