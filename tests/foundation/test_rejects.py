"""Rejected lines are given back in a workbook that can be mended and handed in again."""

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from foundation.domain.tables import Column
from foundation.models import ImportBatch
from foundation.services import rejects
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.reject_lines import rejects_csv
from foundation.services.rejects import reject_headers, rejected_lines, rejects_xlsx

HEADER = "Mã,Tên,Số lượng\n"
KIND = IntakeKind(
    code="things",
    columns=(
        Column("code", "Mã", is_code=True),
        Column("name", "Tên"),
        Column("count", "Số lượng"),
        Column("note", "Ghi chú", is_required=False),
    ),
    typing="select s.* from staging s",
    checks=(
        Check("code", "cell_count", "Số ô của dòng không bằng số cột.", "not t.is_whole"),
        Check("code", "code", "Mã phải là A và một số, ví dụ A1.", "t.code !~ '^A[0-9]+$'"),
        Check("count", "count", "Số lượng phải là số nguyên.", "t.count !~ '^[0-9]+$'"),
    ),
    merge="select count(*), 0, 0 from good",
)


@pytest.fixture
def take(stored_file):
    """Take a file in; every row without a reject counts as created."""
    return lambda content: take_in(KIND, stored_file(content), by=None)


def given_back(batch: ImportBatch) -> list[list[Any]]:
    """Return the rows of the workbook given back, all of it checked to be text and no formula."""
    out = io.BytesIO()
    rejects_xlsx(batch, out)
    lines = list(load_workbook(out).active.iter_rows())
    assert {cell.data_type for line in lines for cell in line[1:]} == {"s"}
    return [[cell.value for cell in line] for line in lines]


def test_a_line_stands_once_with_all_its_reasons(take):
    batch = take(HEADER + "A1,Một,1\nB,Hai,x\nA3,Ba,\n")

    assert given_back(batch) == [
        ["Dòng", "Cột", "Lý do", "Mã", "Tên", "Số lượng"],
        [
            3,
            "Mã, Số lượng",
            "Mã phải là A và một số, ví dụ A1; Số lượng phải là số nguyên.",
            "B",
            "Hai",
            "x",
        ],
        [4, "Số lượng", "Số lượng phải là số nguyên.", "A3", "Ba", ""],
    ]


def test_no_cell_given_back_is_a_formula_a_number_or_a_link(take):
    cells = ["=1+1", "+1", "-2", "@x", "{=1}", "http://a.b", "0012", "1e5"]

    rows = given_back(take(HEADER + "".join(f"B,{cell},1\n" for cell in cells)))

    assert [row[4] for row in rows[1:]] == cells


def test_a_file_given_back_goes_in_again_once_it_is_mended(take):
    first = take(HEADER + "A1,Một,1\nB,=1+1,2\nA3,Ba,x\n")
    out = io.BytesIO()
    rejects_xlsx(first, out)
    book = load_workbook(out)
    book.active["D2"], book.active["F3"] = "A2", "3"
    mended = io.BytesIO()
    book.save(mended)

    second = take(mended.getvalue())

    assert (first.created_rows, first.rejected_rows) == (1, 2)
    assert (second.rows, second.created_rows, second.rejected_rows) == (2, 2, 0)


def test_a_file_given_back_unmended_is_given_back_again_as_it_was(take):
    first = take(HEADER + "B,_x0041_ \x01 '=1,2\nA3,Ba,x\n")
    out = io.BytesIO()
    rejects_xlsx(first, out)

    second = take(out.getvalue())

    assert [line[1:] for line in rejected_lines(second)] == [
        line[1:] for line in rejected_lines(first)
    ]


def test_columns_the_file_did_not_have_are_not_given_back(take):
    assert reject_headers(take(HEADER + "B,x,1\n"))[3:] == ["Mã", "Tên", "Số lượng"]
    assert reject_headers(take("Ghi chú," + HEADER + ",B,x,1\n"))[3:] == [
        "Ghi chú",
        "Mã",
        "Tên",
        "Số lượng",
    ]


def test_a_line_cut_short_is_given_back_with_the_cells_it_has(take):
    batch = take(HEADER + "B\nB,x,y\n")

    assert [line.cells for line in rejected_lines(batch)] == [
        ["B", "", "", "Số ô không bằng số cột"],
        ["B", "x", "y", ""],
    ]


def test_the_cells_beyond_the_last_column_are_given_back_in_a_column_of_their_own(take):
    batch = take(HEADER + "A1,x,1,Nguyễn Văn A,\n")

    [line] = rejected_lines(batch)
    assert reject_headers(batch)[-1] == "Ô thừa, thiếu (xóa khi đã sửa)"
    assert line.cells == ["A1", "x", "1", "Sau cột cuối còn 2 ô: “Nguyễn Văn A”; “”."]
    assert line.columns == "Mã, Ô thừa"


