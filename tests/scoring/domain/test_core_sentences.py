"""What a clerk reads of a bundle that is no proper text, or whose keys and figures are wrong."""

import json
from typing import Any

import pytest
from ranking_bundles import MISSING, changed, said
from refusal_table import AREAS, FACT, LEAF, MARK, RULES, SET, WEIGHTED, full, place_of

from scoring.domain import problems, strict_json
from scoring.domain.reading import bundle as bundle_module

TEXT = json.dumps(full())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"\xff\xfe", "Tệp không phải văn bản UTF-8 hợp lệ."),
        (b"\xef\xbb\xbf{}", "Tệp mở đầu bằng dấu BOM; hãy lưu lại dưới dạng UTF-8 không có BOM."),
        (b'{"a":\n  1,}', "Tệp không phải JSON hợp lệ: sai ở dòng 2, cột 5."),
        (b"[" * 100_000, "Dữ liệu lồng nhau quá sâu."),
        (b"[]", "Sai kiểu dữ liệu: ở đây phải là một đối tượng {…}."),
    ],
)
def test_what_is_said_of_a_text_as_a_whole(text: bytes, sentence: str) -> None:
    assert said(text) == [("", sentence)]


def test_a_text_that_is_too_large_says_how_large_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_BYTES", 1000)
    assert said(TEXT) == [("", "Tệp quá lớn: vượt 1000 byte.")]


def test_a_text_with_too_much_in_it_says_how_much_it_may_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(strict_json, "MAX_VALUES", 10)
    assert said(TEXT) == [("", "Tệp có quá nhiều giá trị: vượt 10.")]


def test_a_bundle_that_is_too_much_to_compute_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_module, "MAX_CELLS", 5)
    assert said(full()) == [("units", "Khối lượng phải tính quá lớn: vượt 5 phép tính.")]


def test_a_list_that_stops_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_PROBLEMS", 1)
    assert said({**full(), "a": 1, "b": 2}) == [
        ("a", "Khóa “a” không có trong định dạng."),
        ("", "Có quá nhiều lỗi; danh sách dừng ở 1 lỗi đầu tiên."),
    ]


FLOAT = 'Không được ghi số thực {}; số thập phân phải đặt trong ngoặc kép, ví dụ "0.5".'
NOT_WHOLE = "Số {} không hợp lệ: chỉ nhận số nguyên từ 0 đến 10¹²."
NUL = "Văn bản chứa ký tự NUL (mã 0), là ký tự không được phép."
HALF = "Văn bản chứa mã Unicode không trọn vẹn (nửa cặp surrogate)."


@pytest.mark.parametrize(
    ("literal", "sentence"),
    [
        ("0.1", FLOAT.format("0.1")),
        ("1e3", FLOAT.format("1e3")),
        ("-Infinity", FLOAT.format("-Infinity")),
        ("-0", NOT_WHOLE.format("-0")),
        ("1234567890123456", NOT_WHOLE.format("1234567890123456")),
        ('"a\\u0000"', NUL),
        ('"\\ud800"', HALF),
    ],
)
def test_what_is_said_of_a_value_that_may_not_stand(literal: str, sentence: str) -> None:
    text = json.dumps(changed(full(), "title", "HERE")).replace('"HERE"', literal)

    assert said(text) == [("title", sentence)]


def test_every_number_of_a_list_is_looked_at_in_order() -> None:
    text = json.dumps(changed(full(), RULES, "HERE")).replace('"HERE"', "[0.1, 0.2, 0.3, 0.4]")

    found = said(text)

    assert found[:4] == [(f"rule_set[{i}]", FLOAT.format(f"0.{i + 1}")) for i in range(4)]


def test_a_list_in_place_of_the_document_is_looked_through_too() -> None:
    assert said("[0.5]") == [
        ("[0]", FLOAT.format("0.5")),
        ("", "Sai kiểu dữ liệu: ở đây phải là một đối tượng {…}."),
    ]


def test_what_is_said_of_a_key_given_twice() -> None:
    text = TEXT.replace('"year": 2022', '"year": 2022, "year": 2022')

    assert said(text) == [("year", "Khóa “year” xuất hiện nhiều lần trong cùng một đối tượng.")]


def test_what_is_said_of_a_key_that_may_not_stand() -> None:
    nul = '"b\\u0000": 1, "year": 2022'

    assert said(TEXT.replace('"year": 2022', nul)) == [
        ('["b\\\\x00"]', NUL),
        ('["b\\\\x00"]', "Khóa “b\\x00” không có trong định dạng."),
    ]


