"""What a clerk reads of a bundle whose units, marks or facts are wrong."""

from typing import Any

import pytest
from ranking_bundles import MISSING, block, changed, ratio, said
from refusal_table import FACT, LEAF, MARK, NOT_APPLICABLE, RULES, full, place_of

REASON = "Phải nêu lý do không xếp hạng, không tham gia hoặc không áp dụng."
ZERO = "Mẫu số bằng 0; nếu không phát sinh, hãy ghi “not_applicable” kèm lý do."
NO_ANSWERS = "Không có câu trả lời nào; nếu không khảo sát, hãy ghi “not_applicable” kèm lý do."
NO_SHAPE = "Số liệu phải là tỷ lệ (tử, mẫu), giá trị, số đếm hoặc “not_applicable”."
INVERTED = "Giá trị 1.5 lớn hơn 1 nên không thể lấy phần bù (1 trừ giá trị)."
ONLY_STATE = "Không có lựa chọn “{}”; chỉ nhận: not_applicable."
STATES = "Không có lựa chọn “{}”; chỉ nhận: not_applicable, unmarked."
STANDINGS = "Không có lựa chọn “pending”; chỉ nhận: ranked, scored, excluded."
NEEDS = "Số liệu “{}” sai dạng: nơi dùng nó cần {}."
NO_LEAF = "Không có tiêu chí chấm điểm “{}” trong bộ tiêu chí của khối."
BESIDE = "Tiêu chí “late” lấy từ số liệu “late_rate”, không nhận điểm nhập tay."

# path, value, place (None: the path itself), sentence
UNITS = [
    ("units/0/group", "x", None, "Không có khối đơn vị “x”."),
    ("units/1/code", "u", None, "Mã “u” bị trùng."),
    ("units/0/standing", "pending", None, STANDINGS),
    ("units/0/standing", "scored", "units/0/reason", REASON),
    (
        "units/1/marks",
        {"l1": NOT_APPLICABLE, "l2": NOT_APPLICABLE},
        "units/1",
        "Đơn vị không có tiêu chí nào áp dụng được, nên không tính được chỉ số.",
    ),
]
MARKS = [
    (f"{MARK}/1.1", {"points": "1"}, None, NO_LEAF.format("1.1")),
    (f"{MARK}/late", ratio(1, 2), None, BESIDE),
    (f"{MARK}/late", {"state": "unmarked"}, None, BESIDE),
    (f"{MARK}/direct/points", "1.25", None, "Giá trị 1.25 vượt mức tối đa 1."),
    (f"{MARK}/bonus/points", "2", None, "Giá trị 2 vượt mức tối đa 1."),
    (f"{MARK}/direct", {"state": "x"}, f"{MARK}/direct/state", STATES.format("x")),
    (f"{MARK}/direct", {"state": "not_applicable"}, f"{MARK}/direct/reason", REASON),
    (f"{MARK}/direct", {**NOT_APPLICABLE, "reason": "\t "}, f"{MARK}/direct/reason", REASON),
    (
        f"{MARK}/choice/choices",
        ["z"],
        f"{MARK}/choice/choices/0",
        "Tiêu chí không có phương án “z”.",
    ),
    (
        f"{MARK}/choice/choices",
        ["a", "z"],
        f"{MARK}/choice/choices/1",
        "Tiêu chí không có phương án “z”.",
    ),
    (
        f"{MARK}/choice/choices",
        ["a", "b", "a"],
        f"{MARK}/choice/choices/2",
        "Phương án “a” được chọn hai lần.",
    ),
    (
        f"{MARK}/checklist/choices",
        ["b", "b"],
        f"{MARK}/checklist/choices/1",
        "Phương án “b” được chọn hai lần.",
    ),
    (f"{MARK}/choice/choices", [], None, "Phải chọn đúng một phương án, đang chọn 0."),
    (f"{MARK}/choice/choices", ["b", "a"], None, "Phải chọn đúng một phương án, đang chọn 2."),
    (f"{MARK}/ratio/numerator", 11, None, "Tử số 11 lớn hơn mẫu số 10."),
    (f"{MARK}/bands", ratio(3, 2), f"{MARK}/bands/numerator", "Tử số 3 lớn hơn mẫu số 2."),
    (f"{MARK}/ratio/denominator", 0, None, ZERO),
    (f"{MARK}/ratio", {"value": "1.50"}, None, INVERTED),
    (f"{MARK}/answers/counts", {"A": 0, "B": 0}, None, NO_ANSWERS),
    (f"{MARK}/answers/counts", {}, None, NO_ANSWERS),
    (
        f"{MARK}/answers/counts",
        {"C": 0},
        f"{MARK}/answers/counts/C",
        "Tiêu chí không có phương án “C”.",
    ),
    (
        f"{MARK}/answers/counts",
        {"A": -1},
        f"{MARK}/answers/counts/A",
        "“-1” không hợp lệ: phải là số nguyên từ 0 đến 1000000000000.",
    ),
    (f"{MARK}/direct", MISSING, None, "Tiêu chí “direct” chưa có điểm."),
    (f"{MARK}/bonus", {"state": "unmarked"}, None, "Tiêu chí “bonus” chưa có điểm."),
]
FACTS = [
    (f"{FACT}/findings", MISSING, f"{MARK}/found", "Tiêu chí “found” chưa có điểm."),
    (f"{FACT}/findings", {"value": "1"}, None, NEEDS.format("findings", "một số đếm")),
    (f"{FACT}/findings", ratio(1, 2), None, NEEDS.format("findings", "một số đếm")),
    (f"{FACT}/late_rate", {"count": 1}, None, NEEDS.format("late_rate", "một tỷ lệ hoặc giá trị")),
    (
        "units/1/facts/late_rate",
        {"count": 1},
        None,
        NEEDS.format("late_rate", "một tỷ lệ hoặc giá trị"),
    ),
    (
        "units/1/facts/late_rate",
        MISSING,
        None,
        "Thiếu số liệu “late_rate” mà quy tắc “late” bắt buộc phải có.",
    ),
    (f"{FACT}/findings", {}, None, NO_SHAPE),
    (f"{FACT}/findings", {"sample": 3}, None, NO_SHAPE),
    (f"{FACT}/late_rate", {"value": "1.5"}, None, INVERTED),
    (f"{FACT}/late_rate/numerator", 81, None, "Tử số 81 lớn hơn mẫu số 80."),
    (f"{FACT}/late_rate/denominator", 0, None, ZERO),
    (f"{FACT}/late_rate", {"numerator": 1}, f"{FACT}/late_rate/denominator", None),
    (f"{FACT}/late_rate", {"denominator": 1}, f"{FACT}/late_rate/numerator", None),
    (f"{FACT}/other", {"state": "x"}, f"{FACT}/other/state", ONLY_STATE.format("x")),
    (f"{FACT}/other", {"state": "not_applicable"}, f"{FACT}/other/reason", REASON),
    (
        f"{FACT}/other",
        {"state": "not_applicable", "reason": 5},
        f"{FACT}/other/reason",
        "Sai kiểu dữ liệu: ở đây phải là một chuỗi.",
    ),
]