@pytest.mark.parametrize("row", ["A1,x", "A1,x,1,y", "A1,x,1,"])
def test_a_row_of_another_width_is_given_back_until_its_mark_is_taken_away(take, row):
    first = take(f"{HEADER}{row}\nB,y,2\n")
    text = "".join(rejects_csv(first))
    mark = next(rejected_lines(first)).cells[-1]

    again = take(text)
    mended = take(text.replace("A1,x,,", "A1,x,1,").replace(mark, ""))

    assert [line.cells for line in rejected_lines(again)] == [
        line.cells for line in rejected_lines(first)
    ]
    assert (again.created_rows, mended.created_rows, mended.rejected_rows) == (0, 1, 1)


def test_very_many_cells_beyond_the_last_column_are_kept_in_part(take):
    batch = take(HEADER + "A1,x,1" + ",y" * 100_000 + "\n")

    [line] = rejected_lines(batch)
    assert line.cells[-1].startswith("Sau cột cuối còn 100000 ô: “y”; “y”")
    assert len(line.cells[-1]) < 2_100


def test_a_batch_without_rejects_gives_back_headers_only(take):
    assert given_back(take(HEADER + "A1,x,1\n")) == [["Dòng", "Cột", "Lý do"]]


def test_more_lines_than_a_sheet_holds_go_on_in_the_next(take, monkeypatch):
    monkeypatch.setattr(rejects, "ROWS_PER_SHEET", 2)
    batch, out = take(HEADER + "B,x,1\n" * 5), io.BytesIO()

    rejects_xlsx(batch, out)

    sheets = load_workbook(out).worksheets
    assert [[row[0] for row in sheet.values] for sheet in sheets] == [
        ["Dòng", 2, 3],
        ["Dòng", 4, 5],
        ["Dòng", 6],
    ]


def test_very_many_reasons_fit_into_a_cell(take):
    batch = take(HEADER + "B,x,1\n")
    batch.rejects.update(message="x" * 40_000)

    assert len(given_back(batch)[1][2]) == 32_767


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("\u0410" + "1", "Ký tự thứ 1 của “\u04101” là “\u0410”, chữ Kirin, trông giống “A”"),
        ("\u0391" + "1", "chữ Hy Lạp, trông giống “A” (U+0391)"),
        ("\uff21" + "1", "ký tự toàn góc, trông giống “A” (U+FF21)"),
        ("A\u200b1", "Ký tự thứ 2 của “A\u200b1” là một ký tự không nhìn thấy (U+200B)."),
        ("A1\u00ad", "Ký tự thứ 3"),
        ("A\u00a01", "là một khoảng trắng lạ, không phải dấu cách thường (U+00A0)"),
        ("A1\u2013", "là “\u2013”, không phải dấu gạch nối “-” (U+2013)"),
        ("A\u0661", "một ký tự lạ (U+0661)"),
        ("Ë1", None),
    ],
)
def test_a_code_with_a_letter_that_only_looks_right_is_told_which_and_where(take, code, said):
    batch = take(f"{HEADER}{code},x,1\n")

    messages = {reject.code: reject.message for reject in batch.rejects.all()}
    assert "code" in messages
    assert said is None or said in messages["lookalike"]
    assert (said is None) == ("lookalike" not in messages)


def test_everything_odd_in_a_row_is_told_with_its_column(take):
    batch = take(HEADER + '"1,001",Së Néi vô,#N/A\nA2,\u041dai,2\n')

    found = list(batch.rejects.values_list("line", "column", "code"))
    assert found == [
        (2, "Mã", "code"),
        (2, "Mã", "code_as_number"),
        (2, "Số lượng", "count"),
        (2, "Số lượng", "excel_error"),
        (2, "Tên", "old_typing"),
    ]
    assert batch.created_rows == 1


def test_csv_and_xlsx_of_the_same_rows_come_to_the_same(take):
    lines = [["Mã", "Tên", "Số lượng"], ["A1", "Hoà", "1"], ["B2", "=1", "x"], ["A3", "", "3"]]
    book, out = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append([f"'{cell}" if cell.startswith("=") else cell for cell in line])
    book.active["B3"].value = "=1"
    book.active["B3"].data_type = "s"
    book.save(out)

    batches = [take("\n".join(map(",".join, lines)) + "\n"), take(out.getvalue())]

    rejected, again = (list(rejected_lines(batch)) for batch in batches)
    assert rejected == again
    assert {(batch.rows, batch.created_rows) for batch in batches} == {(3, 2)}
