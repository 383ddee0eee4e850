"""Workbooks are read as Excel shows them, or refused with a sentence; no file harms the reader."""

import io
import re
import signal
import subprocess
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from foundation.domain.tables import opened, rows
from foundation.domain.tables.sheet_cells import text
from tests.foundation.workbook_world import (
    COLUMNS,
    archive,
    book,
    compound,
    read,
    refusal,
    repacked,
)


def cells(*lines: list[Any]) -> list[list[str | None]]:
    return [found for _, _, found in read(book(*lines))]


def test_a_workbook_is_read_with_the_lines_excel_shows():
    data = book(["A1", "Sở", "x"], [], ["A2", "  Sở ", None])

    assert read(data) == [(2, True, ["A1", "Sở", "x"]), (4, True, ["A2", "Sở", ""])]


def test_a_table_may_begin_further_down_and_to_the_right():
    def move(sheet: Any) -> None:
        sheet.insert_rows(1, 3)
        sheet.insert_cols(1, 2)

    assert read(book(["A1", "Sở", "x"], change=move)) == [(5, True, ["A1", "Sở", "x"])]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("'05", "'05"),
        ("0012", "0012"),
        (5, "5"),
        (5.0, "5"),
        (-0.75, "-0,75"),
        (0.1 + 0.2, "0,3"),
        (81.99, "81,99"),
        (1e-7, "0,0000001"),
        (1e15, "1000000000000000"),
        (date(2024, 1, 5), "05/01/2024"),
        (datetime(2024, 1, 5, 0, 0), "05/01/2024"),
        (datetime(2024, 1, 5, 8, 20), "05/01/2024 08:20"),
        (datetime(2024, 1, 5, 23, 59, 59), "05/01/2024 23:59:59"),
        (time(13, 30), "13:30"),
        (timedelta(hours=30, minutes=5), "30:05"),
        (True, "TRUE"),
        (False, "FALSE"),
    ],
)
def test_a_cell_is_read_as_excel_shows_it(value, shown):
    assert cells(["A1", "Sở", value]) == [["A1", "Sở", shown]]


def test_parts_of_a_second_are_rounded():
    assert text(datetime(2024, 1, 5, 8, 19, 59, 999_600)) == "05/01/2024 08:20"
    assert text(datetime(2024, 12, 31, 23, 59, 59, 500_000)) == "01/01/2025 00:00"
    assert text(time(8, 19, 59, 999_600)) == "08:20"


def test_decomposed_letters_are_composed():
    assert cells(["A1", "So\u031b\u0309", "x"]) == [["A1", "Sở", "x"]]


def test_a_zero_byte_becomes_a_visible_mark():
    data = repacked(book(["A1", "Sở", "@@"]), lambda name, part: part.replace(b"@@", b"x_x0000_y"))

    assert read(data) == [(2, True, ["A1", "Sở", "x\ufffdy"])]


def test_content_beyond_the_header_makes_a_row_that_is_not_whole():
    assert [whole for _, whole, _ in read(book(["A1", "Sở", "x", "", "y"]))] == [False]
    assert [whole for _, whole, _ in read(book(["A1", "Sở", "x", "", " "]))] == [True]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_the_errors_of_formulas_are_named(error):
    with opened(io.BytesIO(book(["A1", "Sở", error], ["A2", "Sở", "x"]))) as source:
        (_, _, found, odd), (*_, none) = rows(source.rows, COLUMNS)

    assert found == ["A1", "Sở", error]
    assert odd == [("Ghi chú", "excel_error", f"Ô có lỗi {error} của Excel; hãy sửa công thức.")]
    assert none == []


def test_elements_may_bear_a_prefix():
    def prefixed(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return part
        tagged = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part)
        return tagged.replace(b"xmlns=", b"xmlns:x=").replace(b"?x:", b"?")

    data = repacked(book(["A1", "Sở", "#N/A"]), prefixed)

    assert read(data) == [(2, True, ["A1", "Sở", "#N/A"])]


