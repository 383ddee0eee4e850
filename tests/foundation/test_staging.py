"""Staging: cells come through as they are, in tables that nobody else sees and nothing leaves."""

import pytest
from django.db import connection, transaction

from foundation.domain.tables import Column
from foundation.domain.tables.oddities import Oddity
from foundation.services.progress import Progress
from foundation.services.staging import copy_rows, create_staging, workroom

COLUMNS = (Column("a", "A"), Column("b", "B"))


def tables() -> list[str]:
    """Return the temporary tables of this session."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class"
            " where relnamespace = pg_my_temp_schema() and relkind = 'r'"
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture
def staged(db):
    """Stage lots of rows and return what the table then has, with what was said on the way."""

    def stage(*lots, total=None):
        progress = Progress()
        with transaction.atomic(), connection.cursor() as cursor, workroom(cursor):
            create_staging(cursor, COLUMNS)
            count = copy_rows(cursor, lots, total, progress)
            cursor.execute("select * from staging order by line")
            return count, cursor.fetchall(), progress.said

    return stage


@pytest.mark.parametrize(
    "cell", ["x", "", None, "\\", "\\N", "\\.", "a\tb", "a\nb", "a\r\nb", "%s", "'", "NULL", "ế"]
)
def test_any_cell_comes_through_as_it_is(staged, cell):
    _, rows, _ = staged([(2, True, [cell, "b"], [])])

    assert rows == [(2, True, None, cell, "b")]


def test_oddities_and_rows_that_are_not_whole_come_through(staged):
    odd = [Oddity("A", "lookalike", 'Ký tự “"\\”.')]

    _, rows, _ = staged([(2, False, ["x", None], odd)])

    ((line, is_whole, oddities, *cells),) = rows
    assert (line, is_whole, cells) == (2, False, ["x", None])
    assert oddities in ([["A", "lookalike", 'Ký tự “"\\”.']], str(oddities))


def test_every_row_is_counted_and_told(staged):
    first, last = ([(n, True, ["a", "b"], []) for n in lines] for lines in (range(7), range(7, 9)))

    count, rows, said = staged(first, last, total=9)

    assert (count, len(rows)) == (9, 9)
    assert (said.done, said.total) == (9, 9)


@pytest.mark.django_db(transaction=True)
def test_a_workroom_is_seen_by_nobody_else_and_gone_after_an_error(beside):
    def fail() -> None:
        with transaction.atomic(), connection.cursor() as cursor, workroom(cursor):
            create_staging(cursor, COLUMNS)
            assert tables() == ["staging"]
            assert beside(tables).result() == []
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert tables() == []


def test_after_a_workroom_its_tables_are_gone(db):
    with transaction.atomic(), connection.cursor() as cursor:
        with workroom(cursor):
            create_staging(cursor, COLUMNS)
            assert tables() == ["staging"]

        assert tables() == []
