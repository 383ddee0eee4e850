"""What a clerk reads of a bundle whose rules or criteria are wrong."""

from typing import Any

import pytest
from ranking_bundles import MISSING, area, band, block, bundle, changed, group, leaf, said
from refusal_table import AREAS, LEAF, RULES, SET, WEIGHTED, full, place_of

from scoring.domain.reading import criteria as criteria_module

BANDS = f"{RULES}/bands"
BLOCK = f"{RULES}/blocks/0"
OUT_OF_ORDER = "Các mức xếp loại phải giảm dần, mức tốt nhất đứng đầu."
ONE_BOUND = "Mỗi mức xếp loại cần đúng một ngưỡng: “at_least” hoặc “above”."
FLOOR = 'Mức xếp loại cuối cùng phải có ngưỡng “at_least” bằng "0".'

# path, value, place (None: the path itself), sentence
RULE_SET = [
    (f"{RULES}/basis", "x", None, "Không có lựa chọn “x”; chỉ nhận: index, points."),
    (f"{RULES}/rank_on", "x", None, "Không có lựa chọn “x”; chỉ nhận: unrounded, published."),
    (f"{RULES}/ties", "x", None, "Không có lựa chọn “x”; chỉ nhận: competition, dense, ordinal."),
    (f"{RULES}/rounding", "x", None, "Không có lựa chọn “x”; chỉ nhận: half_up, half_even, down."),
    (f"{RULES}/unmarked", "x", None, "Không có lựa chọn “x”; chỉ nhận: refuse, zero, pending."),
    (f"{RULES}/total_cap", "min", None, "Không có lựa chọn “min”; chỉ nhận: null, max."),
    (f"{RULES}/total_cap", False, None, "Không có lựa chọn “false”; chỉ nhận: null, max."),
    (f"{RULES}/by_group/w/basis", "", None, "Không có lựa chọn “”; chỉ nhận: index, points."),
    (f"{BLOCK}/test", "=", None, "Không có lựa chọn “=”; chỉ nhận: >=, <=, >, <."),
    (f"{BLOCK}/when_missing", "x", None, "Không có lựa chọn “x”; chỉ nhận: refuse, ignore."),
    (f"{RULES}/by_group/x", {}, None, "Không có khối đơn vị “x”."),
    (
        f"{RULES}/tie_break/0",
        "area:3",
        None,
        "Lĩnh vực “3” dùng để phân định đồng hạng không có trong khối “g”.",
    ),
    (
        f"{RULES}/by_group/w/tie_break",
        ["area:9"],
        f"{RULES}/by_group/w/tie_break/0",
        "Lĩnh vực “9” dùng để phân định đồng hạng không có trong khối “w”.",
    ),
    (
        f"{RULES}/tie_break/0",
        "name",
        None,
        "Không hiểu cách phân định đồng hạng “name”; chỉ nhận “code” hoặc “area:MÃ”.",
    ),
    (
        f"{BLOCK}/bars",
        "best",
        None,
        "Mức xếp loại “best” không có trong danh sách của khối “g”.",
    ),
    (
        f"{RULES}/by_group/w/blocks",
        [block(bars="best")],
        f"{RULES}/by_group/w/blocks/0/bars",
        "Mức xếp loại “best” không có trong danh sách của khối “w”.",
    ),
    (
        f"{BLOCK}/bars",
        "weak",
        None,
        "Quy tắc chặn mức thấp nhất “weak” của khối “g”, nên không còn mức nào để xếp.",
    ),
    (f"{BLOCK}/fact", "speed", None, "Số liệu “speed” chưa được khai báo trong mục “facts”."),
    (f"{RULES}/blocks/1", block(), f"{RULES}/blocks/1/code", "Mã “late” bị trùng."),
    (f"{BANDS}/1/code", "excellent", None, "Mã “excellent” bị trùng."),
    (f"{BANDS}/1/at_least", MISSING, f"{BANDS}/1", ONE_BOUND),
    (f"{BANDS}/1/above", "80", f"{BANDS}/1", ONE_BOUND),
    (f"{BANDS}/1/at_least", "90", f"{BANDS}/1", OUT_OF_ORDER),
    (f"{BANDS}/3/at_least", "70", f"{BANDS}/3", OUT_OF_ORDER),
    (f"{BANDS}/4/at_least", "0.0000000001", f"{BANDS}/4", FLOOR),
    (f"{BANDS}/4", {"code": "weak", "label": "t", "above": "0"}, None, FLOOR),
    ("facts/1/code", "findings", "facts/2/code", "Mã “findings” bị trùng."),
]
ABOVE_ONE = "Giá trị {} vượt mức tối đa 1."
KINDS = "direct, choice, checklist, bands, ratio, deduction, count, answers"
CRITERIA = [
    (
        f"{SET}/max_points",
        "11.5",
        None,
        "Điểm tối đa ghi 11.5, nhưng tổng các phần bên dưới là 12.",
    ),
    (
        f"{WEIGHTED}/areas/0/criteria/0/max_points",
        "1.25",
        f"{WEIGHTED}/areas/0/max_points",
        "Điểm tối đa ghi 1, nhưng tổng các phần bên dưới là 1.25.",
    ),
    (
        f"{WEIGHTED}/areas/0/weight",
        "0.25",
        WEIGHTED,
        "Tổng trọng số các lĩnh vực là 0.75, phải đúng bằng 1.",
    ),
    (f"{AREAS}/0/weight", "1", None, "Bộ tiêu chí cộng điểm (“sum”) không dùng trọng số."),
    (f"{WEIGHTED}/areas/0/weight", MISSING, None, "Thiếu khóa bắt buộc “weight”."),
    (
        f"{RULES}/by_group/w/basis",
        "points",
        WEIGHTED,
        'Bộ tiêu chí có trọng số chỉ xếp theo chỉ số (“basis”: "index").',
    ),
    (
        f"{RULES}/by_group/w/total_cap",
        "max",
        WEIGHTED,
        "Bộ tiêu chí có trọng số không dùng mức trần điểm.",
    ),
    (
        f"{WEIGHTED}/bonus_cap",
        "1",
        None,
        "Bộ tiêu chí có trọng số không dùng mức trần điểm.",
    ),
    (
        f"{WEIGHTED}/penalty_cap",
        "1",
        None,
        "Bộ tiêu chí có trọng số không dùng mức trần điểm.",
    ),
    (f"{SET}/aggregation", "mean", None, "Không có lựa chọn “mean”; chỉ nhận: sum, weighted."),
    (f"{AREAS}/1/code", "1", None, "Mã “1” bị trùng."),
    (f"{AREAS}/0/criteria/0/code", "1", None, "Mã “1” bị trùng."),
    (f"{LEAF}/10/role", "malus", None, "Không có lựa chọn “malus”; chỉ nhận: bonus, penalty."),
    (f"{LEAF}/0/scoring/kind", "x", None, f"Không có lựa chọn “x”; chỉ nhận: {KINDS}."),
    (f"{LEAF}/0/scoring/kind", None, None, f"Không có lựa chọn “null”; chỉ nhận: {KINDS}."),
    (f"{LEAF}/1/scoring/options/0/points", "1.5", None, ABOVE_ONE.format("1.5")),
    (f"{LEAF}/2/scoring/options/1/points", "2", None, ABOVE_ONE.format("2")),
    (f"{LEAF}/3/scoring/steps/1/points", "1.01", None, ABOVE_ONE.format("1.01")),
    (f"{LEAF}/7/scoring/options/0/worth", "1.1", None, ABOVE_ONE.format("1.1")),
    (f"{LEAF}/1/scoring/options/1/code", "a", None, "Mã “a” bị trùng."),
    (f"{LEAF}/3/scoring/steps/1/at_least", "0.50", None, "Hai nấc có cùng ngưỡng 0.5."),
    (f"{LEAF}/4/scoring/target", "0", None, "Mục tiêu phải lớn hơn 0."),
    (
        f"{LEAF}/8/scoring/from_fact",
        "speed",
        None,
        "Số liệu “speed” chưa được khai báo trong mục “facts”.",
    ),
]