def test_the_strict_form_of_the_format_is_read():
    old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    data = repacked(book(["A1", "Sở", "#N/A"]), lambda name, part: part.replace(old, strict))

    assert read(data) == [(2, True, ["A1", "Sở", "#N/A"])]


def test_very_many_errors_are_refused():
    data = book(*[["#N/A"] * 101] * 100)

    assert refusal(data) == (
        "Bảng tính có hơn 10.000 ô lỗi như #N/A, #REF!, hoặc công thức chưa có kết quả."
        " Hãy mở tệp bằng Excel, sửa công thức, lưu lại rồi nộp lại."
    )


def test_the_first_visible_sheet_with_content_is_read():
    def hide_behind(sheet: Any) -> None:
        workbook = sheet.parent
        hidden = workbook.create_sheet("Ẩn", 0)
        hidden.append(["không", "đọc"])
        hidden.sheet_state = "hidden"
        workbook.create_sheet("Trống", 1)
        workbook.create_sheet("Sau").append(["không", "đọc"])
        workbook.active = 1

    assert read(book(["A1", "#N/A", "x"], change=hide_behind)) == [(2, True, ["A1", "#N/A", "x"])]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (b"><f>1+1</f><v>2</v>", "2"),
        (b"><f>1+1</f><v></v>", "#CÔNG THỨC"),
        (b"><f>1+1</f><v/>", "#CÔNG THỨC"),
        (b"><f>1+1</f>", "#CÔNG THỨC"),
        (b'><f t="shared" si="0"/>', "#CÔNG THỨC"),
        (b'><f t="shared" si="0"/><v>7</v>', "7"),
        (b't="str"><f>IF(1,"","x")</f><v></v>', ""),
    ],
)
def test_a_formula_is_read_as_its_value_and_named_if_it_has_none(cell, shown):
    data = repacked(
        book(["A1", "Sở", 99], ["A2", "Sở", "x"]),
        lambda _, part: part.replace(b't="n"><v>99</v>', cell),
    )

    assert read(data) == [(2, True, ["A1", "Sở", shown]), (3, True, ["A2", "Sở", "x"])]


def test_hidden_rows_and_columns_are_read_like_the_others():
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[2].hidden = True

    assert read(book(["A1", "Sở", "x"], change=hide)) == [(2, True, ["A1", "Sở", "x"])]


def test_a_code_that_excel_took_for_a_number_is_odd():
    with opened(io.BytesIO(book([1.001, "Sở", 1.5], [22333, "Sở", "x"]))) as source:
        odd = [[odd.code for odd in row[3]] for row in rows(source.rows, COLUMNS)]

    assert odd == [["code_as_number"], []]


def test_how_many_rows_there_are_is_known_at_once():
    with opened(io.BytesIO(book(["A1"], ["A2"], ["A3"]))) as source:
        assert source.total == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda sheet: sheet.merge_cells("A1:B1"), "Dòng 1 có ô gộp."),
        (lambda sheet: sheet.merge_cells("B1:B2"), "Dòng 1 có ô gộp."),
        (lambda sheet: sheet.delete_rows(1, 9), "Tệp Excel trống"),
        (lambda sheet: sheet.delete_rows(1), "Thiếu cột: Mã hồ sơ, Đơn vị."),
        (lambda sheet: sheet.cell(1, 1_001, "x"), "Bảng có 1.001 cột, nhiều nhất là 1.000."),
        (lambda sheet: sheet.cell(1_048_576, 16_384, "x"), "Bảng tính quá lớn để đọc"),
    ],
    ids=["merged_across", "merged_down", "empty", "no_header", "wide", "far_cell"],
)
def test_a_sheet_that_is_no_table_is_refused_with_a_sentence(change, sentence):
    assert sentence in refusal(book(["A1", "Sở", "x"], change=change))


