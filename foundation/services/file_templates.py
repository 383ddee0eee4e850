"""Empty files with the right columns, for whoever prepares data by hand."""

import csv
import io
from collections.abc import Sequence
from typing import IO

from foundation.domain.tables import Column
from foundation.services.workbook_files import workbook

ROOM = 4
"""Characters a column is wider than its header, at least."""
NARROWEST = 14


def csv_template(columns: Sequence[Column]) -> bytes:
    """Return a CSV file of the header alone, in UTF-8 marked so that Excel knows it."""
    text = io.StringIO()
    csv.writer(text).writerow(column.header for column in columns)
    return text.getvalue().encode("utf-8-sig")


def xlsx_template(columns: Sequence[Column], out: IO[bytes]) -> None:
    """Write a workbook of the header alone; its cells are text, so codes keep their zeros."""
    with workbook(out, in_memory=True) as book:
        sheet = book.add_worksheet("Dữ liệu")
        required = book.add_format({"bold": True, "bottom": 2, "num_format": "@"})
        optional = book.add_format({"bottom": 2, "num_format": "@"})
        as_text = book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            width = max(NARROWEST, len(column.header) + ROOM)
            sheet.set_column(place, place, width, as_text)
            look = required if column.is_required else optional
            sheet.write_string(0, place, column.header, look)
