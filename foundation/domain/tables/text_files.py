"""The rows of a CSV file as they stand in it: its encoding, its separator, its quotes."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any

from foundation.domain.tables.encodings import HEAD, HOW_TO_SAVE, advice, encoding_of
from foundation.domain.tables.given_back import is_given_back
from foundation.domain.tables.limits import USUAL, Limits, plain
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.tables.refusals import UnreadableTable

SEPARATORS = ",;\t|"
_CHUNK = 1 << 20
_NOTHING_WRITTEN = (
    "Phần sau chỗ ấy không biết thuộc dòng nào, nên chưa dòng nào được ghi; hãy sửa rồi nộp lại."
)


def separator_of(header: str) -> str:
    """Return the separator that stands most often in the header line; the comma if none does."""
    return max(SEPARATORS, key=header.count)


def text_rows(
    file: IO[bytes], reading: Reading = AS_IT_STANDS, limits: Limits = USUAL
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) for every row from the header on; `line` is where the row ends.

    Raises UnreadableTable if quotes and bytes make no table, or a row is too long.
    """
    text = _Text(file, reading, limits.row_letters)
    csv.field_size_limit(limits.row_letters)
    reader = text.reader
    try:
        for cells in reader:
            text.row_end = line = reader.line_num
            yield line, cells
    except csv.Error as error:
        raise UnreadableTable(
            f"Dòng {text.row_end + 1}: dấu ngoặc kép mở mà không đóng, đóng mà không hết ô, hoặc ô"
            f" dài quá {plain(limits.row_letters)} ký tự. {_NOTHING_WRITTEN}"
        ) from error


def rows_at(
    file: IO[bytes],
    lines: Iterator[int],
    reading: Reading = AS_IT_STANDS,
    limits: Limits = USUAL,
) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) for those lines, which come in order, of a file of a line for each row.

    It was read before, so nothing in it is refused; no more is read than up to the last of them.
    """
    text = _Text(file, reading, limits.row_letters)
    csv.field_size_limit(limits.row_letters)
    wanted = next(lines, None)
    for piece in text.pieces():
        if wanted is None:
            return
        begun_at, found = text.row_end, piece.readlines()
        text.row_end += len(found)
        while wanted is not None and wanted <= text.row_end:
            yield wanted, text.cells(found[wanted - begun_at - 1])
            wanted = next(lines, None)


class _Text:
    """A file as text, read in large pieces: `reader` makes rows of it, `row_end` is theirs to note.

    A byte that is no text comes through as a lone surrogate, so that its line can be named.
    """

    def __init__(self, file: IO[bytes], reading: Reading, longest_row: int) -> None:
        self._longest_row = longest_row
        self._head = file.read(HEAD)
        reading = AS_IT_STANDS if _is_ours(self._head) else reading
        self._encoding = reading.encoding or encoding_of(self._head)
        file.seek(0)
        self._text = _decoded(file, self._encoding)
        self.row_end = 0
        self._first = self._piece(after=0)
        header = next(filter(str.strip, io.StringIO(self._first, newline="")), "").lstrip()
        _refuse_markup(header)
        self._separator = reading.separator or separator_of(header)
        self.reader = self._rows_of(chain.from_iterable(self.pieces()))

    def pieces(self) -> Iterator[io.StringIO]:
        """Yield the lines of the file, piece after piece."""
        yield io.StringIO(self._first, newline="")
        yield from self._further()

    def cells(self, line: str) -> list[str]:
        """Return the cells of a row that is one line."""
        return next(self._rows_of([line]))

    def _rows_of(self, lines: Iterable[str]) -> Any:
        return csv.reader(lines, delimiter=self._separator, strict=True)

    def _further(self) -> Iterator[io.StringIO]:
        """Yield the lines of piece after piece; raises UnreadableTable in a row without an end.

        Only pieces that lie in one row as a whole are counted, so none is too long by its next.
        """
        begun_at, in_row = self.row_end, 0
        while piece := self._piece(after=self.reader.line_num):
            yield io.StringIO(piece, newline="")
            in_row = in_row + len(piece) if begun_at == self.row_end else 0
            begun_at = self.row_end
            if in_row > self._longest_row:
                raise UnreadableTable(self._endless(self.row_end + 1))

    def _piece(self, *, after: int) -> str:
        """Return the next whole lines, zero bytes as visible marks; "" at the end of the file.

        Raises UnreadableTable at a byte that is no text and a line without an end; `after` is the
        number of lines read before.
        """
        try:
            piece = self._text.read(_CHUNK)
            last = self._text.readline(self._longest_row)
        except UnicodeDecodeError as error:
            raise UnreadableTable(
                f"Tệp bị cắt ngang hoặc có ký tự không phải {_named(self._encoding)}. {HOW_TO_SAVE}"
            ) from error
        except UnicodeError as error:
            raise UnreadableTable(
                f"Tệp không mang dấu đầu tệp (BOM) của {_named(self._encoding)}, nên có lẽ không"
                f" dùng bảng mã này; hãy sửa bảng mã của nguồn. {HOW_TO_SAVE}"
            ) from error
        if len(last) == self._longest_row:
            raise UnreadableTable(self._endless(after + len(_lines(piece + "x"))))
        piece += last
        self._require_text(piece, after)
        return piece.replace("\0", "\ufffd")

    def _require_text(self, piece: str, after: int) -> None:
        """Raise UnreadableTable, naming the line, if some byte was no text."""
        try:
            piece.encode()
        except UnicodeEncodeError as error:
            before = _lines(piece[: error.start] + "x")
            line = (before[-1][:-1] + piece[error.start :][:_CHUNK]).splitlines()[0]
            told = advice(self._head, line.encode(errors="surrogateescape"))
            raise UnreadableTable(
                f"Dòng {after + len(before)} có ký tự không phải {_named(self._encoding)}. {told}"
            ) from error

    def _endless(self, line: int) -> str:
        return (
            f"Dòng {line} dài quá {plain(self._longest_row)} ký tự, hoặc có dấu ngoặc kép mở mà"
            f" không đóng. {_NOTHING_WRITTEN}"
        )


def _decoded(file: IO[bytes], encoding: str) -> io.TextIOWrapper:
    """Return the file as text; raises UnreadableTable at an encoding that nobody knows."""
    try:
        return io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
    except LookupError as error:
        raise UnreadableTable(f"Cổng không biết bảng mã “{encoding}”.") from error


def _is_ours(head: bytes) -> bool:
    """Return whether a file begins as one of rejected rows, which is ours whatever the source."""
    lines = head.decode(encoding_of(head), errors="replace").lstrip("\ufeff").splitlines()
    return is_given_back(
        next(csv.reader(lines[:1], delimiter=separator_of("".join(lines[:1]))), [])
    )


def _named(encoding: str) -> str:
    return encoding.upper().removesuffix("-SIG")


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()


def _refuse_markup(header: str) -> None:
    """Raise UnreadableTable if the file is a web page, as many systems name .xls."""
    if header.removeprefix("\ufeff").startswith("<"):
        raise UnreadableTable(
            "Tệp là một trang web hoặc XML, không phải bảng. "
            "Hãy mở tệp bằng Excel rồi lưu lại dạng .xlsx."
        )
