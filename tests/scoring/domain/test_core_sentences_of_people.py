"""What a clerk reads of a document of consequences for people that is wrong."""

import json
from typing import Any

import pytest
from ranking_bundles import MISSING, changed, ratio, said
from test_core_accountability import full, person, unit

from scoring.domain import read_accountability
from scoring.domain.reading import accountability as people_module

OBJECT = "Sai kiểu dữ liệu: ở đây phải là một đối tượng {…}."
LIST = "Sai kiểu dữ liệu: ở đây phải là một danh sách […]."
STRING = "Sai kiểu dữ liệu: ở đây phải là một chuỗi."
EMPTY_CODE = "Mã không được để trống."
ONE_EFFECT = "Mỗi quy tắc cần đúng một trong hai: “bars_rating” hoặc “measure”."
NO_BAND = "Mức xếp loại “{}” không có trong danh sách của khối “g”."
NO_DATE = "“{}” không phải ngày có thật (dạng NĂM-THÁNG-NGÀY)."
NO_YEAR = "“{}” không phải năm hợp lệ."
NOT_BEFORE = "Năm {} phải trước năm 2022 của tài liệu."
NO_ROLE = "Không có lựa chọn “deputy”; chỉ nhận: official, head, collective."
FORMAT = "“cchc-accountability-bundle/1”"
PAST = 'units[0].history["2021"]'
LISTS = 'bands_by_year["2021"]'

