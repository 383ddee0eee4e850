"""The limit of an intake: COPY of rows that are clean already into a table like the dossiers'."""

from pathlib import Path

from django.db import connection, transaction

_PIECE = 1 << 18
_KEYS = """
select pg_get_constraintdef(oid) from pg_constraint
where conrelid = 'dossiers_dossier'::regclass and contype = 'f' order by conname
"""


def create_limit_table() -> None:
    """Create an empty table with the dossiers' columns, checks, indexes and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists bench_limit")
        cursor.execute("create table bench_limit (like dossiers_dossier including all)")
        cursor.execute(_KEYS)
        for (definition,) in cursor.fetchall():
            cursor.execute(f"alter table bench_limit add {definition}")


def write_clean_rows(path: Path) -> int:
    """Write the dossiers there are, in a file's order, as COPY writes them; return how many."""
    with connection.cursor() as cursor, path.open("wb") as file:
        with cursor.copy(
            "copy (select * from dossiers_dossier order by received_at, code) to stdout"
        ) as copy:
            for piece in copy:
                file.write(piece)
        cursor.execute("select count(*) from dossiers_dossier")
        count: int = cursor.fetchone()[0]
    return count


@transaction.atomic
def copy_clean_rows(path: Path) -> None:
    """Copy what `write_clean_rows` wrote into the table of the limit."""
    with (
        path.open("rb") as file,
        connection.cursor() as cursor,
        cursor.copy("copy bench_limit from stdin") as copy,
    ):
        while piece := file.read(_PIECE):
            copy.write(piece)
