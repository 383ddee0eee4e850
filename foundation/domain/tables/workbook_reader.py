"""The program that reads a workbook from its standard input and writes its rows out as JSON lines.

It runs by itself under limits of memory and time: a file of a few kilobytes can make a reader of
workbooks ask for more memory than there is, and that ends the process which reads it. The first
line is the number of rows, each further one a list of [line, cells]; a string is a refusal.
"""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from foundation.domain.tables import limits
from foundation.domain.tables.limits import plain, too_long
from foundation.domain.tables.refusals import UnreadableTable
from foundation.domain.tables.sheet_cells import text
from foundation.domain.tables.workbook_parts import error_cells, refuse_compound, refuse_others
from foundation.domain.tables.workbooks import BROKEN, OUT_OF_MEMORY

Row = tuple[int, list[str]]
INPUT = Path("/dev/stdin")
LETTERS_AT_ONCE = 1 << 18
"""Characters after which a list of rows is written out."""


def main() -> None:
    """Write the rows of the workbook on standard input, or why it is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.READING_MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.READING_SECONDS,) * 2)
    try:
        with INPUT.open("rb") as file:
            for said in _told(file):
                _say(said)
    except UnreadableTable as refusal:
        _say(str(refusal))
    except (BadZipFile, CalamineError):
        _say(BROKEN)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _say(said: object) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def _told(file: IO[bytes]) -> Iterator[Any]:
    """Yield the number of rows below the header, then lists of (line, cells) from the header on."""
    refuse_compound(file)
    with ZipFile(file) as archive:
        refuse_others(archive)
        place, sheet = _first_with_content(CalamineWorkbook.from_path(INPUT))
        errors = error_cells(archive, place)
    if sheet.width > limits.MOST_COLUMNS:
        raise UnreadableTable(
            f"Bảng có {plain(sheet.width)} cột, nhiều nhất là {plain(limits.MOST_COLUMNS)}."
        )
    top, last = (sheet.start or (0, 0))[0], (sheet.end or (0, 0))[0]
    _refuse_merged(sheet, top)
    yield last - top
    yield from _together(_rows(sheet, top, errors))


def _first_with_content(book: CalamineWorkbook) -> tuple[int, CalamineSheet]:
    """Return the first visible sheet that has content, and its place among all sheets."""
    for place, about in enumerate(book.sheets_metadata):
        is_table = about.typ == SheetTypeEnum.WorkSheet
        if is_table and about.visible == SheetVisibleEnum.Visible:
            sheet = book.get_sheet_by_index(place)
            if sheet.height:
                return place, sheet
    raise UnreadableTable("Tệp Excel trống: không có trang tính nào có dữ liệu.")


def _refuse_merged(sheet: CalamineSheet, top: int) -> None:
    """Raise UnreadableTable if a merged cell touches the row of headers."""
    for (first, _), (last, _) in sheet.merged_cell_ranges or ():
        if first <= top <= last:
            raise UnreadableTable(
                f"Dòng {top + 1} có ô gộp. Dòng đầu phải là tên các cột, mỗi cột một ô;"
                " hãy bỏ dòng tiêu đề và các ô gộp phía trên bảng."
            )


def _together(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Yield the rows in lists of about as many characters."""
    some: list[Row] = []
    letters = 0
    for row in rows:
        some.append(row)
        letters += sum(map(len, row[1]))
        if letters > LETTERS_AT_ONCE:
            yield some
            some, letters = [], 0
    yield some


def _rows(sheet: CalamineSheet, top: int, errors: dict[int, dict[int, str]]) -> Iterator[Row]:
    """Yield (line, cells) from the header on, as wide as the header unless more has content."""
    left, width = (sheet.start or (0, 0))[1], 0
    for row, values in enumerate(sheet.iter_rows()):
        if row < top:
            continue
        wrong = errors.get(row, {})
        cells = list(map(text, values))
        for place in wrong.keys() & range(left, left + len(cells)):
            cells[place - left] = wrong[place]
        if max(map(len, cells), default=0) > limits.LONGEST_CELL:
            raise UnreadableTable(too_long(row + 1))
        width = width or _content(cells)
        yield row + 1, cells[: max(width, _content(cells))]


def _content(cells: list[str]) -> int:
    """Return how many cells there are up to the last one with content."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)


if __name__ == "__main__":
    main()