@pytest.mark.parametrize(("path", "value", "place", "sentence"), [*UNITS, *MARKS, *FACTS])
def test_what_is_said_of_a_unit_a_mark_or_a_fact(
    path: str, value: Any, place: str | None, sentence: str | None
) -> None:
    missing = f"Thiếu khóa bắt buộc “{(place or path).split('/')[-1]}”."

    expected = [(place_of(place or path), sentence or missing)]
    assert said(changed(full(), path, value)) == expected


def test_what_is_said_of_two_groups_of_one_code() -> None:
    assert said(changed(full(), "groups/1/code", "g")) == [
        ("groups[1].code", "Mã “g” bị trùng."),
        ("rule_set.by_group.w", "Không có khối đơn vị “w”."),
        ("units[1].group", "Không có khối đơn vị “w”."),
    ]


def test_what_is_said_of_an_excluded_unit_with_marks_and_without_a_reason() -> None:
    assert said(changed(full(), "units/0/standing", "excluded")) == [
        ("units[0].reason", REASON),
        ("units[0].marks", "Đơn vị không tham gia đánh giá thì không được có điểm."),
    ]


def test_a_fact_is_told_by_its_first_shape_and_the_rest_is_unknown() -> None:
    mixed = {"count": 1, "value": "0.5", "numerator": 1}

    assert said(changed(full(), f"{FACT}/findings", mixed)) == [
        ("units[0].facts.findings.value", "Khóa “value” không có trong định dạng."),
        ("units[0].facts.findings.numerator", "Khóa “numerator” không có trong định dạng."),
    ]


def test_a_value_in_a_mark_leaves_no_room_for_a_ratio() -> None:
    assert said(changed(full(), f"{MARK}/bands/numerator", 1)) == [
        ("units[0].marks.bands.numerator", "Khóa “numerator” không có trong định dạng."),
    ]


def test_every_leaf_block_and_unit_that_lacks_something_is_told_in_order() -> None:
    document = changed(full(), FACT, {})
    document = changed(document, f"{MARK}/two", MISSING)
    document = changed(document, f"{RULES}/blocks/1", block("slow", fact="satisfaction"))
    document = changed(document, "units/1/facts", {"late_rate": {"count": 2}})

    assert said(document) == [
        ("units[0].marks.late", "Tiêu chí “late” chưa có điểm."),
        ("units[0].marks.found", "Tiêu chí “found” chưa có điểm."),
        ("units[0].marks.two", "Tiêu chí “two” chưa có điểm."),
        (
            "units[0].facts.late_rate",
            "Thiếu số liệu “late_rate” mà quy tắc “late” bắt buộc phải có.",
        ),
        (
            "units[0].facts.satisfaction",
            "Thiếu số liệu “satisfaction” mà quy tắc “slow” bắt buộc phải có.",
        ),
        ("units[1].facts.late_rate", NEEDS.format("late_rate", "một tỷ lệ hoặc giá trị")),
        (
            "units[1].facts.satisfaction",
            "Thiếu số liệu “satisfaction” mà quy tắc “slow” bắt buộc phải có.",
        ),
    ]


def test_an_option_or_a_step_that_nobody_could_read_does_not_hide_the_next() -> None:
    steps = [
        {"at_least": "x", "points": "9"},
        {"at_least": "0.5", "points": "1"},
        {"at_least": "0.5", "points": "2"},
    ]

    found = said(changed(full(), f"{LEAF}/3/scoring/steps", steps))

    place = place_of(f"{LEAF}/3/scoring/steps")
    assert [(where.removeprefix(place), what) for where, what in found[1:]] == [
        ("[0].points", "Giá trị 9 vượt mức tối đa 1."),
        ("[2].points", "Giá trị 2 vượt mức tối đa 1."),
        ("[2].at_least", "Hai nấc có cùng ngưỡng 0.5."),
    ]
