"""Rows as they stand in their file, picked out by their lines."""

from collections.abc import Iterator

from foundation.domain.tables.headers import Header


def raw_rows(
    source: Iterator[tuple[int, list[str]]], header: Header, lines: Iterator[int]
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) for those lines, which come in order, as they stand under the header.

    No more of the source is read than up to the last of them.
    """
    wanted = next(lines, None)
    for line, cells in source:
        if wanted is None:
            return
        if line == wanted:
            yield line, header.own_cells(cells)
            wanted = next(lines, None)
