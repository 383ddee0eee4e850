"""The rows of a table under the columns of its kind, whatever file they come from."""

from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from foundation.domain.tables.columns import Column
from foundation.domain.tables.given_back import evenness
from foundation.domain.tables.harmless import restored
from foundation.domain.tables.headers import Header, header_of
from foundation.domain.tables.limits import LONGEST_CELL, USUAL, Limits
from foundation.domain.tables.oddities import composed, cut_short, is_plain, oddities
from foundation.domain.tables.plain_rows import Columns, Lot, PlainRows, Row, lots
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.tables.refusals import UnreadableTable
from foundation.domain.tables.text_files import TextRows


class Table:
    """A file as a table of its kind: its `header`, and its rows, which can be read once.

    `stands_as_read` says whether every row read so far stands in the file just as it was read: of
    our columns alone, whole, trimmed and composed. It is never said wrongly, but may be missed.
    Raises UnreadableTable if there is no header, or it lacks a column.
    """

    def __init__(
        self,
        source: Iterator[tuple[int, list[str]]],
        columns: Sequence[Column],
        reading: Reading = AS_IT_STANDS,
        limits: Limits = USUAL,
    ) -> None:
        first = next(((line, it) for line, it in source if any(map(str.strip, it))), None)
        if first is None:
            raise UnreadableTable("Tệp trống: dòng đầu phải là tên các cột.")
        begun_at, names = first
        self.header = header_of(names, columns, reading, limits)
        self.stands_as_read = self.header.ours_alone is not None
        self._source = source
        self._rows_end = self._last_line = begun_at

    @property
    def takes_a_line_each(self) -> bool:
        """Whether, once all rows were read, each of them had been one line of the file."""
        return self._rows_end == self._last_line

    def __iter__(self) -> Iterator[Row]:
        """Yield every row that is not blank, each cell composed (NFC) and trimmed.

        A cell of ours that is too long comes cut short, and is odd.
        """
        return chain.from_iterable(self.lots())

    def lots(self) -> Iterator[PlainRows | list[Row]]:
        """Yield the same rows in lots that memory has room for, however wide they are."""
        for lot in self._lots():
            self._rows_end += len(lot.lines)
            self._last_line = lot.lines[-1]
            plain = self._plain(lot)
            if plain is not None:
                yield PlainRows(lot.lines, plain)
                continue
            looked_at = map(_row, lot.lines, lot.rows, repeat(self.header))
            if found := [row for row in looked_at if row]:
                self.stands_as_read = False
                yield found

    def _lots(self) -> Iterator[Lot]:
        source = self._source
        if self.header.is_given_back:
            return lots((line, list(map(restored, cells))) for line, cells in source)
        return source.lots() if isinstance(source, TextRows) else lots(source)

    def _plain(self, lot: Lot) -> Columns | None:
        """Return the cells of rows of which a glance says that they are plain, else None."""
        header = self.header
        return lot.plain(header.places, len(header.names)) if header.mark is None else None


def rows(
    source: Iterator[tuple[int, list[str]]],
    columns: Sequence[Column],
    reading: Reading = AS_IT_STANDS,
    limits: Limits = USUAL,
) -> Iterator[Row]:
    """Yield the rows of a table, as `Table` reads them."""
    yield from Table(source, columns, reading, limits)


def _row(line: int, whole: list[str], header: Header) -> Row | None:
    """Return a row as it is looked at on its own, None if it is blank."""
    raw, width, joined = whole, len(whole), "".join(whole)
    if len(joined) > LONGEST_CELL:
        raw = list(map(cut_short, whole))
        joined = "".join(raw)
    found = [raw[place] if place is not None and place < width else None for place in header.places]
    cells = [cell and (cell.strip() if cell.isascii() else composed(cell)) for cell in found]
    if not any(cells) and not joined.strip():
        return None
    odd = [] if is_plain(joined, cells) else oddities(header.columns, cells)
    is_whole, mark = width == len(header.names), header.mark
    if not is_whole or mark is not None:
        is_whole, beyond = evenness(raw, len(header.names), mark)
        odd = odd + beyond
    return line, is_whole, cells, odd
