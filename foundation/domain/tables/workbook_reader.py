"""The program that reads a workbook from its standard input and writes its rows out, a line each.

It runs by itself under limits of memory and time: a file of a few kilobytes can make a reader of
workbooks ask for more memory than there is, and that ends the process which reads it. The limits,
and how dates are written, are its argument, as JSON. The first line it writes is what is known of
the sheet, as JSON. Each further one is a row: its line and its cells with tabs between, or, where
a cell has a tab or a line break of its own, a JSON list of both. A JSON string is a refusal.
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

Row = tuple[int, list[str], str]
"""A line, its cells, and these joined by tabs."""
INPUT = Path("/dev/stdin")
LETTERS_AT_ONCE = 1 << 18
"""Characters after which rows are written out."""


def main() -> None:
    """Write the rows of the workbook on standard input, or why it is refused."""
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    as_text = text_with_iso_dates if asked["dates_are_iso"] else text
    resource.setrlimit(resource.RLIMIT_AS, (limits.reading_megabytes << 20,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.reading_seconds,) * 2)
    try:
        with INPUT.open("rb") as file:
            _tell(file, limits, as_text)
    except UnreadableTable as refusal:
        _say(str(refusal))
    except (BadZipFile, CalamineError):
        _say(BROKEN)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _say(said: object) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def _tell(file: IO[bytes], limits: Limits, as_text: Callable[[object], str]) -> None:
    """Write (rows below the header, about the sheet), then the rows from the header on."""
    refuse_compound(file)
    with ZipFile(file) as archive:
        refuse_others(archive, limits)
        place, sheet, about = chosen_sheet(CalamineWorkbook.from_path(INPUT))
        errors = error_cells(archive, place, limits.error_cells)
    top, last = (sheet.start or (0, 0))[0], (sheet.end or (0, 0))[0]
    _say((last - top, about))
    if sheet.width > limits.columns + COLUMNS_ADDED:
        raise UnreadableTable(too_many_columns(sheet.width, limits))
    refuse_merged(sheet, top)
    for some in _lots(_rows(sheet, top, errors, as_text), limits.row_letters):
        sys.stdout.write(_lines(some))


def _lots(rows: Iterator[Row], longest: int) -> Iterator[list[Row]]:
    """Yield the rows in lots of about as many characters; raises UnreadableTable at a vast one."""
    some: list[Row] = []
    letters = 0
    for row in rows:
        line, cells, joined = row
        if len(joined) - len(cells) >= longest:
            raise UnreadableTable(f"Dòng {line} dài quá {plain(longest)} ký tự.")
        some.append(row)
        letters += len(joined)
        if letters > LETTERS_AT_ONCE:
            yield some
            some, letters = [], 0
    yield some


def _lines(rows: list[Row]) -> str:
    """Return a line for each row; they are looked at together for tabs and breaks of their own."""
    text = "".join([f"{line}\t{joined}\n" for line, _, joined in rows])
    tabs = sum([len(cells) for _, cells, _ in rows])
    if (text.count("\t"), text.count("\n")) == (tabs, len(rows)):
        return text
    return "".join(f"{json.dumps([line, it], ensure_ascii=False)}\n" for line, it, _ in rows)


def _rows(
    sheet: CalamineSheet,
    top: int,
    errors: dict[int, dict[int, str]],
    as_text: Callable[[object], str],
) -> Iterator[Row]:
    """Yield the rows from the header on, as wide as the header unless more has content.

    Rows without any content are passed over: there may be a million of them.
    """
    left, width = (sheet.start or (0, 0))[1], 0
    for row, values in enumerate(sheet.iter_rows()):
        if row < top:
            continue
        cells, joined = _read(values, as_text)
        if wrong := errors.get(row):
            for place in wrong.keys() & range(left, left + len(cells)):
                cells[place - left] = wrong[place]
            joined = "\t".join(cells)
        if joined.isspace() or not joined:
            continue
        if len(cells) > width:
            filled = content(cells)
            width = width or filled
            cells = cells[: max(width, filled)]
            joined = "\t".join(cells)
        yield row + 1, cells, joined


def _read(values: list[Any], as_text: Callable[[object], str]) -> tuple[list[str], str]:
    """Return the cells of a row as text, and joined; those that all are text are left alone."""
    try:
        joined = "\t".join(values)
    except TypeError:
        joined = "\0"
    if "\0" not in joined:
        return values, joined
    cells = list(map(as_text, values))
    return cells, "\t".join(cells)


if __name__ == "__main__":
    main()
