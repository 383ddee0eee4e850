"""Which sheet of a workbook is read, and how big one may be."""

from typing import Any

import pytest

from foundation.domain.tables.limits import Limits
from tests.foundation.workbook_world import HEADER, book, read, refusal


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_a_refusal_says_which_sheet_was_read(state):
    def add(sheet: Any) -> None:
        sheet.title = "Bìa"
        sheet.merge_cells("A1:B1")
        sheet.parent.create_sheet("Số liệu").sheet_state = state

    assert refusal(book(change=add)).endswith("(Đọc trang tính “Bìa”, bỏ qua “Số liệu”.)")


def test_a_table_parted_over_sheets_is_refused_rather_than_read_in_part():
    def part(sheet: Any) -> None:
        sheet.title = "Tháng 1"
        further = sheet.parent.create_sheet("Tháng 2")
        further.append([])
        further.append([name.upper() for name in HEADER])

    assert refusal(book(["A1", "Sở", "x"], change=part)).startswith(
        "Trang tính “Tháng 2” có cùng tên cột với trang “Tháng 1”. Cổng chỉ đọc một trang"
    )


def test_a_hidden_copy_of_the_table_is_passed_over():
    def copy(sheet: Any) -> None:
        sheet.parent.copy_worksheet(sheet).sheet_state = "veryHidden"

    assert read(book(["A1", "Sở", "x"], change=copy)) == [(2, True, ["A1", "Sở", "x"])]


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(workbook_megabytes=0), "Tệp lớn quá 0 MB."),
        (Limits(unpacked_megabytes=0), "Tệp Excel khi giải nén lớn quá 0 MB."),
        (Limits(parts=5), "Tệp Excel gồm hơn 5 phần."),
        (Limits(columns=2), "Bảng có 3 cột, nhiều nhất là 2."),
        (Limits(row_letters=9), "Dòng 1 dài quá 9 ký tự."),
        (Limits(error_cells=0), "Bảng tính có hơn 0 ô lỗi"),
        (Limits(reading_seconds=0), "nhiều nhất 1.024 MB bộ nhớ và 0 giây"),
    ],
)
def test_each_limit_is_for_the_portal_to_say_and_is_told(limits, sentence):
    assert sentence in refusal(book(["A1", "Sở", "#N/A"]), limits)


def test_how_much_memory_a_sheet_may_take_is_for_the_portal_to_say():
    # Ten million cells of 24 bytes lie between the header and the last one.
    data = book(change=lambda sheet: sheet.cell(1_048_576, 10, "x"))

    assert "nhiều nhất 200 MB bộ nhớ" in refusal(data, Limits(reading_megabytes=200))
