"""Rows looked at together come out as each would on its own."""

from io import BytesIO
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.domain.tables import Column, UnreadableTable, rows
from foundation.domain.tables.lookalikes import _PLAIN, _described
from foundation.domain.tables.plain_rows import ROWS_AT_ONCE, ParsedRows, UnquotedRows, lots
from foundation.domain.tables.text_files import TextRows

COLUMNS = (Column("code", "Mã", is_code=True), Column("name", "Tên"))
OPTIONAL = (Column("note", "Ghi chú", is_required=False),)
CELLS = (
    *("", " ", "a", " a", "a ", "a\t", "\x1ca", "a\x85", "\u00a0a", "a b", "x\ty", "x\\y"),
    *("x\ny", "x\n", "\nx", "\n"),
    *("1,5", "-1,5", "1, 5", "a,b", "#N/A", "#", "a #1", "#CÔNG THỨC", "Số 1,5"),
    *("Trực tuyến", normalize("NFD", "Trực tuyến"), "а", "ａ", "Së T− ph¸p", "Nguyễn"),
    *("abc… (dài 40.000 ký tự)", "x" * 40_000),
)
TABLES = st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=4), max_size=8)
TEXTS = st.lists(st.sampled_from([*CELLS, ",", ",", "\n", "\n", "\r\n", '"']), max_size=40).map(
    "".join
)
HEADERS = st.sampled_from([["Mã", "Tên"], ["Tên", "Khác", "Mã"], ["Ghi chú", "Mã", "Tên"]])


def read(header, table) -> list[tuple]:
    source = iter([(1, list(header)), *((line, list(row)) for line, row in enumerate(table, 2))])
    return list(rows(source, (*COLUMNS, *OPTIONAL)))


def lined(source) -> list[tuple] | str:
    """Return the rows, or why the file is refused."""
    try:
        return list(rows(source, (*COLUMNS, *OPTIONAL)))
    except UnreadableTable as refused:
        return str(refused)


@given(HEADERS, TABLES)
def test_rows_come_out_as_each_would_on_its_own(header, table):
    together = read(header, table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ParsedRows, "plain", lambda *_: None)
        closely = read(header, table)

    assert together == closely


@given(HEADERS, TEXTS)
def test_lines_without_a_quote_come_out_as_parsed_ones(header, text):
    content = (",".join(header) + "\n" + text).encode()

    assert lined(TextRows(BytesIO(content))) == lined(iter(TextRows(BytesIO(content))))


def test_rows_in_which_nothing_is_odd_need_no_closer_look():
    (parsed,) = lots([(2, ["H1", "Trực tuyến"]), (3, ["H2", "Số 1, quận 5"])])
    unquoted = UnquotedRows([2, 3], ["H1;Trực tuyến", "H2;Số 1, quận 5"], ";")

    for lot in (parsed, unquoted):
        names, absent, codes = lot.plain([1, None, 0], 2)
        assert list(names) == ["Trực tuyến", "Số 1, quận 5"]
        assert absent is None
        assert list(codes) == ["H1", "H2"]


@pytest.mark.parametrize(
    "text",
    [
        *("H1", "H1;Sở;", ";", "", " H1;Sở", "H1 ;Sở", "H1;Sở ", "H1;\tSở", "H1\x1f;Sở"),
        *("H1;#N/A", "1,5;Sở", "H1;аbc", "H1;" + "x" * 32_767),
    ],
)
def test_a_line_that_asks_for_a_closer_look_is_not_taken_for_plain(text):
    assert UnquotedRows([2, 3], ["H2;Tên", text], ";").plain([0, 1], 2) is None


@pytest.mark.parametrize("cell", ["a\n", "\na", "\n", "a\r\n", "\ra"])
def test_a_break_at_the_edge_of_a_cell_is_taken_off(cell):
    assert read(["Mã", "Tên"], [["H1", cell], [cell, "b"], ["\n", "\n"]]) == [
        (2, True, ["H1", cell.strip(), None], []),
        (3, True, [cell.strip(), "b", None], []),
    ]


def test_lots_keep_the_order_and_a_long_row_comes_alone():
    table = [(line, ["x"]) for line in range(ROWS_AT_ONCE + 3)]
    table[1] = (1, ["x" * 40_000])

    found = [lot.lines for lot in lots(table)]

    assert [line for lines in found for line in lines] == list(range(ROWS_AT_ONCE + 3))
    assert [len(lines) for lines in found] == [1, 1, ROWS_AT_ONCE, 1]


def test_a_lot_has_no_more_rows_than_memory_has_room_for():
    # 32 rows of 32 767 letters are 1 048 544, one more is beyond a million (1 << 20).
    found = [len(lot.lines) for lot in lots((line, ["x" * 32_767]) for line in range(70))]

    assert found == [33, 33, 4]


def test_no_lot_is_empty():
    assert list(lots([])) == []
    assert [lot.lines for lot in lots((line, ["x" * 40_000]) for line in range(2))] == [[0], [1]]


def test_the_letters_taken_for_plain_are_so():
    plain = [chr(code) for code in range(0x80, 0x3000) if _PLAIN.fullmatch(chr(code))]

    assert {*"ăâđêôơưỹẠ\u0301"} <= {*plain}
    assert [letter for letter in plain if _described(letter)] == []
