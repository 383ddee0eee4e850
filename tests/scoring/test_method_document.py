"""Every table of docs/method.md is recomputed by the core, row by row."""

import re

import pytest

from tests.scoring import method_leaves, method_people, method_ranking  # noqa: F401
from tests.scoring.method_tables import EXECUTORS, METHOD, Table, tables

TABLES = tables()
DESCRIPTIVE = {"Đơn vị", "Khối"}
"""Columns that name a row and decide nothing, where the executor does not read them."""


def test_no_table_of_the_text_is_missed():
    separators = re.findall(r"^ *\|[ :|-]+$", METHOD.read_text("utf-8"), re.MULTILINE)

    assert len(separators) == len(TABLES) > 0


def test_tables_are_numbered_from_one_and_each_has_an_executor():
    assert [table.number for table in TABLES] == list(range(1, len(TABLES) + 1))
    assert set(EXECUTORS) == {table.number for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"Bảng {table.number}")
def test_every_row_says_what_the_core_computes(table: Table) -> None:
    computed = EXECUTORS[table.number](table.given)

    assert computed == table.expected
    assert table.expected
    assert all(row.unread <= DESCRIPTIVE for row in table.given)