OBJECT = "Sai kiểu dữ liệu: ở đây phải là một đối tượng {…}."
LIST = "Sai kiểu dữ liệu: ở đây phải là một danh sách […]."
STRING = "Sai kiểu dữ liệu: ở đây phải là một chuỗi."
FLAG = "Sai kiểu dữ liệu: ở đây phải là true hoặc false."
EMPTY_LIST = "Danh sách không được để trống."
EMPTY_CODE = "Mã không được để trống."
BUNDLE = "“cchc-ranking-bundle/1”"

# path, value, sentence; the place is the path
KEYS_AND_TYPES = [
    ("format", "x/2", f"Không nhận ra định dạng “x/2”; cần {BUNDLE}."),
    ("format", None, f"Không nhận ra định dạng “null”; cần {BUNDLE}."),
    ("format", MISSING, "Thiếu khóa bắt buộc “format”."),
    ("units", MISSING, "Thiếu khóa bắt buộc “units”."),
    ("groups", MISSING, "Thiếu khóa bắt buộc “groups”."),
    ("rule_set", MISSING, "Thiếu khóa bắt buộc “rule_set”."),
    (f"{RULES}/ties", MISSING, "Thiếu khóa bắt buộc “ties”."),
    ("units/0/name", MISSING, "Thiếu khóa bắt buộc “name”."),
    (f"{LEAF}/0/scoring/kind", MISSING, "Thiếu khóa bắt buộc “kind”."),
    (f"{LEAF}/5/scoring/per_fault", MISSING, "Thiếu khóa bắt buộc “per_fault”."),
    (f"{RULES}/weights", 1, "Khóa “weights” không có trong định dạng."),
    (f"{AREAS}/0/role", "bonus", "Khóa “role” không có trong định dạng."),
    (f"{MARK}/direct/note", "x", "Khóa “note” không có trong định dạng."),
    ("groups/0", [], OBJECT),
    (RULES, None, OBJECT),
    (f"{RULES}/sources/0", "x", OBJECT),
    (f"{RULES}/by_group", [], OBJECT),
    (f"{RULES}/by_group/w", "x", OBJECT),
    (f"{LEAF}/0/scoring", "direct", OBJECT),
    (f"{LEAF}/1/scoring/options/0", "a", OBJECT),
    ("units/0/marks", [], OBJECT),
    (f"{MARK}/direct", "1", OBJECT),
    (f"{MARK}/answers/counts", [], OBJECT),
    (f"{FACT}/late_rate", "0.1", OBJECT),
    ("groups", "x", LIST),
    ("units", None, LIST),
    ("facts", {}, LIST),
    (f"{RULES}/sources", {}, LIST),
    (f"{RULES}/blocks", {}, LIST),
    (f"{RULES}/tie_break", "code", LIST),
    (f"{AREAS}", {}, LIST),
    (f"{MARK}/choice/choices", "a", LIST),
    ("title", 1, STRING),
    ("cutoff", None, STRING),
    (f"{RULES}/code", 1, STRING),
    (f"{RULES}/sources/0/document", 1, STRING),
    (f"{RULES}/sources/0/clause", 1, STRING),
    (f"{RULES}/bands/0/label", 1, STRING),
    (f"{RULES}/blocks/0/title", 1, STRING),
    (f"{RULES}/tie_break/0", 1, STRING),
    ("facts/0/title", 1, STRING),
    ("facts/0/definition", 1, STRING),
    ("facts/0/as_of", 1, STRING),
    ("facts/0/source", 1, STRING),
    ("facts/0/period", ["2022-01-01"], "Kỳ số liệu phải gồm đúng hai ngày: bắt đầu và kết thúc."),
    ("groups/0/title", 1, STRING),
    (f"{SET}/title", 1, STRING),
    (f"{SET}/code", 1, STRING),
    (f"{AREAS}/0/title", 1, STRING),
    (f"{LEAF}/0/title", 1, STRING),
    ("units/0/name", 1, STRING),
    ("units/0/reason", 1, STRING),
    (f"{MARK}/choice/choices/0", 1, STRING),
    (f"{LEAF}/4/scoring/invert", "x", FLAG),
    (f"{LEAF}/4/scoring/allow_over", 1, FLAG),
    (f"{LEAF}/3/scoring/invert", None, FLAG),
    (f"{SET}/areas", [], EMPTY_LIST),
    (f"{AREAS}/0/criteria", [], EMPTY_LIST),
    (f"{LEAF}/1/scoring/options", [], EMPTY_LIST),
    (f"{LEAF}/3/scoring/steps", [], EMPTY_LIST),
    (f"{RULES}/bands", [], EMPTY_LIST),
    (f"{RULES}/code", "", EMPTY_CODE),
    (f"{RULES}/blocks/0/code", "", EMPTY_CODE),
    (f"{RULES}/blocks/0/bars", "", EMPTY_CODE),
    ("facts/0/code", "", EMPTY_CODE),
    (f"{SET}/code", "", EMPTY_CODE),
    (f"{LEAF}/8/scoring/from_fact", "", EMPTY_CODE),
    ("units/0/code", "", EMPTY_CODE),
    ("units/0/group", "", EMPTY_CODE),
]


