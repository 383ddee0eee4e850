"""What a batch did not take, to be given back: a line of the file each, to mend and hand in again.

Intake passes over the first three columns, so the file goes in again as it is once it is mended.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import IO, Any, NamedTuple

from django.db import connection
from xlsxwriter import Workbook

from foundation.domain.tables.given_back import GIVEN_BACK, MARK, SURPLUS, UNEVEN
from foundation.domain.tables.harmless import readable_again
from foundation.domain.tables.limits import LONGEST_CELL
from foundation.models import ImportBatch, RejectedRow

UNEVEN_CODE = "cell_count"
"""The code of the check that refuses a row of another width than its header."""
ROWS_PER_SHEET = 1_048_575
"""Rows of a sheet of Excel below its header."""

_HEADERS = """
select cell.value ->> 0
from foundation_rejectedrow r, jsonb_array_elements(r.raw) with ordinality cell(value, place)
where r.batch_id = %s and cell.value ->> 1 is not null
group by 1 order by min(place)
"""


class RejectedLine(NamedTuple):
    """A line of a file that was not taken: the columns at fault, every reason, its cells."""

    line: int
    columns: str
    reasons: str
    cells: list[str]


def reject_headers(batch: ImportBatch) -> list[str]:
    """Return the headers of the file given back: ours, then those columns the file had.

    Where rows had cells too many or too few, their mark has the last column.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HEADERS, [batch.pk])
        had = [header for (header,) in cursor.fetchall()]
    marks = [MARK] if batch.rejects.filter(code__in=[UNEVEN_CODE, SURPLUS]).exists() else []
    return [*GIVEN_BACK, *had, *marks]


def rejected_lines(batch: ImportBatch) -> Iterator[RejectedLine]:
    """Yield the lines not taken, in the order of the file, all reasons of a line together.

    The cells stand under `reject_headers(batch)`, after the three that are ours.
    """
    headers = reject_headers(batch)[len(GIVEN_BACK) :]
    found = batch.rejects.order_by("line", "column", "pk").iterator()
    for line, group in groupby(found, key=attrgetter("line")):
        rejects = list(group)
        raw = dict(rejects[0].raw) | {MARK: _mark(rejects)}
        yield RejectedLine(
            line,
            ", ".join(dict.fromkeys(reject.column for reject in rejects)),
            "; ".join(reject.message.rstrip(".") for reject in rejects)[: LONGEST_CELL - 1] + ".",
            [raw[header] or "" for header in headers],
        )


def _mark(rejects: Sequence[RejectedRow]) -> str:
    """Return how a row is marked that had cells too many or too few; "" for any other."""
    beyond = "; ".join(reject.message for reject in rejects if reject.code == SURPLUS)
    is_uneven = any(reject.code == UNEVEN_CODE for reject in rejects)
    return beyond or (UNEVEN if is_uneven else "")


def rejects_xlsx(batch: ImportBatch, out: IO[bytes]) -> None:
    """Write the lines not taken as a workbook in which every cell is text, none a formula."""
    with Workbook(out, {"constant_memory": True}) as book:
        headers, text = reject_headers(batch), book.add_format({"num_format": "@"})
        sheet = _sheet(book, headers, text)
        for place, found in enumerate(rejected_lines(batch)):
            row = place % ROWS_PER_SHEET + 1
            if place and row == 1:
                sheet = _sheet(book, headers, text)
            sheet.write_number(row, 0, found.line)
            cells = map(readable_again, found.cells)
            for column, cell in enumerate((found.columns, found.reasons, *cells), start=1):
                sheet.write_string(row, column, cell, text)


def _sheet(book: Workbook, headers: list[str], text: Any) -> Any:
    """Add a sheet with its headers, of columns wide enough to read and formatted as text."""
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, len(headers) - 1, 18, text)
    sheet.set_column(2, 2, 60, text)
    bold = book.add_format({"bold": True})
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    return sheet
