"""A list of facts as a workbook of any length: every cell is text, none a formula."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from xlsxwriter import Workbook

from foundation.domain.tables.limits import LONGEST_CELL
from foundation.services.workbook_files import workbook

ROWS_PER_SHEET = 1_048_575
"""Rows of a sheet of Excel below its header."""


def write_workbook(
    out: IO[bytes],
    headers: Mapping[str, int],
    rows: Iterable[Sequence[str]],
    *,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Write rows under headers (title → width), a new sheet whenever one is full."""
    with workbook(out) as book:
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet = _sheet(book, headers, text, bold)
        for place, cells in enumerate(rows):
            row = place % rows_per_sheet + 1
            if place and row == 1:
                sheet = _sheet(book, headers, text, bold)
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell[:LONGEST_CELL], text)


def _sheet(book: Workbook, headers: Mapping[str, int], text: Any, bold: Any) -> Any:
    """Add a sheet with its headers."""
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, (header, width) in enumerate(headers.items()):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, header, bold)
    return sheet
