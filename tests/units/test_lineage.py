"""What became of a unit, through one reorganisation or several."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from units.models import Succession, Unit
from units.selectors.lineage import Heir, predecessors_of, successors_of, successors_on
from units.selectors.units import lives_of, search_units, unit_on, units_on

Y2010, Y2020, Y2025 = date(2010, 1, 1), date(2020, 1, 1), date(2025, 7, 1)
DAY = timedelta(days=1)


@pytest.fixture
def lineage(make_unit):
    """Return a history of two reorganisations, in 2020 and in 2025.

    a ──whole──▸ c ──whole──▸ d        f lives on, and gave a part to e in 2025
    b ──part───▸ c ──part───▸ e
    """
    units = {
        "a": make_unit("a", first=Y2010, last=Y2020 - DAY),
        "b": make_unit("b", first=Y2010, last=Y2020 - DAY),
        "c": make_unit("c", first=Y2020, last=Y2025 - DAY),
        "d": make_unit("d", first=Y2025),
        "e": make_unit("e", first=Y2025),
        "f": make_unit("f", first=Y2010),
    }
    for old, new, extent in [
        ("a", "c", "whole"),
        ("b", "c", "part"),
        ("c", "d", "whole"),
        ("c", "e", "part"),
        ("f", "e", "part"),
    ]:
        Succession.objects.create(predecessor=units[old], successor=units[new], extent=extent)
    return units


@pytest.mark.parametrize(
    ("code", "day", "heirs"),
    [
        ("a", Y2020 - DAY, [("a", True)]),
        ("a", Y2020, [("c", True)]),
        ("a", Y2025, [("d", True), ("e", False)]),
        ("b", Y2020, [("c", False)]),
        ("b", Y2025, [("d", False), ("e", False)]),
        ("c", Y2025, [("d", True), ("e", False)]),
        ("f", Y2025, [("f", True)]),
        ("d", Y2020, []),
        ("a", Y2010 - DAY, []),
    ],
)
def test_a_unit_is_followed_to_a_day_and_is_whole_if_every_step_was(lineage, code, day, heirs):
    found = successors_on(lineage[code], day)

    assert found == [Heir(lineage[heir], is_whole) for heir, is_whole in heirs]


def test_a_whole_way_counts_more_than_a_part_that_comes_first(make_unit):
    units = {
        "a": make_unit("a", last=Y2010 - DAY),
        "b": make_unit("b", first=Y2010, last=Y2020 - DAY),
        "c": make_unit("c", first=Y2020),
    }
    for old, new, extent in [("a", "b", "whole"), ("b", "c", "whole"), ("a", "c", "part")]:
        Succession.objects.create(predecessor=units[old], successor=units[new], extent=extent)

    assert successors_on(units["a"], Y2025) == [Heir(units["c"], is_whole=True)]


def test_a_unit_that_ended_without_a_successor_is_carried_on_by_nobody(make_unit):
    assert successors_on(make_unit("x", last=Y2020), Y2025) == []


def test_parts_that_went_back_and_forth_lead_into_no_circle(make_unit):
    one, other = make_unit("one", last=Y2020 - DAY), make_unit("other", last=Y2020 - DAY)
    Succession.objects.create(predecessor=one, successor=other, extent="part")
    Succession.objects.create(predecessor=other, successor=one, extent="part")

    assert successors_on(one, Y2025) == []


def test_every_reorganisation_costs_one_query(lineage, django_assert_num_queries):
    with django_assert_num_queries(2):
        successors_on(lineage["a"], Y2025)


def test_what_a_unit_came_from_and_went_into_stands_by_name(lineage):
    into_c = [(step.predecessor.code, step.extent) for step in predecessors_of(lineage["c"])]
    from_c = [(step.successor.code, step.extent) for step in successors_of(lineage["c"])]

    assert into_c == [("a", "whole"), ("b", "part")]
    assert from_c == [("d", "whole"), ("e", "part")]


@pytest.mark.parametrize(
    "text",
    [
        "khanh hoa",
        "Khánh Hòa",
        "Khánh Hoà",
        "KHÁNH  HÒA",
        "Kha\u0301nh Ho\u0300a",
        "hòa khánh",
        "56",
    ],
)
def test_a_unit_is_found_however_its_name_is_typed(make_unit, text):
    unit = make_unit("56", "Tỉnh Khánh Hòa", level="province")
    make_unit("579", "Tỉnh Khánh Sơn", level="province")

    assert list(search_units(text, Y2025)) == [unit]


@pytest.mark.parametrize("text", ["khanh hoa x", "%", "_", "5"])
def test_what_is_in_no_name_finds_nothing(make_unit, text):
    make_unit("56", "Tỉnh Khánh Hòa", level="province")

    assert not search_units(text, Y2025)


class OneUnitPerCodeAndDay(TestCase):
    """On any day a code names one unit at most, however its lives were cut."""

    @given(
        cuts=st.lists(st.dates(date(1990, 1, 1), date(2040, 1, 1)), unique=True, max_size=6),
        day=st.dates(date(1980, 1, 1), date(2050, 1, 1)),
    )
    def test_on_any_day_a_code_names_at_most_one_unit(self, cuts, day):
        bounds = [None, *sorted(cuts), None]
        for first, end in pairwise(bounds):
            Unit.through_time.create(code="x", name="X", level="commune", valid=(first, end))

        there = list(units_on(day).filter(code="x"))

        assert len(there) == 1
        assert there == [unit_on("x", day)]
        assert [life.valid.lower for life in lives_of("x")] == bounds[:-1]
