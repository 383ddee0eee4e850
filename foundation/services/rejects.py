"""What a batch did not take, to be given back: a line of the file each, to mend and hand in again.

Intake passes over the first three columns, so the file goes in again as it is once it is mended.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import IO, Any, NamedTuple

from django.db.models import Max, TextField
from django.db.models.functions import Cast, Length
from xlsxwriter import Workbook

from foundation.domain.tables.given_back import GIVEN_BACK, MARK, SURPLUS, UNEVEN
from foundation.domain.tables.harmless import readable_again
from foundation.domain.tables.limits import LONGEST_CELL
from foundation.models import ImportBatch
from foundation.services.workbook_files import workbook

UNEVEN_CODE = "cell_count"
"""The code of the check that refuses a row of another width than its header."""
ROWS_PER_SHEET = 1_048_575
"""Rows of a sheet of Excel below its header."""
ROWS_AT_ONCE = 2_000
"""Rejects that are held in memory together, at most."""
LETTERS_AT_ONCE = 1 << 20
"""Characters they may have together, unless a single one has more."""
NAMELESS = "(không tên)"
"""What stands for a column without a name: the last one with a name tells how wide a sheet is."""


class Reason(NamedTuple):
    """Why a line was not taken: the column at fault, the check that says so, its sentence."""

    column: str
    code: str
    message: str


class RejectedLine(NamedTuple):
    """A line of a file that was not taken: the columns at fault, every reason, its cells."""

    line: int
    columns: str
    reasons: str
    cells: list[str]


def reject_headers(batch: ImportBatch) -> list[str]:
    """Return the headers of the file given back: ours, then those of the file that was taken in.

    Where rows had cells too many or too few, their mark has the last column.
    """
    had = [name if name.strip() else NAMELESS for name in batch.header]
    return [*GIVEN_BACK, *had, *([MARK] if _are_marked(batch) else [])]


def rejected_lines(batch: ImportBatch) -> Iterator[RejectedLine]:
    """Yield the lines not taken, in the order of the file, all reasons of a line together.

    The cells stand under `reject_headers(batch)`, after the three that are ours.
    """
    width, are_marked = len(batch.header), _are_marked(batch)
    found = batch.rejects.order_by("line", "column", "pk").values_list(
        "line", "raw", *Reason._fields
    )
    for line, group in groupby(found.iterator(_at_once(batch)), key=itemgetter(0)):
        reasons = []
        for reject in group:
            raw = reject[1]
            reasons.append(Reason(*reject[2:]))
        cells = [*raw, *[""] * (width - len(raw))]
        yield RejectedLine(
            line,
            ", ".join(dict.fromkeys(reason.column for reason in reasons)),
            "; ".join(reason.message.rstrip(".") for reason in reasons)[: LONGEST_CELL - 1] + ".",
            [*cells, _mark(reasons)] if are_marked else cells,
        )


def _at_once(batch: ImportBatch) -> int:
    """Return how many rejects memory has room for, by the longest row there is."""
    letters = Length(Cast("raw", TextField()))
    longest = batch.rejects.aggregate(longest=Max(letters))["longest"] or 1
    return max(1, min(ROWS_AT_ONCE, LETTERS_AT_ONCE // longest))


def _are_marked(batch: ImportBatch) -> bool:
    """Return whether some row had cells too many or too few."""
    return batch.rejects.filter(code__in=[UNEVEN_CODE, SURPLUS]).exists()


def _mark(reasons: Sequence[Reason]) -> str:
    """Return how a row is marked that had cells too many or too few; "" for any other."""
    beyond = "; ".join(reason.message for reason in reasons if reason.code == SURPLUS)
    is_uneven = any(reason.code == UNEVEN_CODE for reason in reasons)
    return beyond or (UNEVEN if is_uneven else "")


def rejects_xlsx(batch: ImportBatch, out: IO[bytes]) -> None:
    """Write the lines not taken as a workbook in which every cell is text, none a formula."""
    with workbook(out) as book:
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
    for column, header in enumerate(map(readable_again, headers)):
        sheet.write_string(0, column, header, bold)
    return sheet
