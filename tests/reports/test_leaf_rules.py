"""The sentence of a leaf: enough to redo its points with a pencil."""

import pytest

from scoring.selectors.leaf_rules import marking_text, rule_text

OPTIONS = [{"code": "a", "points": "2"}, {"code": "b", "points": "0.5"}]
STEPS = [{"at_least": "0.7", "points": "0.5"}, {"at_least": "0.9", "points": "1"}]


@pytest.mark.parametrize(
    ("scoring", "text"),
    [
        ({"kind": "direct"}, "chấm trực tiếp, tối đa 4"),
        ({"kind": "ratio"}, "tỷ lệ × 4"),
        (
            {"kind": "ratio", "invert": True, "floor": "0.95"},
            "(1 − tỷ lệ) × 4; dưới 95 % được 0",
        ),
        ({"kind": "deduction", "per_fault": "0.25"}, "4 trừ 0,25 mỗi lỗi, không dưới 0"),
        ({"kind": "count", "per_item": "0.5"}, "0,5 mỗi việc, tối đa 4"),
        ({"kind": "choice", "options": OPTIONS}, "một phương án (a: 2; b: 0,5)"),
        (
            {"kind": "checklist", "options": OPTIONS},
            "cộng các phương án đạt (a: 2; b: 0,5), tối đa 4",
        ),
        (
            {"kind": "answers", "options": [{"code": "A", "worth": "1"}]},
            "mức trung bình của các câu trả lời (A: 1) × 4",
        ),
    ],
)
def test_a_leaf_says_how_its_mark_becomes_points(scoring, text):
    assert rule_text({"max_points": "4", "scoring": scoring}) == text


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ({"target": "0.3"}, "tỷ lệ / 30 % × 1, tối đa 1"),
        ({"allow_over": True}, "tỷ lệ × 1, tối đa 1"),
        ({"target": "1.5"}, "tỷ lệ / 150 % × 1"),
        ({"target": "0.8", "floor": "0.5"}, "tỷ lệ / 80 % × 1, tối đa 1; dưới 50 % được 0"),
    ],
)
def test_a_proportion_that_can_pass_its_target_says_that_it_is_capped(own, text):
    leaf = {"max_points": "1", "scoring": {"kind": "ratio", **own}}

    assert rule_text(leaf) == text


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ({}, "từ 90 %: 1; từ 70 %: 0,5; thấp hơn: 0"),
        ({"invert": True}, "(1 − tỷ lệ) từ 90 %: 1; từ 70 %: 0,5; thấp hơn: 0"),
        (
            {"steps": [*STEPS, {"at_least": "0", "points": "0.2"}]},
            "từ 90 %: 1; từ 70 %: 0,5; từ 0 %: 0,2",
        ),
    ],
)
def test_steps_are_written_out_best_first(own, text):
    leaf = {"max_points": "1", "scoring": {"kind": "bands", "steps": STEPS, **own}}

    assert rule_text(leaf) == text


def test_a_leaf_that_is_rounded_says_so():
    leaf = {"max_points": "10", "decimals": 2, "scoring": {"kind": "ratio"}}

    assert rule_text(leaf) == "tỷ lệ × 10; làm tròn 2 chữ số"


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("penalty", "chấm trực tiếp, tối đa 4; điểm trừ: lấy khỏi tổng"),
        ("bonus", "chấm trực tiếp, tối đa 4; điểm thưởng: cộng vào tổng"),
        ("", "chấm trực tiếp, tối đa 4"),
    ],
)
def test_a_leaf_says_whether_its_points_are_taken_away(role, text):
    leaf = {"max_points": "4", "role": role, "scoring": {"kind": "direct"}}

    assert rule_text(leaf) == text
    assert marking_text(leaf) == "chấm trực tiếp, tối đa 4"