@pytest.mark.parametrize(("path", "value", "place", "sentence"), [*RULE_SET, *CRITERIA])
def test_what_is_said_of_a_rule_or_a_criterion(
    path: str, value: Any, place: str | None, sentence: str
) -> None:
    assert said(changed(full(), path, value)) == [(place_of(place or path), sentence)]


def test_what_is_said_of_a_weight_of_zero() -> None:
    areas = [
        area("1", "1", leaf("a", "1"), weight="1"),
        area("2", "1", leaf("b", "1"), weight="0"),
    ]

    assert said(bundle(groups=[group("2", *areas, aggregation="weighted")])) == [
        ("groups[0].criteria_set.areas[1].weight", "Trọng số phải lớn hơn 0.")
    ]


def test_what_is_said_of_bonus_points_beside_weights() -> None:
    leaves = [leaf("a", "1"), leaf("b", "1", role="bonus")]
    areas = [area("1", "1", *leaves, weight="1")]

    assert said(bundle(groups=[group("1", *areas, aggregation="weighted")])) == [
        (
            "groups[0].criteria_set.areas[0].criteria[1].role",
            "Bộ tiêu chí có trọng số không được có điểm thưởng hoặc điểm trừ.",
        )
    ]


def test_what_is_said_of_a_criterion_that_is_branch_and_leaf() -> None:
    path = f"{AREAS}/0/criteria/0"

    assert said(changed(full(), f"{path}/scoring", {"kind": "direct"})) == [
        (place_of(path), "Mỗi tiêu chí chỉ được có một trong hai: “criteria” hoặc “scoring”.")
    ]


