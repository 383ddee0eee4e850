"""Keeping the rows that are sent back: as they stand in the file, under its own header."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from foundation.domain.tables import Reading, Table, opened
from foundation.domain.tables.headers import Header
from foundation.domain.tables.plain_rows import LETTERS_AT_ONCE, ROWS_AT_ONCE
from foundation.domain.tables.raw_rows import raw_rows
from foundation.domain.tables.text_files import rows_at
from foundation.domain.tables.workbooks import spooled_rows_at
from foundation.models import ImportBatch, StoredFile
from foundation.services.file_limits import file_limits
from foundation.services.progress import Progress

Row = tuple[int, list[str]]


def keep_rejects(
    cursor: Any,
    batch: ImportBatch,
    table: Table,
    reading: Reading,
    progress: Progress,
    *,
    spool: IO[bytes],
) -> None:
    """Keep everything `found` of a batch's rows in the order it was, each with its row as it stood.

    Where all rows of the file stand as they were read, their cells are still in `typed`. Otherwise
    the file is read once more, up to the last row sent back; good rows cost nothing but that. What
    was read of a workbook is in the `spool`.
    """
    if not batch.rejected_rows:
        return
    batch.header = table.header.own_names
    batch.save(update_fields=["header"])
    names = table.header.ours_alone
    if names is not None and table.stands_as_read:
        cells = ", ".join(f"t.{name}" for name in names)
        cursor.execute(
            f"create temp table raw as"  # noqa: S608 - names of columns
            f" select line, to_jsonb(array[{cells}]) as cells from typed t where is_wrong"
        )
    else:
        cursor.execute("create temp table raw (line int, cells jsonb)")
        cursor.execute(
            "declare wrong_line no scroll cursor for select distinct line from found order by line"
        )
        lines = _wrong_lines(cursor)
        with _again(batch.stored_file, table, lines, reading, progress, spool=spool) as rows:
            _keep(cursor, rows)
        cursor.execute("close wrong_line")
    cursor.execute(
        'insert into foundation_rejectedrow (batch_id, line, "column", code, message, raw)'
        ' select %s, f.line, f."column", f.code, f.message, raw.cells'
        " from found f left join raw on raw.line = f.line order by f.line, f.ctid",
        [batch.pk],
    )


@contextmanager
def _again(
    stored: StoredFile,
    table: Table,
    lines: Iterator[int],
    reading: Reading,
    progress: Progress,
    *,
    spool: IO[bytes],
) -> Iterator[Iterator[Row]]:
    """Yield the rows of those lines, as they stand under the header of the file."""
    header, limits = table.header, file_limits()
    if spool.tell():
        yield _own(_told(spooled_rows_at(spool, lines), progress), header)
        return
    with stored.file.open("rb") as file:
        if table.takes_a_line_each:
            yield _own(_told(rows_at(file, lines, reading, limits), progress), header)
        else:
            with opened(file, reading, limits) as source:
                yield raw_rows(_told(source.rows, progress), header, lines)


def _own(rows: Iterator[Row], header: Header) -> Iterator[Row]:
    """Yield the rows as they stand under the header of the file."""
    return ((line, header.own_cells(cells)) for line, cells in rows)


def _keep(cursor: Any, rows: Iterator[Row]) -> None:
    """Fill `raw` with rows, lot by lot."""
    for lot in _lots(rows):
        with cursor.copy("copy raw from stdin") as copy:
            for line, cells in lot:
                copy.write_row((line, json.dumps(cells, ensure_ascii=False)))


def _lots(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows in lists that memory has room for, however long a row is.

    A list is emptied once it has been looked at.
    """
    lot: list[Row] = []
    letters = 0
    for row in rows:
        lot.append(row)
        letters += sum(map(len, row[1]))
        if len(lot) == ROWS_AT_ONCE or letters > LETTERS_AT_ONCE:
            yield lot
            lot.clear()
            letters = 0
    yield lot


def _wrong_lines(cursor: Any) -> Iterator[int]:
    """Yield the lines of the rows sent back, in order."""
    while True:
        cursor.execute(f"fetch {ROWS_AT_ONCE} from wrong_line")
        some = cursor.fetchall()
        if not some:
            return
        yield from (line for (line,) in some)


def _told(rows: Iterator[Row], progress: Progress) -> Iterator[Row]:
    """Yield the rows; now and then say that they are being read, so that it can be cancelled."""
    for place, row in enumerate(rows):
        if not place % ROWS_AT_ONCE:
            progress.report(progress.said.done)
        yield row
