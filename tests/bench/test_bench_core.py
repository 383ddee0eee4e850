"""The benchmark of the core: what it measures and what it prints; never how long it took."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from bench.core import peak_bytes, sizes
from bench.core_bundle import bundle_bytes
from bench.report import Report, vietnamese
from scoring.domain import rank_text, read_bundle


def printed(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("bench", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_last_line_is_one_object_with_both_times_and_their_ratio():
    lines = printed("core", "--units", "20", "--rounds", "1", "--json")

    figures = json.loads(lines[-1])
    assert figures["bench"] == "core"
    assert figures["ratio"] == figures["work_s"] / figures["limit_s"]
    assert figures["peak_mb"] > 0
    assert list(figures["seconds_per_unit"]) == ["5", "10", "20", "40"]


def test_without_json_there_are_only_sentences():
    lines = printed("core", "--units", "2", "--leaves", "3", "--rounds", "1")

    assert all(line.endswith(".") for line in lines)


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["core", "--units", "0"]])
def test_a_call_that_makes_no_sense_is_refused(arguments):
    with pytest.raises(CommandError):
        printed(*arguments)


@pytest.mark.parametrize(("units", "leaves"), [(1, 1), (3, 7), (40, 100)])
def test_the_bundle_has_the_size_asked_for_and_is_the_same_every_time(units, leaves):
    data = bundle_bytes(units, leaves)

    bundle = read_bundle(data)

    areas = bundle.groups[0].criteria_set.areas
    assert (len(bundle.units), sum(len(area.leaves) for area in areas)) == (units, leaves)
    assert data == bundle_bytes(units, leaves)


def test_the_bundle_has_marks_of_every_state_and_units_that_are_blocked():
    result = json.loads(rank_text(bundle_bytes(30, 40)))

    states = {leaf["state"] for unit in result["units"] for leaf in unit["leaves"].values()}
    assert states == {"marked", "not_applicable"}
    assert {bool(unit["blocked_by"]) for unit in result["units"]} == {True, False}


def test_growth_is_looked_at_up_to_twice_the_units():
    assert sizes(1000) == [250, 500, 1000, 2000]
    assert sizes(1) == [1, 2]


def test_memory_is_that_of_another_process():
    held_here = bytearray(300_000_000)

    assert peak_bytes(bundle_bytes(1, 1)) < len(held_here)


def test_a_ratio_is_work_over_limit():
    report = Report("x", work_s=6.0, limit_s=2.0, lines=(), details={"rows": 5})

    assert report.figures == {
        "bench": "x",
        "work_s": 6.0,
        "limit_s": 2.0,
        "ratio": 3.0,
        "rows": 5,
    }
    assert vietnamese(1234.5) == "1.234,50"
