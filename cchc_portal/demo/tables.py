"""Writing tables as other systems hand them in: CSV and XLSX, the same bytes every time."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from foundation.services.workbook_files import workbook

WRITTEN_AT = datetime(2025, 1, 2, 8)


def write_csv(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ","
) -> None:
    """Write a CSV file whole, or not at all."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(headers)
        writer.writerows(rows)
    partial.replace(path)


def write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a workbook of one sheet."""
    with path.open("wb") as out, workbook(out) as book:
        book.set_properties({"created": WRITTEN_AT})
        sheet = book.add_worksheet()
        for line, row in enumerate([headers, *rows]):
            sheet.write_row(line, 0, row)
