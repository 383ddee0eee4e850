"""What the criteria of two bundles say otherwise, in words; the set is that of the small world.

1.1 of area 1 is marked directly, 6 points; 2.1 of area 2 by the late rate, 4 points.
"""

from copy import deepcopy
from typing import Any

import pytest

from scoring.selectors.bundle_criteria import criteria_changes
from scoring.selectors.rule_changes import RuleChange
from tests.scoring_world import CRITERIA

PLAN = "Khối Sở, ban, ngành: 1.1 Kế hoạch"


def bundle(**leaf: Any) -> dict[str, Any]:
    """Return the part of a bundle that is read, with other keys for 1.1 if any are given."""
    criteria_set = deepcopy(CRITERIA)
    criteria_set["areas"][0]["criteria"][0] |= leaf
    group = {"code": "departments", "title": "Sở, ban, ngành", "criteria_set": criteria_set}
    return {"groups": [group]}


def test_the_same_criteria_differ_in_nothing():
    assert criteria_changes(bundle(), bundle()) == []


@pytest.mark.parametrize(
    ("leaf", "label", "before", "after"),
    [
        (
            {"scoring": {"kind": "deduction", "per_fault": "0.5"}},
            f"{PLAN}, cách chấm",
            "chấm trực tiếp, tối đa 6",
            "6 trừ 0,5 mỗi lỗi, không dưới 0",
        ),
        (
            {"decimals": 1},
            f"{PLAN}, cách chấm",
            "chấm trực tiếp, tối đa 6",
            "chấm trực tiếp, tối đa 6; làm tròn 1 chữ số",
        ),
        ({"role": "bonus"}, f"{PLAN}, vai trò", "Điểm thường", "Điểm thưởng"),
        ({"title": "Kế hoạch năm"}, f"{PLAN} năm, tên", "Kế hoạch", "Kế hoạch năm"),
    ],
)
def test_a_part_that_changed_is_a_line_in_words(leaf, label, before, after):
    assert criteria_changes(bundle(), bundle(**leaf)) == [RuleChange(label, before, after)]


def test_a_maximum_changes_the_sentence_of_its_leaf_too():
    assert criteria_changes(bundle(), bundle(max_points="5.5")) == [
        RuleChange(f"{PLAN}, điểm tối đa", "6", "5,5"),
        RuleChange(f"{PLAN}, cách chấm", "chấm trực tiếp, tối đa 6", "chấm trực tiếp, tối đa 5,5"),
    ]


def test_a_criterion_that_came_or_went_is_one_line():
    without = bundle()
    without["groups"][0]["criteria_set"]["areas"][1]["criteria"] = []
    label = "Khối Sở, ban, ngành: 2.1 Hồ sơ không trễ hạn"
    words = (
        "tên: Hồ sơ không trễ hạn; điểm tối đa: 4;"
        " cách chấm: (1 − tỷ lệ) × 4 (Tỷ lệ hồ sơ trễ hạn); vai trò: Điểm thường"
    )

    assert criteria_changes(bundle(), without) == [RuleChange(label, words, "")]
    assert criteria_changes(without, bundle()) == [RuleChange(label, "", words)]


def test_what_changed_of_a_set_is_said_of_its_block():
    capped = bundle()
    capped["groups"][0]["criteria_set"] |= {"bonus_cap": "2.5", "title": "Bộ khác"}

    assert criteria_changes(bundle(), capped) == [
        RuleChange("Khối Sở, ban, ngành, bộ tiêu chí", "Bộ tiêu chí tính tay", "Bộ khác"),
        RuleChange("Khối Sở, ban, ngành, tổng điểm thưởng nhiều nhất", "", "2,5"),
    ]
