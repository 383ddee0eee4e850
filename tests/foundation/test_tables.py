"""Tables are read out of whatever a clerk's spreadsheet saves, or refused with a sentence."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.domain.tables import (
    AS_IT_STANDS,
    Column,
    Reading,
    UnreadableTable,
    harmless,
    opened,
    rows,
)
from foundation.domain.tables.harmless import readable_again, restored
from foundation.domain.tables.limits import USUAL, Limits
from foundation.domain.tables.rows import Row

COLUMNS = (Column("code", "Mã hồ sơ"), Column("unit", "Đơn vị"), Column("note", "Ghi chú", False))
HEADER = "Mã hồ sơ,Đơn vị,Ghi chú\n"


def read_with_oddities(content: str | bytes, limits: Limits = USUAL) -> list[Row]:
    data = content.encode() if isinstance(content, str) else content
    with opened(io.BytesIO(data), AS_IT_STANDS, limits) as source:
        return list(rows(source.rows, COLUMNS, AS_IT_STANDS, limits))


def read(content: str | bytes, limits: Limits = USUAL) -> list[tuple[int, bool, list[str | None]]]:
    return [row[:3] for row in read_with_oddities(content, limits)]


def refusal(content: str | bytes, limits: Limits = USUAL) -> str:
    with pytest.raises(UnreadableTable) as refused:
        read(content, limits)
    return str(refused.value)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_is_understood(separator):
    table = separator.join(["Mã hồ sơ", "Đơn vị", "Ghi chú"]) + "\r\n"
    table += separator.join(["A1", "Sở", "x"]) + "\r\n"

    assert read(table) == [(2, True, ["A1", "Sở", "x"])]


@pytest.mark.parametrize(
    "header",
    [
        "MÃ HỒ SƠ,đơn vị,ghi chú",
        "ma ho so,don vi,ghi chu",
        "  Mã   hồ sơ , Đơn vị,Ghi chú ",
        '"Mã hồ sơ","Đơn vị","Ghi chú"',
        unicodedata.normalize("NFD", "Mã hồ sơ,Đơn vị,Ghi chú"),
    ],
)
def test_headers_are_found_without_case_accents_and_surplus_blanks(header):
    assert read(f"{header}\nA1,Sở,x\n") == [(2, True, ["A1", "Sở", "x"])]


def test_columns_may_stand_in_any_order_beside_unknown_ones_and_an_optional_one_may_be_missing():
    assert read("STT,Đơn vị,Mã hồ sơ\n1,Sở,A1\n") == [(2, True, ["A1", "Sở", None])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Tệp trống: dòng đầu phải là tên các cột."),
        ("\n", "Tệp trống: dòng đầu phải là tên các cột."),
        ("\ufeff", "Tệp trống: dòng đầu phải là tên các cột."),
        ("Ghi chú\nx\n", "Thiếu cột: Mã hồ sơ, Đơn vị."),
        ("a,b\n1,2\n", "Thiếu cột: Mã hồ sơ, Đơn vị. Dòng đầu phải là tên các cột."),
        ("Mã hồ sơ,Đơn vị,ĐƠN VỊ\nA,B,C\n", "Cột có hai lần: Đơn vị."),
    ],
)
def test_a_file_without_the_right_header_is_refused_with_a_sentence(content, sentence):
    assert refusal(content) == sentence


def test_an_unknown_column_that_looks_like_a_missing_one_is_named():
    assert refusal("Mã số hồ sơ,Đơn vị,STT\n") == (
        "Thiếu cột: Mã hồ sơ. Có phải ý là “Mã hồ sơ” ở cột “Mã số hồ sơ”?"
    )


def test_a_header_with_a_letter_of_another_alphabet_is_told_which():
    said = refusal("\u041cã hồ sơ,Đơn vị\n")

    assert (
        "Ký tự thứ 1 của “\u041cã hồ sơ” là “\u041c”, chữ Kirin, trông giống “M” (U+041C)." in said
    )


@pytest.mark.parametrize("typed", ["M· hå s¬,§¬n vÞ", "Maõ hoà sô,Ñôn vò"])
def test_headers_typed_with_an_old_font_are_told_so(typed):
    assert "hãy chuyển sang Unicode" in refusal(f"{typed}\n")


def test_blank_lines_above_the_header_are_passed_over_but_counted():
    assert read(f"\n ,\n{HEADER}A1,Sở,x\n") == [(4, True, ["A1", "Sở", "x"])]


def test_a_header_may_be_broken_into_lines():
    assert read('"Mã\nhồ sơ",Đơn vị,Ghi chú\nA1,Sở,x\n') == [(3, True, ["A1", "Sở", "x"])]


def test_a_file_with_only_a_header_has_no_rows():
    assert read(HEADER) == []


def test_blank_lines_are_no_rows_but_count_as_lines():
    assert read(HEADER + "\n,,\nA1,Sở,x\n \t,\n") == [(4, True, ["A1", "Sở", "x"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_is_numbered_by_the_line_on_which_it_ends(end):
    table = end.join([HEADER.strip(), 'A1,Sở,"một', "hai", 'ba"', "A2,Sở,x", ""])

    # The header is line 1; the quoted cell runs from line 2 to line 4.
    assert [line for line, _, _ in read(table)] == [4, 5]


@pytest.mark.parametrize(
    ("row", "cells"),
    [("A1", ["A1", None, None]), ("A1,Sở,x,y", ["A1", "Sở", "x"]), ("A1,Sở", ["A1", "Sở", None])],
)
def test_a_row_with_too_few_or_too_many_cells_is_not_whole(row, cells):
    assert read(f"{HEADER}{row}\n") == [(2, False, cells)]


def test_a_zero_byte_becomes_a_visible_mark():
    assert read(HEADER + "A\0,Sở,x\n") == [(2, True, ["A\ufffd", "Sở", "x"])]


def test_a_quote_that_is_never_closed_is_refused_with_the_line_it_stands_on():
    with pytest.raises(UnreadableTable, match=r"^Dòng 3: dấu ngoặc kép"):
        read(HEADER + 'A1,Sở,x\nA2,"Sở,x\nA3,Sở,x\nA4,Sở,x\n')


def test_letters_behind_a_closing_quote_are_refused_with_their_line():
    with pytest.raises(UnreadableTable, match=r"^Dòng 3: dấu ngoặc kép"):
        read(HEADER + 'A1,Sở,x\nA2,"Sở"y,x\n')


@pytest.mark.parametrize(
    ("size", "shown"), [(32_768, "32.768"), (200_000, "200.000"), (10_000_000, "10.000.000")]
)
@pytest.mark.parametrize("quote", ["", '"'])
def test_an_endless_cell_makes_its_row_odd_and_no_other(size, shown, quote):
    table = f"{HEADER}A1,Sở,x\nA2,Sở,{quote}{'x' * size}{quote}\nA3,Sở,x\n"

    good, long, after = read_with_oddities(table)

    assert (good[-1], after[-1]) == ([], [])
    assert long[2] == ["A2", "Sở", f"{'x' * 200}… (dài {shown} ký tự)"]
    assert long[3] == [("Ghi chú", "cell_too_long", f"Ô dài {shown} ký tự, nhiều nhất là 32.767.")]


def test_an_endless_cell_of_a_column_that_is_not_ours_does_no_harm():
    table = f"Khác,{HEADER}{'x' * 10_000_000},A1,Sở,x\n"

    assert read_with_oddities(table) == [(2, True, ["A1", "Sở", "x"], [])]


def test_a_long_cell_of_blanks_is_empty():
    assert read_with_oddities(f"{HEADER}A1,Sở,{' ' * 40_000}\n") == [
        (2, True, ["A1", "Sở", ""], [])
    ]


def test_a_long_cell_with_line_breaks_says_that_rows_may_have_got_into_it():
    swallowed = "A3,Sở,x\n" * 5_000
    table = f'{HEADER}A2,Sở,"x\n{swallowed}"\nA9,Sở,x\n'

    long, after = read_with_oddities(table)

    # 2 + 5000 × 8 characters less the last line break, which trimming takes.
    assert long[2][2].endswith("… (dài 40.001 ký tự, 5.000 lần xuống dòng)")
    assert "thì chừng ấy dòng của bảng đã lẫn vào ô này" in long[3][0].message
    assert after == (5004, True, ["A9", "Sở", "x"], [])


def test_a_cell_cut_short_is_refused_again_when_it_comes_back():
    (first,) = read_with_oddities(f"{HEADER}A1,Sở,{'x' * 40_000}\n")

    (again,) = read_with_oddities(f"{HEADER}A1,Sở,{first[2][2]}\n")

    assert again == first


def test_a_cell_as_long_as_excel_allows_is_read():
    assert read(f"{HEADER}A1,Sở,{'x' * 32_767}\n")[0][2][2] == "x" * 32_767


def test_an_endless_line_is_refused_without_reading_it_whole():
    said = refusal(HEADER + "x," * 10_000_000)

    assert said.startswith("Dòng 2 dài quá 12.000.000 ký tự")
    assert "chưa dòng nào được ghi" in said


@pytest.mark.parametrize("in_piece", [0, 7])
def test_an_endless_line_is_named_wherever_the_reading_of_a_piece_ends(in_piece):
    # A piece is 1 048 576 characters: the endless line begins with the next one, or just before.
    lines = "A,B,C\n" * 1_000
    filler = "x" * ((1 << 20) - len(HEADER) - len(lines) - 1 - in_piece)

    said = refusal(f"{HEADER}{lines}{filler}\n{'y,' * 10_000_000}")

    # The header, a thousand lines and the filler stand above it.
    assert said.startswith("Dòng 1003 dài quá")


def test_a_row_that_goes_on_over_many_lines_is_refused():
    long = ",".join('"' + "x" * 1000 + '\n"' for _ in range(4_000))

    said = refusal(f"{HEADER}{long}\n", Limits(row_letters=1 << 20))

    assert said.startswith("Dòng 2 dài quá 1.048.576 ký tự")


def test_a_cell_longer_than_a_row_may_be_is_refused():
    said = refusal(f"{HEADER}A1,Sở,{'x' * 70_000}\n", Limits(row_letters=65_536))

    assert said.startswith("Dòng 2")
    assert "dài quá 65.536 ký tự" in said


@pytest.mark.parametrize(("count", "shown"), [(100_000, "100.000"), (1_000_000, "1.000.000")])
def test_too_many_columns_are_refused(count, shown):
    said = refusal("x," * (count - 1) + "x\n")

    assert said == f"Bảng có {shown} cột, nhiều nhất là 1.000."


def test_how_many_columns_there_may_be_is_for_the_portal_to_say():
    assert refusal(HEADER, Limits(columns=2)) == "Bảng có 3 cột, nhiều nhất là 2."


def test_a_row_of_very_many_cells_is_not_whole_and_no_other():
    table = f"{HEADER}A1,Sở,x\n{'y,' * 100_000}\nA3,Sở,x\n"

    assert [whole for _, whole, _ in read(table)] == [True, False, True]


def test_an_encoding_that_nobody_knows_is_named():
    with (
        pytest.raises(UnreadableTable, match=r"^Cổng không biết bảng mã “tcvn3”\.$"),
        opened(io.BytesIO(b"x"), Reading(encoding="tcvn3")) as source,
    ):
        next(source.rows)


def test_bytes_that_are_not_of_the_encoding_given_are_named_with_it():
    with (
        pytest.raises(UnreadableTable, match="Dòng 1 có ký tự không phải ASCII"),
        opened(io.BytesIO(b"M\xe3\n"), Reading(encoding="ascii")) as source,
    ):
        next(source.rows)


@pytest.mark.parametrize(
    ("content", "limits"),
    [(HEADER.encode(), Limits(text_megabytes=5)), (b"PK\x03\x04", Limits(workbook_megabytes=5))],
    ids=["text", "workbook"],
)
def test_a_file_that_is_too_large_is_refused_unread(content, limits):
    said = refusal(content + b"x" * (5 << 20), limits)

    assert said == "Tệp lớn quá 5 MB. Hãy chia thành nhiều tệp nhỏ hơn."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\n", "Đây là tệp PDF; cổng chỉ nhận bảng dạng CSV hoặc XLSX."),
        (b"\x89PNG\r\n\x1a\n", "Đây là tệp ảnh PNG; cổng chỉ nhận bảng dạng CSV hoặc XLSX."),
        (b"\xff\xd8\xff\xe0", "Đây là tệp ảnh JPEG; cổng chỉ nhận bảng dạng CSV hoặc XLSX."),
        (b"Rar!\x1a\x07", "Đây là tệp nén RAR; cổng chỉ nhận bảng dạng CSV hoặc XLSX."),
    ],
)
def test_a_file_of_another_kind_is_named(content, sentence):
    assert refusal(content) == sentence


@pytest.mark.parametrize(
    "page", ["<html><table>", "\ufeff\n <!DOCTYPE html>", "<?xml version='1.0'?>"]
)
def test_a_web_page_called_a_spreadsheet_is_told_how_to_save_it(page):
    assert "trang web hoặc XML" in refusal(page)
    assert ".xlsx" in refusal(page)


def test_a_file_given_back_by_the_portal_is_read_again_with_its_cells_rearmed():
    table = "Dòng,Cột,Lý do,Mã hồ sơ,Đơn vị,Ghi chú\n7,Mã hồ sơ,Thiếu.,A1,'-so,'=1+1\n"

    assert read(table) == [(2, True, ["A1", "-so", "=1+1"])]


@pytest.mark.parametrize(
    "reading",
    [Reading(separator=";"), Reading(encoding="utf-16"), Reading(encoding="cp1258")],
    ids=["separator", "utf-16", "cp1258"],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_given_back_is_ours_however_its_source_writes(reading, mark):
    table = f"{mark}Dòng,Cột,Lý do,Mã hồ sơ,Đơn vị,Ghi chú\r\n7,Mã hồ sơ,Thiếu.,A1,Sở,x\r\n"

    with opened(io.BytesIO(table.encode()), reading) as source:
        found = list(rows(source.rows, COLUMNS, reading))

    assert found == [(2, True, ["A1", "Sở", "x"], [])]


def test_a_file_given_back_may_be_saved_again_with_another_separator():
    table = "Dòng;Cột;Lý do;Mã hồ sơ;Đơn vị\r\n7;Mã hồ sơ;Thiếu.;A1;Sở\r\n"

    with opened(io.BytesIO(table.encode()), Reading(separator=",")) as source:
        assert [row[2] for row in rows(source.rows, COLUMNS)] == [["A1", "Sở", None]]


def test_a_file_without_the_mark_of_its_encoding_is_refused_with_a_sentence():
    with (
        pytest.raises(UnreadableTable, match=r"^Tệp không mang dấu đầu tệp \(BOM\) của UTF-16"),
        opened(io.BytesIO(HEADER.encode()), Reading(encoding="utf-16")) as source,
    ):
        next(source.rows)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+84", "-x", "-", "@SUM(A1)", "\t=1", "\r=1", "-1+1", "-=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "x", "12", "-12", "-0.5", "-0,5", "-1.234,5", "-1.234.567,8", "a=b", "1-2"]
)
def test_plain_numbers_and_words_stay_as_they_are(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        *("", "x", "'x", "=1+1", "+84", "-x", "-12", "@a", "'", "''"),
        *("'=1", "''=1", "'''=1", "'-12", "'-x", "'+84", "'@a", "'\t"),
    ],
)
def test_a_disarmed_cell_is_restored_as_it_was(cell):
    assert restored(harmless(cell)) == cell
    assert restored(readable_again(cell)) == cell


@given(st.text("'=+-@\t1,.x", max_size=6))
def test_any_cell_is_harmless_and_comes_back_as_it_was(cell):
    assert restored(harmless(cell)) == cell
    assert restored(readable_again(cell)) == cell
    assert harmless(cell)[:1] not in ("=", "+", "@", "\t")


def test_an_apostrophe_that_disarms_nothing_stays():
    assert restored("'12") == "'12"
