"""Facts and marks as people read them."""

from fractions import Fraction

import pytest

from scoring.selectors import wording


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ({"numerator": 6, "denominator": 120}, "5,00 %"),
        ({"numerator": 499, "denominator": 10_000}, "4,99 %"),
        ({"numerator": 2, "denominator": 3}, "66,67 %"),
        ({"value": "0.8662"}, "86,62 %"),
        ({"count": 1200}, "1.200"),
        ({"state": "not_applicable", "reason": "Không khảo sát"}, "không áp dụng"),
        (None, "chưa có số liệu"),
    ],
)
def test_a_fact_reads_as_a_percentage_or_says_why_there_is_none(fact, text):
    assert wording.fact_text(fact) == text


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ({"points": "0.75"}, "0,75 điểm"),
        ({"points": "0"}, "0 điểm"),
        ({"numerator": 93, "denominator": 100}, "93/100 = 93,00 %"),
        ({"count": 3}, "3"),
        ({"choices": ["a", "c"]}, "a, c"),
        ({"counts": {"A": 10, "B": 5}}, "A: 10; B: 5"),
        ({"state": "not_applicable", "reason": "Không có vốn"}, "không áp dụng: Không có vốn"),
        ({"state": "unmarked"}, "chưa chấm"),
        (None, "chưa chấm"),
    ],
)
def test_zero_unmarked_and_not_applicable_never_read_alike(mark, text):
    assert wording.mark_text(mark) == text


def test_percentages_are_rounded_half_up_from_the_exact_share():
    assert wording.percent(Fraction(1, 800)) == "0,13 %"  # 0.125