@pytest.mark.parametrize(("size", "shown"), [(32_768, "32.768"), (10_000_000, "10.000.000")])
def test_a_cell_longer_than_excel_allows_makes_its_row_odd_and_no_other(size, shown):
    data = repacked(
        book([], ["A1", "Sở", "@@"], ["A2", "Sở", "x"]),
        lambda name, part: part.replace(b"@@", b"x" * size),
    )

    with opened(io.BytesIO(data)) as source:
        (line, _, found, odd), (*_, none) = rows(source.rows, COLUMNS)

    assert (line, none) == (3, [])
    assert found == ["A1", "Sở", f"{'x' * 200}… (dài {shown} ký tự)"]
    assert odd == [
        ("Ghi chú", "cell_too_long", f"Ô dài {shown} ký tự, nhiều nhất là 32.767."),
    ]


def test_a_row_without_end_is_refused_with_its_line():
    data = repacked(
        book([], ["A1", "Sở", "@@"]), lambda name, part: part.replace(b"@@", b"x" * 12_000_000)
    )

    assert refusal(data) == "Dòng 3 dài quá 12.000.000 ký tự."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (book(["A1", "Sở", "x"])[:-200], "Tệp Excel bị hỏng hoặc chưa tải lên hết."),
        (book(["A1", "Sở", "x"])[:3000], "Tệp Excel bị hỏng hoặc chưa tải lên hết."),
        (b"PK\x03\x04" + b"x" * 999, "Tệp Excel bị hỏng hoặc chưa tải lên hết."),
        (archive(), "Tệp này không phải bảng tính"),
        (archive("word/document.xml"), "Tệp này không phải bảng tính"),
        (archive("mimetype", "content.xml"), "(.ods)"),
        (archive("xl/workbook.bin"), "(.xlsb)"),
        (archive("xl/workbook.xml"), "Tệp Excel bị hỏng"),
        (compound("Workbook"), "Excel cũ (.xls)"),
        (compound("EncryptedPackage"), "Tệp Excel có mật khẩu."),
        (compound("WordDocument"), "Tệp này không phải bảng tính"),
    ],
    ids=[
        "cut",
        "cut_early",
        "noise",
        "no_files",
        "word",
        "ods",
        "xlsb",
        "hollow",
        "xls",
        "locked",
        "doc",
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(data, sentence):
    assert sentence in refusal(data)


def test_a_workbook_without_sheets_is_refused():
    def without_sheets(name: str, part: bytes) -> bytes:
        before, _, rest = part.partition(b"<sheets>")
        return before + rest.partition(b"</sheets>")[2] if name == "xl/workbook.xml" else part

    assert refusal(repacked(book(), without_sheets))


def test_an_archive_that_announces_too_much_is_refused_unread():
    bomb = _announcing(book(["A1", "Sở", "x"]), 3 << 30)

    assert refusal(bomb).startswith("Tệp Excel khi giải nén lớn quá 2.048 MB.")


def _announcing(data: bytes, size: int) -> bytes:
    """Return the archive with its first part said to be so large once unpacked."""
    at = data.index(b"PK\x01\x02") + 24
    return data[:at] + size.to_bytes(4, "little") + data[at + 4 :]


def test_an_archive_that_unpacks_to_more_than_it_announces_is_refused():
    filler = b" " * (30 << 20)
    data = repacked(
        book(["A1", "Sở", "x"]),
        lambda name, part: (
            part.replace(b"</sheetData>", filler + b"</sheetData>")
            if name.endswith("sheet1.xml")
            else part
        ),
    )
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46 + 24
    lying = data[:at] + (900).to_bytes(4, "little") + data[at + 4 :]

    assert refusal(lying).startswith("Tệp Excel bị hỏng")


def test_the_name_of_a_file_says_nothing_about_it(tmp_path):
    path = tmp_path / "so-lieu.csv"
    path.write_bytes(book(["A1", "Sở", "x"]))

    with path.open("rb") as file, opened(file) as source:
        assert [row[2] for row in rows(source.rows, COLUMNS)] == [["A1", "Sở", "x"]]


def test_a_reader_that_is_left_early_is_gone(monkeypatch):
    started = []

    class Noted(subprocess.Popen):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    with opened(io.BytesIO(book(*[["A1", "Sở", "x" * 9_999]] * 2_000))) as source:
        next(source.rows)

    assert [reader.returncode for reader in started] == [-signal.SIGKILL]
