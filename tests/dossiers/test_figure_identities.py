"""The identities between figures: which sets of figures contradict them, and how."""

import pytest

from dossiers.domain.figures import IDENTITIES, Breach, breaches
from dossiers.models import StatedFigure

# 100 = 4 + 96; 96 = 80 + 16 = 3 + 10 + 2 + 81; 81 = 50 + 20 + 10 + 1.
RIGHT = {
    "total": 100,
    "refused": 4,
    "accepted": 96,
    "received": 80,
    "carried_over": 16,
    "waiting": 3,
    "open": 10,
    "dropped": 2,
    "released": 81,
    "early": 50,
    "on_time": 20,
    "late": 10,
    "undetermined": 1,
}


def test_figures_that_add_up_contradict_nothing():
    assert breaches(RIGHT) == []


@pytest.mark.parametrize(
    ("figure", "broken"),
    [
        ("total", ["total"]),
        ("accepted", ["total", "accepted", "accepted"]),
        ("carried_over", ["accepted"]),
        ("waiting", ["accepted"]),
        ("released", ["accepted", "released"]),
        ("undetermined", ["released"]),
    ],
)
def test_one_figure_too_many_breaks_each_identity_that_it_stands_in(figure, broken):
    found = breaches(RIGHT | {figure: RIGHT[figure] + 1})

    assert [breach.whole for breach in found] == broken


def test_a_breach_says_both_sides():
    breach = breaches(RIGHT | {"refused": 5})[0]

    assert breach == Breach("total", 100, (("refused", 5), ("accepted", 96)))
    assert breach.sum == 101


def test_what_is_not_known_contradicts_nothing():
    assert breaches({"total": 100, "refused": 4}) == []
    assert breaches({"refused": 4, "accepted": 96}) == []
    assert breaches({}) == []


def test_parts_that_are_known_may_not_exceed_the_whole():
    found = breaches({"released": 81, "early": 60, "late": 22})

    assert found == [Breach("released", 81, (("early", 60), ("late", 22)), is_partial=True)]


def test_every_figure_stands_in_an_identity():
    named = {name for whole, parts in IDENTITIES for name in (whole, *parts)}

    assert named == set(StatedFigure.Figure.values)
