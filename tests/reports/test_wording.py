"""Facts, marks and rules as people read them."""

from fractions import Fraction

import pytest

from reports.selectors import wording


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


@pytest.mark.parametrize(
    ("scoring", "text"),
    [
        ({"kind": "direct"}, "chấm trực tiếp, tối đa 4"),
        ({"kind": "ratio"}, "tỷ lệ × 4"),
        ({"kind": "ratio", "target": "0.8"}, "tỷ lệ / 80 % × 4"),
        (
            {"kind": "ratio", "invert": True, "floor": "0.95"},
            "(1 − tỷ lệ) × 4; dưới 95 % được 0",
        ),
        ({"kind": "deduction", "per_fault": "0.25"}, "4 trừ 0,25 mỗi lỗi, không dưới 0"),
        ({"kind": "count", "per_item": "0.5"}, "0,5 mỗi việc, tối đa 4"),
    ],
)
def test_a_leaf_says_how_its_mark_becomes_points(scoring, text):
    leaf = {"max_points": "4", "scoring": scoring}

    assert wording.rule_text(leaf) == text


def test_percentages_are_rounded_half_up_from_the_exact_share():
    assert wording.percent(Fraction(1, 800)) == "0,13 %"  # 0.125
