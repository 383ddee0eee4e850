"""Rows looked at together come out as each would on its own."""

import sys
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.domain.tables import Column, rows
from foundation.domain.tables.lookalikes import _PLAIN, _described
from foundation.domain.tables.plain_rows import ROWS_AT_ONCE, lots, plain_cells

COLUMNS = (Column("code", "Mã", is_code=True), Column("name", "Tên"))
OPTIONAL = (Column("note", "Ghi chú", is_required=False),)
CELLS = (
    *("", " ", "a", " a", "a ", "a\t", "\x1ca", "a\x85", "\u00a0a", "a b", "x\ty", "x\ny", "x\\y"),
    *("1,5", "-1,5", "1, 5", "a,b", "#N/A", "#", "a #1", "#CÔNG THỨC", "Số 1,5"),
    *("Trực tuyến", normalize("NFD", "Trực tuyến"), "а", "ａ", "Së T− ph¸p", "Nguyễn"),
    *("abc… (dài 40.000 ký tự)", "x" * 40_000),
)
TABLES = st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=4), max_size=8)
HEADERS = st.sampled_from([["Mã", "Tên"], ["Tên", "Khác", "Mã"], ["Ghi chú", "Mã", "Tên"]])


def read(header, table) -> list[tuple]:
    source = iter([(1, list(header)), *((line, list(row)) for line, row in enumerate(table, 2))])
    return list(rows(source, (*COLUMNS, *OPTIONAL)))


@given(HEADERS, TABLES)
def test_rows_come_out_as_each_would_on_its_own(header, table):
    together = read(header, table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["foundation.domain.tables.rows"], "plain_cells", lambda *_: None)
        closely = read(header, table)

    assert together == closely


def test_rows_in_which_nothing_is_odd_need_no_closer_look():
    (lot,) = lots([(2, ["H1", "Trực tuyến"]), (3, ["H2", "Số 1, quận 5"])])

    assert plain_cells(lot, [1, None, 0], 2) == [
        ["Trực tuyến", None, "H1"],
        ["Số 1, quận 5", None, "H2"],
    ]


def test_lots_keep_the_order_and_a_long_row_comes_alone():
    table = [(line, ["x"]) for line in range(ROWS_AT_ONCE + 3)]
    table[1] = (1, ["x" * 40_000])

    found = [lines for lines, _, _ in lots(table)]

    assert [line for lines in found for line in lines] == list(range(ROWS_AT_ONCE + 3))
    assert [len(lines) for lines in found] == [1, 1, ROWS_AT_ONCE, 1]


def test_a_lot_has_no_more_rows_than_memory_has_room_for():
    # 32 rows of 32 767 letters are 1 048 544, one more is beyond a million (1 << 20).
    found = [len(lines) for lines, _, _ in lots((line, ["x" * 32_767]) for line in range(70))]

    assert found == [33, 33, 4]


def test_no_lot_is_empty():
    assert list(lots([])) == []
    assert [lines for lines, _, _ in lots((line, ["x" * 40_000]) for line in range(2))] == [
        [0],
        [1],
    ]


def test_the_letters_taken_for_plain_are_so():
    plain = [chr(code) for code in range(0x80, 0x3000) if _PLAIN.fullmatch(chr(code))]

    assert {*"ăâđêôơưỹẠ\u0301"} <= {*plain}
    assert [letter for letter in plain if _described(letter)] == []