def test_what_is_said_of_too_many_criteria_and_of_too_many_levels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    two_levels = area("1", "2", area("1.1", "2", leaf("a", "1"), leaf("b", "1")))
    document = bundle(groups=[group("2", two_levels)])

    monkeypatch.setattr(criteria_module, "MAX_CRITERIA", 2)
    assert said(document) == [
        ("groups[0].criteria_set", "Bộ tiêu chí có quá nhiều tiêu chí: vượt 2.")
    ]

    monkeypatch.setattr(criteria_module, "MAX_LEVELS", 1)
    assert said(document) == [
        (
            "groups[0].criteria_set.areas[0].criteria[0]",
            "Tiêu chí lồng nhau quá sâu: vượt 1 cấp.",
        )
    ]


def test_several_wrong_bands_are_told_in_order() -> None:
    bands = [
        band("a", "80"),
        band("b", "90"),
        {"code": "c", "label": "t"},
        band("a", "50"),
        band("d", "60"),
        {"code": "e", "label": "t", "above": "60"},
        {"code": "f", "label": "t", "above": "1"},
    ]

    assert said(bundle(bands=bands)) == [
        ("rule_set.bands[2]", ONE_BOUND),
        ("rule_set.bands[3].code", "Mã “a” bị trùng."),
        ("rule_set.bands[1]", OUT_OF_ORDER),
        ("rule_set.bands[4]", OUT_OF_ORDER),
        ("rule_set.bands[5]", OUT_OF_ORDER),
        ("rule_set.bands[6]", FLOOR),
    ]


def test_what_hangs_on_bands_nobody_could_read_is_left_alone() -> None:
    for broken in ({"code": 5}, "x", {"label": "t", "at_least": "65"}):
        found = said(changed(changed(full(), f"{BANDS}/2", broken), f"{BLOCK}/bars", "best"))

        assert found and all(place.startswith("rule_set.bands[2]") for place, _ in found)