# path, value, place, sentence
DOCUMENT = [
    ("format", "x", "format", f"Không nhận ra định dạng “x”; cần {FORMAT}."),
    ("format", MISSING, "format", "Thiếu khóa bắt buộc “format”."),
    ("people", MISSING, "people", "Thiếu khóa bắt buộc “people”."),
    ("rules", MISSING, "rules", "Thiếu khóa bắt buộc “rules”."),
    ("units", MISSING, "units", "Thiếu khóa bắt buộc “units”."),
    ("bands", MISSING, "bands", "Thiếu khóa bắt buộc “bands”."),
    ("extra", 1, "extra", "Khóa “extra” không có trong định dạng."),
    ("ranking_sha256", 5, "ranking_sha256", STRING),
    ("rules", {}, "rules", LIST),
    ("units", "x", "units", LIST),
    ("people", {}, "people", LIST),
    ("bands", [], "bands", OBJECT),
    ("bands/g", "good", "bands.g", LIST),
    ("bands/g/1", 5, "bands.g[1]", STRING),
    ("bands/g", [], "bands.g", "Danh sách không được để trống."),
    ("bands/g/1", "excellent", "bands.g[1]", "Mã “excellent” bị trùng."),
    ("bands/g/5", "", "bands.g[5]", EMPTY_CODE),
    ("bands_by_year", [], "bands_by_year", OBJECT),
    ("bands_by_year/2021", [], LISTS, OBJECT),
    ("bands_by_year/2021/g/1", "good", f"{LISTS}.g[1]", "Mã “good” bị trùng."),
    ("bands_by_year/2021/x", ["good"], f"{LISTS}.x", "Không có khối đơn vị “x”."),
    ("bands_by_year/2022", {}, 'bands_by_year["2022"]', NOT_BEFORE.format("2022")),
    ("bands_by_year/2023", {}, 'bands_by_year["2023"]', NOT_BEFORE.format("2023")),
    ("bands_by_year/02021", {}, 'bands_by_year["02021"]', NO_YEAR.format("02021")),
    (
        "bands_by_year/1000000000000",
        {},
        'bands_by_year["1000000000000"]',
        NOT_BEFORE.format("1000000000000"),
    ),
    (
        "bands_by_year/1000000000001",
        {},
        'bands_by_year["1000000000001"]',
        NO_YEAR.format("1000000000001"),
    ),
]
RULES = [
    ("rules/0", [], "rules[0]", OBJECT),
    ("rules/0/code", "", "rules[0].code", EMPTY_CODE),
    (
        "rules/0/applies_to",
        "deputy",
        "rules[0].applies_to",
        "Không có lựa chọn “deputy”; chỉ nhận: official, head, collective.",
    ),
    ("rules/0/applies_to", MISSING, "rules[0].applies_to", "Thiếu khóa bắt buộc “applies_to”."),
    (
        "rules/0/band_at_most",
        "weak",
        "rules[0].band_at_most",
        "Khóa “band_at_most” không có trong định dạng.",
    ),
    ("rules/0/measure", "review", "rules[0]", ONE_EFFECT),
    ("rules/0/bars_rating", MISSING, "rules[0]", ONE_EFFECT),
    ("rules/0/bars_rating", "", "rules[0].bars_rating", EMPTY_CODE),
    ("rules/1/measure", 5, "rules[1].measure", STRING),
    ("rules/0/fact", "", "rules[0].fact", EMPTY_CODE),
    ("rules/0/fact", MISSING, "rules[0].fact", "Thiếu khóa bắt buộc “fact”."),
    ("rules/0/test", "=", "rules[0].test", "Không có lựa chọn “=”; chỉ nhận: >=, <=, >, <."),
    (
        "rules/0/threshold",
        "10%",
        "rules[0].threshold",
        "“10%” không phải số thập phân hợp lệ: viết trong ngoặc kép, không có dấu cộng hay dấu "
        "trừ, không có số mũ, tối đa 12 chữ số phần nguyên và 10 chữ số sau dấu chấm.",
    ),
    ("rules/0/code", "twice", "rules[1].code", "Mã “twice” bị trùng."),
    ("rules/1/years", 0, "rules[1].years", "Số năm phải từ 1 trở lên."),
    (
        "rules/1/years",
        "2",
        "rules[1].years",
        "“2” không hợp lệ: phải là số nguyên từ 0 đến 1000000000000.",
    ),
    ("rules/1/years", MISSING, "rules[1].years", "Thiếu khóa bắt buộc “years”."),
    ("rules/1/band_at_most", "poor", "rules[1].band_at_most", NO_BAND.format("poor")),
    ("rules/1/band_at_most", "", "rules[1].band_at_most", EMPTY_CODE),
    ("rules/2/requires_band", "poor", "rules[2].requires_band", NO_BAND.format("poor")),
]
UNITS_AND_PEOPLE = [
    ("units/0", "u", "units[0]", OBJECT),
    ("units/0/group", "x", "units[0].group", "Không có khối đơn vị “x”."),
    ("units/0/group", "", "units[0].group", EMPTY_CODE),
    ("units/0/band", "poor", "units[0].band", NO_BAND.format("poor")),
    ("units/0/band", "", "units[0].band", EMPTY_CODE),
    ("units/0/name", "x", "units[0].name", "Khóa “name” không có trong định dạng."),
    ("units/0/history", [], "units[0].history", OBJECT),
    ("units/0/history/2021", "fair", PAST, OBJECT),
    ("units/0/history/2021/band", "excellent", f"{PAST}.band", NO_BAND.format("excellent")),
    ("units/0/history/2021/band", MISSING, f"{PAST}.band", "Thiếu khóa bắt buộc “band”."),
    ("units/0/history/2021/note", 5, f"{PAST}.note", STRING),
    ("units/0/history/2021/x", 5, f"{PAST}.x", "Khóa “x” không có trong định dạng."),
    (
        "units/0/history/2019",
        {"band": "poor"},
        'units[0].history["2019"].band',
        NO_BAND.format("poor"),
    ),
    (
        "units/0/history/2022",
        {"band": "fair"},
        'units[0].history["2022"]',
        NOT_BEFORE.format("2022"),
    ),
    ("units/0/history/x", {"band": "poor"}, "units[0].history.x", NO_YEAR.format("x")),
    ("units/1", unit("u", "fair"), "units[1].code", "Mã “u” bị trùng."),
    ("people/0", "p", "people[0]", OBJECT),
    ("people/0/code", "", "people[0].code", EMPTY_CODE),
    ("people/0/unit", "x", "people[0].unit", "Không có đơn vị “x”."),
    ("people/0/role", "deputy", "people[0].role", NO_ROLE),
    ("people/0/role", "head", "people[1].code", "Mã “p” bị trùng trong cùng một vai trò."),
    (
        "people/0/facts/late_rate",
        {"count": 3},
        "people[0].facts.late_rate",
        "Số liệu “late_rate” sai dạng: nơi dùng nó cần một tỷ lệ hoặc giá trị.",
    ),
    ("people/0/facts", [], "people[0].facts", OBJECT),
    ("people/0/rank", 1, "people[0].rank", "Khóa “rank” không có trong định dạng."),
    ("people/1/since", "2021-02-29", "people[1].since", NO_DATE.format("2021-02-29")),
    ("people/1/since", "1/7/2022", "people[1].since", NO_DATE.format("1/7/2022")),
    ("people/1/since", "", "people[1].since", NO_DATE.format("")),
    ("people/1/since", None, "people[1].since", STRING),
]


