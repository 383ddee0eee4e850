"""Rows looked at together: a glance shows of most that nothing in them needs a closer look."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter

from foundation.domain.tables.limits import LONGEST_CELL
from foundation.domain.tables.oddities import are_ordinary

ROWS_AT_ONCE = 500
"""Rows that are looked at together, at most."""
LETTERS_AT_ONCE = 1 << 20
"""Characters after which no further row is looked at with them."""
Lot = tuple[list[int], list[list[str]], list[str]]
"""Some rows of a file: where each ends, its cells, and these joined."""


def lots(source: Iterable[tuple[int, list[str]]]) -> Iterator[Lot]:
    """Yield the rows in lots that memory has room for, in their order, none of them empty.

    Each row that is too long for a glance comes alone.
    """
    lines, rows, texts = lot = _nothing()
    letters = 0
    for line, row in source:
        text = "".join(row)
        length = len(text)
        if length > LONGEST_CELL:
            if lines:
                yield lot
            yield [line], [row], [text]
            lines, rows, texts = lot = _nothing()
            letters = 0
            continue
        lines.append(line)
        rows.append(row)
        texts.append(text)
        letters += length
        if len(lines) == ROWS_AT_ONCE or letters > LETTERS_AT_ONCE:
            yield lot
            lines, rows, texts = lot = _nothing()
            letters = 0
    if lines:
        yield lot


def plain_cells(
    lot: Lot, places: Sequence[int | None], width: int
) -> Sequence[Sequence[str | None]] | None:
    """Return the cells that stand at these places, a list for each row, if all of them are plain.

    Plain rows are of that width and not blank, their cells trimmed, composed and nowhere odd.
    None says that nobody knows: each row is to be looked at on its own.
    """
    _, rows, texts = lot
    if set(map(len, rows)) != {width} or "" in texts or len(texts[0]) > LONGEST_CELL:
        return None
    there = [place for place in places if place is not None]
    if there != list(range(width)):
        rows = _picked(rows, there)
    if not _are_plain(rows, "".join(texts)):
        return None
    if len(there) == len(places):
        return rows
    at = [there.index(place) if place is not None else None for place in places]
    return [[row[place] if place is not None else None for place in at] for row in rows]


def _picked(rows: list[list[str]], places: list[int]) -> list[list[str]]:
    """Return of each row the cells at those places."""
    if len(places) > 1:
        return list(map(list, map(itemgetter(*places), rows)))
    return [[row[place] for place in places] for row in rows]


def _nothing() -> Lot:
    return [], [], []


def _are_plain(rows: Sequence[Sequence[str]], text: str) -> bool:
    """Return whether rows, whose whole text it is, are plain."""
    cells = list(chain.from_iterable(rows))
    return (
        list(map(str.strip, cells)) == cells
        and all(map(any, rows))
        and are_ordinary(text, _marked(rows))
    )


def _marked(rows: Sequence[Sequence[str]]) -> set[str]:
    """Return the cells with letters beyond ASCII; few words stand in most rows."""
    columns = (column for column in zip(*rows, strict=True) if not "".join(column).isascii())
    return {cell for column in columns for cell in set(column) if not cell.isascii()}
