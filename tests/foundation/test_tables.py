"""Tables are read out of whatever a clerk's spreadsheet saves, or refused with a sentence."""

import io
import unicodedata

import pytest

from foundation.domain.tables import Column, UnreadableTable, encoding_of, harmless, rows
from foundation.services.intake import _lines

COLUMNS = (Column("code", "Mã hồ sơ"), Column("unit", "Đơn vị"), Column("note", "Ghi chú", False))
HEADER = "Mã hồ sơ,Đơn vị,Ghi chú\n"


def read(content: str | bytes) -> list[tuple[int, bool, list[str | None]]]:
    data = content.encode() if isinstance(content, str) else content
    return list(rows(_lines(io.BytesIO(data)), COLUMNS))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_is_understood(separator):
    table = separator.join(["Mã hồ sơ", "Đơn vị", "Ghi chú"]) + "\r\n"
    table += separator.join(["A1", "Sở", "x"]) + "\r\n"

    assert read(table) == [(2, True, ["A1", "Sở", "x"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_encoding_that_announces_itself_is_understood(encoding):
    content = (HEADER + "A1,Sở Nội vụ,ệ\n").encode(encoding)

    assert read(content) == [(2, True, ["A1", "Sở Nội vụ", "ệ"])]


@pytest.mark.parametrize(("mark", "tail"), [(b"\xff\xfe", "le"), (b"\xfe\xff", "be")])
def test_utf_16_is_read_in_either_order_of_bytes(mark, tail):
    content = mark + (HEADER + "A1,Sở,x\n").encode(f"utf-16-{tail}")

    assert encoding_of(content[:3]) == "utf-16"
    assert read(content) == [(2, True, ["A1", "Sở", "x"])]


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
        ("Mã hồ sơ,Đơn vị,ĐƠN VỊ\nA,B,C\n", "Cột có hai lần: Đơn vị."),
    ],
)
def test_a_file_without_the_right_header_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(UnreadableTable) as refusal:
        read(content)

    assert str(refusal.value) == sentence


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


def test_an_endless_cell_is_refused_with_its_line():
    with pytest.raises(UnreadableTable, match=r"^Dòng 3: .* ô quá dài"):
        read(HEADER + "A1,Sở,x\nA2,Sở," + "x" * 200_000 + "\n")


@pytest.mark.parametrize("encoding", ["cp1258", "latin-1"])
def test_bytes_of_another_encoding_are_refused_with_their_line(encoding):
    content = (HEADER + "A1,Sở,x\n").encode() + "A2,Cà phê,x\n".encode(encoding)

    with pytest.raises(UnreadableTable, match=r"^Dòng 3 .* không phải UTF-8"):
        read(content)


def test_a_header_of_another_encoding_is_refused_too():
    with pytest.raises(UnreadableTable, match=r"^Dòng 1 .* không phải UTF-8"):
        read("Mã số,Café\n".encode("cp1258", "replace"))


def test_a_bad_byte_far_down_is_still_named_by_its_line():
    lines = [b"A1,x,y\n"] * 5000
    lines[4321] = b"A1,\xe0,y\n"

    with pytest.raises(UnreadableTable, match=r"^Dòng 4323 "):
        read(HEADER.encode() + b"".join(lines))


def test_utf_16_that_breaks_off_is_refused():
    with pytest.raises(UnreadableTable, match="không phải UTF-16"):
        read((HEADER + "A1,Sở,x\n").encode("utf-16")[:-1])


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