def no_integer(value: str, most: int = 10**12) -> str:
    return f"“{value}” không hợp lệ: phải là số nguyên từ 0 đến {most}."


def no_decimal(value: str) -> str:
    return (
        f"“{value}” không phải số thập phân hợp lệ: viết trong ngoặc kép, không có dấu cộng hay "
        "dấu trừ, không có số mũ, tối đa 12 chữ số phần nguyên và 10 chữ số sau dấu chấm."
    )


NUMBERS = [
    ("year", -1, no_integer("-1")),
    ("year", True, no_integer("true")),
    ("year", "2022", no_integer("2022")),
    ("year", 10**12 + 1, no_integer("1000000000001")),
    (f"{RULES}/decimals", 7, no_integer("7", 6)),
    (f"{RULES}/by_group/w/decimals", None, no_integer("null", 6)),
    (f"{LEAF}/4/decimals", 7, no_integer("7", 6)),
    (f"{MARK}/deduction/count", -2, no_integer("-2")),
    (f"{MARK}/ratio/numerator", [], no_integer("[…]")),
    (f"{MARK}/ratio/denominator", {}, no_integer("{…}")),
    (f"{MARK}/answers/counts/A", False, no_integer("false")),
    (f"{FACT}/late_rate/numerator", "4", no_integer("4")),
    (f"{FACT}/late_rate/sample", -1, no_integer("-1")),
    (f"{FACT}/satisfaction/sample", "9", no_integer("9")),
    (f"{FACT}/findings/count", None, no_integer("null")),
    (f"{SET}/max_points", 12, no_decimal("12")),
    (f"{SET}/bonus_cap", "-1", no_decimal("-1")),
    (f"{SET}/penalty_cap", [], no_decimal("[…]")),
    (f"{LEAF}/0/max_points", "1e0", no_decimal("1e0")),
    (f"{LEAF}/1/scoring/options/0/points", None, no_decimal("null")),
    (f"{LEAF}/3/scoring/steps/0/at_least", "0,5", no_decimal("0,5")),
    (f"{LEAF}/3/scoring/steps/0/points", {}, no_decimal("{…}")),
    (f"{LEAF}/4/scoring/floor", ".5", no_decimal(".5")),
    (f"{LEAF}/4/scoring/target", "", no_decimal("")),
    (f"{LEAF}/5/scoring/per_fault", "+1", no_decimal("+1")),
    (f"{LEAF}/6/scoring/per_item", "1.", no_decimal("1.")),
    (f"{LEAF}/7/scoring/options/0/worth", True, no_decimal("true")),
    (f"{RULES}/bands/0/at_least", "90%", no_decimal("90%")),
    (f"{RULES}/blocks/0/threshold", "5 %", no_decimal("5 %")),
    (f"{WEIGHTED}/areas/0/weight", "1/2", no_decimal("1/2")),
    (f"{MARK}/direct/points", "01", no_decimal("01")),
    (f"{MARK}/bands/value", 1, no_decimal("1")),
    (f"{FACT}/satisfaction/value", "0.12345678901", no_decimal("0.12345678901")),
]


@pytest.mark.parametrize(("path", "value", "sentence"), [*KEYS_AND_TYPES, *NUMBERS])
def test_what_is_said_of_a_key_or_a_figure(path: str, value: Any, sentence: str) -> None:
    assert said(changed(full(), path, value)) == [(place_of(path), sentence)]