@pytest.mark.parametrize(
    ("path", "value", "place", "sentence"), [*DOCUMENT, *RULES, *UNITS_AND_PEOPLE]
)
def test_what_is_said_of_one_wrong_thing(path: str, value: Any, place: str, sentence: str) -> None:
    assert said(changed(full(), path, value), read_accountability) == [(place, sentence)]


def test_a_float_is_refused_here_too() -> None:
    text = json.dumps(changed(full(), "ranking_sha256", 0.5))

    assert said(text, read_accountability) == [
        (
            "ranking_sha256",
            'Không được ghi số thực 0.5; số thập phân phải đặt trong ngoặc kép, ví dụ "0.5".',
        )
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("rules", [{"applies_to": "x"}, {"applies_to": "y"}]),
        ("people", [{"code": "p"}, {"code": "q"}]),
        ("units", ["x", "y"]),
    ],
)
def test_of_two_broken_parts_both_are_told_and_neither_as_a_double(path: str, value: Any) -> None:
    found = said(changed(full(), path, value), read_accountability)

    assert {place.split(".")[0] for place, _ in found} == {f"{path}[0]", f"{path}[1]"}
    assert not any("trùng" in sentence for _, sentence in found)


def test_a_rule_that_was_refused_asks_nothing_of_anybodys_facts() -> None:
    counted = changed(full(), "people/0/facts/late_rate", {"count": 3})

    found = said(changed(counted, "rules/0/test", "="), read_accountability)

    assert [place for place, _ in found] == ["rules[0].test"]


@pytest.mark.parametrize("role", ["head", "collective", "deputy"])
def test_a_count_is_no_wrong_shape_for_somebody_whose_facts_are_not_read(role: str) -> None:
    counted = person("q", role, facts={"late_rate": {"count": 3}})

    found = said(changed(full(), "people/2", counted), read_accountability)

    assert found == ([("people[2].role", NO_ROLE)] if role == "deputy" else [])


# Three rules for each person and each year known of the unit: this one and 2021.
@pytest.mark.parametrize(
    ("people", "cells"),
    [
        ([person("p", "head")], 6),  # 3 x 2
        ([person("p", "head"), person("q", "head")], 12),  # 3 x 2 + 3 x 2
        ([person("p", "head", "v"), person("q", "head")], 9),  # 3 x 1 + 3 x 2
    ],
)
def test_the_work_for_people_may_come_to_the_limit_and_not_above(
    people: list[Any], cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = changed(changed(full(), "people", people), "units/1", unit("v", "fair"))

    monkeypatch.setattr(people_module, "MAX_CELLS", cells)
    assert said(document, read_accountability) == []

    monkeypatch.setattr(people_module, "MAX_CELLS", cells - 1)
    assert said(document, read_accountability) == [
        ("people", f"Khối lượng phải tính quá lớn: vượt {cells - 1} phép tính.")
    ]


def test_somebody_of_an_unknown_unit_is_looked_at_once_a_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = changed(full(), "people", [person("p", "head", "x")])

    monkeypatch.setattr(people_module, "MAX_CELLS", 3)
    assert said(document, read_accountability) == [("people[0].unit", "Không có đơn vị “x”.")]


def test_the_year_may_be_the_first_one_there_is() -> None:
    document = changed(changed(full(), "bands_by_year", {}), "units/0/history", {})

    read = read_accountability(json.dumps(changed(document, "year", 0)))

    assert (read.year, read.people[1].code) == (0, "p")


def test_a_year_far_off_is_a_year() -> None:
    document = changed(full(), "year", 10**12)
    document = changed(document, "people/0/facts/late_rate", ratio(1, 10**12))

    assert said(document, read_accountability) == []
