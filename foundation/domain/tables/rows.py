"""The rows of a table under the columns of its kind, whatever file they come from."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import normalize

from foundation.domain.tables.columns import Column, columns_found, named
from foundation.domain.tables.harmless import restored
from foundation.domain.tables.limits import LONGEST_CELL, too_long
from foundation.domain.tables.oddities import Oddity, is_plain, oddities
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.tables.refusals import UnreadableTable

GIVEN_BACK = ["Dòng", "Cột", "Lý do"]
"""The first columns of a file of rejected rows, which may be handed in again."""

Row = tuple[int, bool, list[str | None], list[Oddity]]
"""A line, whether it has as many cells as the header, its cells, and what is odd in them.

The cells stand in the order of the kind's columns; None where the file has no such cell.
"""


def rows(
    source: Iterator[tuple[int, list[str]]],
    columns: Sequence[Column],
    reading: Reading = AS_IT_STANDS,
) -> Iterator[Row]:
    """Yield every row that is not blank, each cell composed (NFC) and trimmed.

    Raises UnreadableTable if there is no header, it lacks a column, or a cell is too long.
    """
    names = next((cells for _, cells in source if any(map(str.strip, cells))), None)
    if names is None:
        raise UnreadableTable("Tệp trống: dòng đầu phải là tên các cột.")
    names[0] = names[0].removeprefix("\ufeff")
    if [name.strip() for name in names[:3]] == GIVEN_BACK:
        source = ((line, list(map(restored, cells))) for line, cells in source)
        places = columns_found(names, columns)
    else:
        places = columns_found(names, named(columns, reading.headers))
    for line, raw in source:
        width, joined = len(raw), "".join(raw)
        found = [raw[place] if place is not None and place < width else None for place in places]
        cells = [cell and (cell.strip() if cell.isascii() else _composed(cell)) for cell in found]
        if not any(cells) and not joined.strip():
            continue
        if len(joined) > LONGEST_CELL and max(map(len, raw)) > LONGEST_CELL:
            raise UnreadableTable(too_long(line))
        odd = [] if is_plain(joined, cells) else oddities(columns, cells)
        yield line, width == len(names), cells, odd


@lru_cache(maxsize=1024)
def _composed(text: str) -> str:
    """Return text composed and trimmed, also of no-break blanks; few words stand in most rows."""
    return normalize("NFC", text).strip()
