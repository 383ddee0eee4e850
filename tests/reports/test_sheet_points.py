"""Bonus and penalty leaves in the head of a sheet: their points belong to no area."""

import json

import pytest

from reports.selectors.sheets import line_of, sheet_of
from tests.reports.test_pages import SHEET, words


@pytest.fixture
def with_extra_points(run, next_run):
    """Return a run in which beta has a bonus of 1.5 and a penalty of 0.5."""
    bundle = json.loads(run.bundle)
    leaves = {"T": ("bonus", "1.5"), "P": ("penalty", "0.5")}
    for code, (role, points) in leaves.items():
        bundle["groups"][0]["criteria_set"]["areas"][0]["criteria"].append(
            {
                "code": code,
                "title": role,
                "max_points": "2",
                "role": role,
                "scoring": {"kind": "direct"},
            }
        )
        for unit in bundle["units"]:
            given = points if unit["code"] == "beta" else "0"
            unit["marks"][code] = {"points": given}
    return next_run(bundle)


def test_the_head_says_what_was_added_and_taken(client, people, with_extra_points):
    client.force_login(people["own"])

    page = words(client.get(SHEET))

    assert "10,8 trên 10 điểm áp dụng" in page  # 6 + 3.8 + 1.5 − 0.5
    assert "điểm thưởng +1,5; điểm trừ −0,5" in page


def test_nothing_added_and_nothing_taken_is_not_said(with_extra_points):
    assert sheet_of(line_of(with_extra_points, "alpha"), is_whole=True).extra_points == ""
