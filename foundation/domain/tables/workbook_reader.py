"""The program that reads a workbook from its standard input and writes its rows out as JSON lines.

It runs by itself under limits of memory and time: a file of a few kilobytes can make a reader of
workbooks ask for more memory than there is, and that ends the process which reads it. The limits,
and how dates are written, are its argument, as JSON. The first line it writes is what is known of
the sheet, each further one a list of [line, cells]; a string is a refusal.
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from foundation.domain.tables.given_back import COLUMNS_ADDED
from foundation.domain.tables.limits import Limits, plain, too_many_columns
from foundation.domain.tables.refusals import UnreadableTable
from foundation.domain.tables.sheet_cells import text, text_with_iso_dates
from foundation.domain.tables.workbook_parts import error_cells, refuse_compound, refuse_others
from foundation.domain.tables.workbook_sheets import chosen_sheet, content, refuse_merged
from foundation.domain.tables.workbooks import BROKEN, OUT_OF_MEMORY

Row = tuple[int, list[str]]
INPUT = Path("/dev/stdin")
LETTERS_AT_ONCE = 1 << 18
"""Characters after which a list of rows is written out."""


def main() -> None:
    """Write the rows of the workbook on standard input, or why it is refused."""
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    as_text = text_with_iso_dates if asked["dates_are_iso"] else text
    resource.setrlimit(resource.RLIMIT_AS, (limits.reading_megabytes << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.reading_seconds,) * 2)
    try:
        with INPUT.open("rb") as file:
            for said in _told(file, limits, as_text):
                _say(said)
    except UnreadableTable as refusal:
        _say(str(refusal))
    except (BadZipFile, CalamineError):
        _say(BROKEN)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _say(said: object) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def _told(file: IO[bytes], limits: Limits, as_text: Callable[[object], str]) -> Iterator[Any]:
    """Yield (rows below the header, about the sheet), then lists of (line, cells) from there on."""
    refuse_compound(file)
    with ZipFile(file) as archive:
        refuse_others(archive, limits)
        place, sheet, about = chosen_sheet(CalamineWorkbook.from_path(INPUT))
        errors = error_cells(archive, place, limits.error_cells)
    top, last = (sheet.start or (0, 0))[0], (sheet.end or (0, 0))[0]
    yield last - top, about
    if sheet.width > limits.columns + COLUMNS_ADDED:
        raise UnreadableTable(too_many_columns(sheet.width, limits))
    refuse_merged(sheet, top)
    yield from _together(_rows(sheet, top, errors, as_text), limits.row_letters)


def _together(rows: Iterator[Row], longest: int) -> Iterator[list[Row]]:
    """Yield the rows in lists of about as many characters; raises UnreadableTable at a vast one."""
    some: list[Row] = []
    letters = 0
    for row in rows:
        in_row = sum(map(len, row[1]))
        if in_row > longest:
            raise UnreadableTable(f"Dòng {row[0]} dài quá {plain(longest)} ký tự.")
        some.append(row)
        letters += in_row
        if letters > LETTERS_AT_ONCE:
            yield some
            some, letters = [], 0
    yield some


def _rows(
    sheet: CalamineSheet,
    top: int,
    errors: dict[int, dict[int, str]],
    as_text: Callable[[object], str],
) -> Iterator[Row]:
    """Yield (line, cells) from the header on, as wide as the header unless more has content.

    Rows without any content are passed over: there may be a million of them.
    """
    left, width = (sheet.start or (0, 0))[1], 0
    for row, values in enumerate(sheet.iter_rows()):
        if row < top:
            continue
        cells = list(map(as_text, values))
        if wrong := errors.get(row):
            for place in wrong.keys() & range(left, left + len(cells)):
                cells[place - left] = wrong[place]
        filled = content(cells)
        width = width or filled
        if filled:
            yield row + 1, cells[: max(width, filled)]


if __name__ == "__main__":
    main()
