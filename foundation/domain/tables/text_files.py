"""The rows of a CSV file as they stand in it: its encoding, its separator, its quotes."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any

from foundation.domain.tables.encodings import HEAD, encoding_of
from foundation.domain.tables.given_back import is_given_back
from foundation.domain.tables.limits import USUAL, Limits, plain
from foundation.domain.tables.plain_rows import ROWS_AT_ONCE, Lot, UnquotedRows, lots
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.tables.refusals import UnreadableTable
from foundation.domain.tables.text_pieces import NOTHING_WRITTEN, Pieces

SEPARATORS = ",;\t|"


def separator_of(header: str) -> str:
    """Return the separator that stands most often in the header line; the comma if none does."""
    return max(SEPARATORS, key=header.count)


class TextRows:
    """Every row of a file from the header on as (line, cells); `line` is where the row ends.

    They come one by one, and those not taken yet also in lots. Raises UnreadableTable if quotes and
    bytes make no table, or a row is too long.
    """

    def __init__(
        self, file: IO[bytes], reading: Reading = AS_IT_STANDS, limits: Limits = USUAL
    ) -> None:
        self._text = _Text(file, reading, limits)
        self._rows = self._one_by_one()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return self._rows

    def __next__(self) -> tuple[int, list[str]]:
        return next(self._rows)

    def lots(self) -> Iterator[Lot]:
        """Yield the rows that were not taken yet, in lots that memory has room for."""
        while self._text.has_more():
            yield from self._text.unquoted_lots() or lots(self._text.rows())

    def _one_by_one(self) -> Iterator[tuple[int, list[str]]]:
        while self._text.has_more():
            yield from self._text.rows()


def rows_at(
    file: IO[bytes],
    lines: Iterator[int],
    reading: Reading = AS_IT_STANDS,
    limits: Limits = USUAL,
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) for those lines, which come in order, of a file of a line for each row.

    It was read before, so nothing in it is refused; no more is read than up to the last of them.
    """
    text = _Text(file, reading, limits)
    wanted = next(lines, None)
    while wanted is not None and text.has_more():
        begun_at, found = text.row_end, text.lines()
        while wanted is not None and wanted <= text.row_end:
            yield wanted, text.cells(found[wanted - begun_at - 1])
            wanted = next(lines, None)


class _Text:
    """A file as text, piece by piece; `row_end` is the line on which the last row taken ends.

    Of a piece the rows are taken, or its lines; then the next one is opened.
    """

    def __init__(self, file: IO[bytes], reading: Reading, limits: Limits) -> None:
        self._longest_row = limits.row_letters
        head = file.read(HEAD)
        reading = AS_IT_STANDS if _is_ours(head) else reading
        encoding = reading.encoding or encoding_of(head)
        self._pieces = Pieces(file, head, encoding, self._longest_row)
        self.row_end = 0
        self._left = self._pieces.next(after=0)
        self._lines = io.StringIO()
        header = next(filter(str.strip, io.StringIO(self._left, newline="")), "").lstrip()
        _refuse_markup(header)
        self._separator = reading.separator or separator_of(header)

    def has_more(self) -> bool:
        """Return whether rows are left; to be asked where a row ends."""
        self._left = self._left or self._lines.read() or self._pieces.next(after=self.row_end)
        return self._left != ""

    def unquoted_lots(self) -> Iterator[Lot] | None:
        """Return what is left of the piece as lots, None if a quote may make a row of many lines.

        Nor are lines told apart here that end in more than one way, or are too long.
        """
        if '"' in self._left:
            return None
        end = "\r\n" if "\r" in self._left else "\n"
        text = self._left if self._left.endswith(end) else self._left + end
        lines = text.split(end)[:-1]
        is_told = len(lines) == text.count("\n") == text.count(end[0])
        if not is_told or max(map(len, lines)) > self._longest_row:
            return None
        self._left = ""
        return self._cut(lines)

    def _cut(self, lines: list[str]) -> Iterator[Lot]:
        for place in range(0, len(lines), ROWS_AT_ONCE):
            lot = lines[place : place + ROWS_AT_ONCE]
            begun_at, self.row_end = self.row_end, self.row_end + len(lot)
            yield UnquotedRows(range(begun_at + 1, self.row_end + 1), lot, self._separator)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, cells) for what is left of the piece; the last row may go beyond it."""
        begun_at = self.row_end
        self._open(self._left)
        csv.field_size_limit(self._longest_row)
        self._reader = self._rows_of(self._lines_of_rows(begun_at))
        try:
            for cells in self._reader:
                self.row_end = line = begun_at + self._reader.line_num
                yield line, cells
        except csv.Error as error:
            raise UnreadableTable(
                f"Dòng {self.row_end + 1}: dấu ngoặc kép mở mà không đóng, đóng mà không hết ô,"
                f" hoặc ô dài quá {plain(self._longest_row)} ký tự. {NOTHING_WRITTEN}"
            ) from error

    def lines(self) -> list[str]:
        """Return the lines of the piece, each of which is a row."""
        self._open(self._left)
        found = self._lines.readlines()
        self.row_end += len(found)
        return found

    def cells(self, line: str) -> list[str]:
        """Return the cells of a row that is one line."""
        csv.field_size_limit(self._longest_row)
        cells: list[str] = next(self._rows_of([line]))
        return cells

    def _open(self, piece: str) -> None:
        self._lines, self._left = io.StringIO(piece, newline=""), ""

    def _rows_of(self, lines: Iterable[str]) -> Any:
        return csv.reader(lines, delimiter=self._separator, strict=True)

    def _lines_of_rows(self, begun_at: int) -> Iterator[str]:
        """Yield the lines of the open piece, and of those after it as long as a row goes on.

        Raises UnreadableTable in a row without an end. Only pieces that lie in one row as a whole
        are counted, so none is too long by its next.
        """
        yield from self._lines
        in_row = 0
        while (read := begun_at + self._reader.line_num) > self.row_end:
            piece = self._pieces.next(after=read)
            if not piece:
                return
            self._open(piece)
            row_end = self.row_end
            yield from self._lines
            in_row = in_row + len(piece) if row_end == self.row_end else 0
            if in_row > self._longest_row:
                raise self._pieces.endless(self.row_end + 1)


def _is_ours(head: bytes) -> bool:
    """Return whether a file begins as one of rejected rows, which is ours whatever the source."""
    lines = head.decode(encoding_of(head), errors="replace").lstrip("\ufeff").splitlines()
    return is_given_back(
        next(csv.reader(lines[:1], delimiter=separator_of("".join(lines[:1]))), [])
    )


def _refuse_markup(header: str) -> None:
    """Raise UnreadableTable if the file is a web page, as many systems name .xls."""
    if header.removeprefix("\ufeff").startswith("<"):
        raise UnreadableTable(
            "Tệp là một trang web hoặc XML, không phải bảng. "
            "Hãy mở tệp bằng Excel rồi lưu lại dạng .xlsx."
        )
