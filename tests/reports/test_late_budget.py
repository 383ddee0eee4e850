"""The late budget, worked out by hand and held against plain counting."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.late_budget import LateBudget, late_budget

FIVE_PERCENT = Fraction(5, 100)


@pytest.mark.parametrize(
    ("late", "counted", "left"),
    [
        (0, 20, 2),  # 1/21 = 4.76 % is still good, 2/22 = 9.09 % is not
        (5, 120, 2),  # 6/121 = 4.96 %, 7/122 = 5.74 %
        (0, 19, 1),  # 1/20 = 5 % blocks
        (12, 500, 14),  # 25/513 = 4.87 %, 26/514 = 5.06 %
    ],
)
def test_so_many_late_dossiers_are_left_until_the_class_is_lost(late, counted, left):
    assert late_budget(late, counted, FIVE_PERCENT) == LateBudget(left, 0)


@pytest.mark.parametrize(
    ("late", "counted", "needed"),
    [
        (6, 120, 1),  # 6/120 = 5 % blocks, 6/121 does not
        (1, 20, 1),
        (4, 10, 71),  # 4/80 = 5 % blocks still, 4/81 = 4.94 % does not
    ],
)
def test_a_blocked_unit_learns_how_many_dossiers_on_time_lift_it(late, counted, needed):
    budget = late_budget(late, counted, FIVE_PERCENT)

    assert budget == LateBudget(0, needed)
    assert budget.is_spent


def test_a_threshold_that_itself_is_allowed_blocks_one_dossier_later():
    assert late_budget(0, 19, FIVE_PERCENT, is_inclusive=False).late_left == 2  # 1/20 is allowed
    assert late_budget(6, 120, FIVE_PERCENT, is_inclusive=False) == LateBudget(1, 0)


@pytest.mark.parametrize(
    ("threshold", "budget"),
    [
        (Fraction(1), LateBudget(None, 0)),  # 3 of 10 never become all
        (Fraction(0), LateBudget(0, None)),  # every share is 0 or more
    ],
)
def test_where_no_number_would_do_none_is_named(threshold, budget):
    assert late_budget(3, 10, threshold) == budget


@given(
    counted=st.integers(1, 300),
    late_share=st.integers(0, 300),
    percent=st.integers(1, 60),
    is_inclusive=st.booleans(),
)
def test_the_budget_is_what_counting_one_by_one_gives(counted, late_share, percent, is_inclusive):
    late, threshold = min(late_share, counted), Fraction(percent, 100)

    def holds(numerator: int, denominator: int) -> bool:
        share = Fraction(numerator, denominator)
        return share > threshold or (is_inclusive and share == threshold)

    left, needed = 0, 0
    while not holds(late + left, counted + left):
        left += 1
    while holds(late, counted + needed):
        needed += 1

    assert late_budget(late, counted, threshold, is_inclusive=is_inclusive) == LateBudget(
        left, needed
    )
