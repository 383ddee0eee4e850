"""Keeping the rows that are sent back: as they stand in the file, under its own header."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from foundation.domain.tables import Reading, Table, opened
from foundation.domain.tables.raw_rows import raw_rows
from foundation.models import ImportBatch, StoredFile
from foundation.services.file_limits import file_limits
from foundation.services.progress import Progress

ROWS_AT_ONCE = 500
"""Rows that are held in memory together."""


def keep_rejects(
    cursor: Any, batch: ImportBatch, table: Table, reading: Reading, progress: Progress
) -> None:
    """Keep everything `found` of a batch's rows in the order it was, each with its row as it stood.

    Where all rows of the file stand as they were read, their cells are still in `typed`. Otherwise
    the file is read once more, up to the last row sent back; good rows cost nothing but that.
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
        _read_again(cursor, batch.stored_file, table, reading, progress)
    cursor.execute(
        'insert into foundation_rejectedrow (batch_id, line, "column", code, message, raw)'
        ' select %s, f.line, f."column", f.code, f.message, raw.cells'
        " from found f left join raw on raw.line = f.line order by f.line, f.ctid",
        [batch.pk],
    )


def _read_again(
    cursor: Any, stored: StoredFile, table: Table, reading: Reading, progress: Progress
) -> None:
    """Fill `raw` from the file, lot by lot."""
    cursor.execute(
        "declare wrong_line no scroll cursor for select distinct line from found order by line"
    )
    with stored.file.open("rb") as file, opened(file, reading, file_limits()) as source:
        found = raw_rows(_told(source.rows, progress), table.header, _wrong_lines(cursor))
        while some := list(islice(found, ROWS_AT_ONCE)):
            with cursor.copy("copy raw from stdin") as copy:
                for line, cells in some:
                    copy.write_row((line, json.dumps(cells, ensure_ascii=False)))
    cursor.execute("close wrong_line")


def _wrong_lines(cursor: Any) -> Iterator[int]:
    """Yield the lines of the rows sent back, in order."""
    while True:
        cursor.execute(f"fetch {ROWS_AT_ONCE} from wrong_line")
        some = cursor.fetchall()
        if not some:
            return
        yield from (line for (line,) in some)


def _told(
    rows: Iterator[tuple[int, list[str]]], progress: Progress
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows; now and then say that they are being read, so that it can be cancelled."""
    for place, row in enumerate(rows):
        if not place % ROWS_AT_ONCE:
            progress.report(progress.said.done)
        yield row
