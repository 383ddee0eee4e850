"""Where a file lies while it is taken in: tables of its own, every cell as text."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from psycopg import sql

from foundation.domain.tables import Column
from foundation.domain.tables.oddities import Oddity
from foundation.services.progress import Progress

ROWS_AT_ONCE = 500
"""Rows handed to the database together, and between two words on how far the reading is."""
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
Row = tuple[int, bool, list[str | None], list[Oddity]]


@contextmanager
def workroom(cursor: Any) -> Iterator[None]:
    """Let temporary tables stand while the block lasts; an error takes them with its transaction.

    They are not unlogged ones, which parallel workers could read: PostgreSQL does not start again
    after a crash that leaves such a table of an unfinished transaction behind (decision 13).
    """
    yield
    cursor.execute("discard temp")


def create_staging(cursor: Any, columns: Sequence[Column]) -> None:
    """Create `staging`: a text column for each, beside what is known of a row."""
    names = (sql.SQL("{} text").format(sql.Identifier(column.name)) for column in columns)
    statement = "create temp table staging (line int, is_whole bool, oddities jsonb, {})"
    cursor.execute(sql.SQL(statement).format(sql.SQL(", ").join(names)))


def copy_rows(cursor: Any, rows: Iterable[Row], total: int | None, progress: Progress) -> int:
    """Copy the rows into `staging` and return how many there were."""
    count, left = 0, iter(rows)
    with cursor.copy("copy staging from stdin (freeze)") as copy:
        while some := list(islice(left, ROWS_AT_ONCE)):
            copy.write(_text(some))
            count += len(some)
            progress.report(count, total)
    return count


def _text(rows: Sequence[Row]) -> str:
    """Return rows as COPY reads them, in its text format.

    They are written as they are, then looked at together: only if some sign in them means something
    to COPY is each cell looked at.
    """
    text = "".join([_plain(line, is_whole, cells) for line, is_whole, cells, _ in rows])
    marks = (text.count("\n"), text.count("\r"), text.count("\t"), text.count("\\"))
    meant = (
        len(rows),
        0,
        sum([2 + len(cells) for _, _, cells, _ in rows]),
        sum([1 + cells.count(None) for _, _, cells, _ in rows]),
    )
    is_as_meant = marks == meant and not any(odd for _, _, _, odd in rows)
    return text if is_as_meant else "".join([_escaped(*row) for row in rows])


def _plain(line: int, is_whole: bool, cells: list[str | None]) -> str:
    given = ["\\N" if cell is None else cell for cell in cells] if None in cells else cells
    text = "\t".join(given)  # type: ignore[arg-type]
    return f"{line}\t{is_whole}\t\\N\t{text}\n"


def _escaped(line: int, is_whole: bool, cells: list[str | None], odd: list[Oddity]) -> str:
    oddities = json.dumps(odd).translate(_ESCAPED) if odd else "\\N"
    text = "\t".join(["\\N" if cell is None else cell.translate(_ESCAPED) for cell in cells])
    return f"{line}\t{is_whole}\t{oddities}\t{text}\n"
