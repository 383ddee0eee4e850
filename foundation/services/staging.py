"""Where a file lies while it is taken in: tables of its own, every cell as text."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat, starmap
from typing import Any

from psycopg import sql

from foundation.domain.tables import Column
from foundation.domain.tables.oddities import Oddity
from foundation.domain.tables.plain_rows import PlainRows, Row
from foundation.services.progress import Progress

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


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
    composed = sql.SQL(statement).format(sql.SQL(", ").join(names))
    cursor.execute(composed.as_string(cursor.connection))  # the history reads statements as text


def copy_rows(
    cursor: Any,
    lots: Iterable[PlainRows | list[Row]],
    total: int | None,
    progress: Progress,
) -> int:
    """Copy the rows into `staging` and return how many there were.

    The rows of a lot are handed over together; after each it is said how far the reading is.
    """
    count = 0
    with cursor.copy("copy staging from stdin (freeze)") as copy:
        for lot in lots:
            copy.write(_text(lot))
            count += len(lot)
            progress.report(count, total)
    return count


def _text(rows: PlainRows | Sequence[Row]) -> str:
    """Return rows as COPY reads them, in its text format.

    Plain ones are written as they are and looked at together: only if some sign in them means
    something to COPY is each cell looked at.
    """
    if isinstance(rows, PlainRows):
        absent = rows.columns.count(None)
        cells = [repeat("\\N") if column is None else column for column in rows.columns]
        told = zip(map(str, rows.lines), repeat("t"), repeat("\\N"), *cells, strict=False)
        text = "\n".join(map("\t".join, told)) + "\n"
        as_meant = [len(rows) * marks for marks in (1, 0, len(cells) + 2, absent + 1)]
        if list(map(text.count, "\n\r\t\\")) == as_meant:
            return text
    return "".join(starmap(_escaped, rows))


def _escaped(line: int, is_whole: bool, cells: Sequence[str | None], odd: list[Oddity]) -> str:
    oddities = json.dumps(odd).translate(_ESCAPED) if odd else "\\N"
    text = "\t".join(["\\N" if cell is None else cell.translate(_ESCAPED) for cell in cells])
    return f"{line}\t{is_whole}\t{oddities}\t{text}\n"
