"""The rows of a table under the columns of its kind, whatever file they come from."""

from collections.abc import Iterator, Sequence
from itertools import repeat

from foundation.domain.tables.columns import Column, columns_found, named
from foundation.domain.tables.given_back import evenness, is_given_back, place_of_mark
from foundation.domain.tables.harmless import restored
from foundation.domain.tables.limits import LONGEST_CELL, USUAL, Limits
from foundation.domain.tables.oddities import Oddity, composed, cut_short, is_plain, oddities
from foundation.domain.tables.plain_rows import lots, plain_cells
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.tables.refusals import UnreadableTable

Row = tuple[int, bool, list[str | None], list[Oddity]]
"""A line, whether it has a cell for each of the header, its cells, and what is odd in them.

The cells stand in the order of the kind's columns; None where the file has no such cell.
"""


def rows(
    source: Iterator[tuple[int, list[str]]],
    columns: Sequence[Column],
    reading: Reading = AS_IT_STANDS,
    limits: Limits = USUAL,
) -> Iterator[Row]:
    """Yield every row that is not blank, each cell composed (NFC) and trimmed.

    A cell of ours that is too long comes cut short, and is odd.
    Raises UnreadableTable if there is no header, or it lacks a column.
    """
    names = next((cells for _, cells in source if any(map(str.strip, cells))), None)
    if names is None:
        raise UnreadableTable("Tệp trống: dòng đầu phải là tên các cột.")
    names[0] = names[0].removeprefix("\ufeff")
    mark = place_of_mark(names)
    if is_given_back(names):
        source = ((line, list(map(restored, cells))) for line, cells in source)
        places = columns_found(names, columns, limits)
    else:
        places = columns_found(names, named(columns, reading.headers), limits)
    for lines, wholes, texts in lots(source):
        plain = plain_cells((lines, wholes, texts), places, len(names)) if mark is None else None
        if plain is not None:
            yield from zip(lines, repeat(True), plain, repeat([]))
            continue
        for line, whole in zip(lines, wholes, strict=True):
            row = _row(line, whole, columns, places, (len(names), mark))
            if row:
                yield row


def _row(
    line: int,
    whole: list[str],
    columns: Sequence[Column],
    places: Sequence[int | None],
    form: tuple[int, int | None],
) -> Row | None:
    """Return a row as it is looked at on its own, None if it is blank.

    `form` is how many cells the header has, and where its marks stand.
    """
    raw, width, joined = whole, len(whole), "".join(whole)
    if len(joined) > LONGEST_CELL:
        raw = list(map(cut_short, whole))
        joined = "".join(raw)
    found = [raw[place] if place is not None and place < width else None for place in places]
    cells = [cell and (cell.strip() if cell.isascii() else composed(cell)) for cell in found]
    if not any(cells) and not joined.strip():
        return None
    odd = [] if is_plain(joined, cells) else oddities(columns, cells)
    is_whole, mark = width == form[0], form[1]
    if not is_whole or mark is not None:
        is_whole, beyond = evenness(raw, form[0], mark)
        odd = odd + beyond
    return line, is_whole, cells, odd
