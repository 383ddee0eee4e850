"""A text file in large pieces of whole lines: its encoding, and the bytes that are no text."""

import codecs
import io
from typing import IO

from foundation.domain.tables.encodings import HOW_TO_SAVE, advice
from foundation.domain.tables.limits import plain
from foundation.domain.tables.refusals import UnreadableTable

NOTHING_WRITTEN = (
    "Phần sau chỗ ấy không biết thuộc dòng nào, nên chưa dòng nào được ghi; hãy sửa rồi nộp lại."
)
_CHUNK = 1 << 20


class Pieces:
    """A file that begins with `head`, decoded piece by piece; raises UnreadableTable.

    A byte that is no text comes through as a lone surrogate, so that its line can be named.
    """

    def __init__(self, file: IO[bytes], head: bytes, encoding: str, longest_row: int) -> None:
        self._file, self._head, self._encoding = file, head, encoding
        self._longest_row = longest_row
        self._decoder = _decoder(encoding)
        self._begun = ""
        file.seek(0)

    def next(self, *, after: int) -> str:
        """Return the next whole lines, zero bytes as visible marks; "" at the end of the file.

        Raises UnreadableTable at a byte that is no text and a line without an end; `after` is the
        number of lines read before.
        """
        piece = self._whole_lines(after)
        self._require_text(piece, after)
        return piece.replace("\0", "\ufffd")

    def endless(self, line: int) -> UnreadableTable:
        """Return the refusal of a row without an end that begins on that line."""
        return UnreadableTable(
            f"Dòng {line} dài quá {plain(self._longest_row)} ký tự, hoặc có dấu ngoặc kép mở mà"
            f" không đóng. {NOTHING_WRITTEN}"
        )

    def _whole_lines(self, after: int) -> str:
        """Return a piece that ends as a line does, at the end of the file whatever is left."""
        text = self._begun
        while chunk := self._file.read(_CHUNK):
            text += self._text_of(chunk)
            end = _end_of_lines(text)
            if len(text) - end > self._longest_row:
                raise self.endless(after + len(_lines(text[:end])) + 1)
            if end and len(text) >= _CHUNK:
                self._begun = text[end:]
                return text[:end]
        self._begun = ""
        return text + self._text_of(b"", is_last=True)

    def _text_of(self, chunk: bytes, *, is_last: bool = False) -> str:
        try:
            return self._decoder.decode(chunk, is_last)
        except UnicodeDecodeError as error:
            raise UnreadableTable(
                f"Tệp bị cắt ngang hoặc có ký tự không phải {_named(self._encoding)}. {HOW_TO_SAVE}"
            ) from error
        except UnicodeError as error:
            raise UnreadableTable(
                f"Tệp không mang dấu đầu tệp (BOM) của {_named(self._encoding)}, nên có lẽ không"
                f" dùng bảng mã này; hãy sửa bảng mã của nguồn. {HOW_TO_SAVE}"
            ) from error

    def _require_text(self, piece: str, after: int) -> None:
        """Raise UnreadableTable, naming the line, if some byte was no text."""
        try:
            piece.encode("utf-16")
        except UnicodeEncodeError as error:
            before = _lines(piece[: error.start] + "x")
            line = (before[-1][:-1] + piece[error.start :][:_CHUNK]).splitlines()[0]
            told = advice(self._head, line.encode(errors="surrogateescape"))
            raise UnreadableTable(
                f"Dòng {after + len(before)} có ký tự không phải {_named(self._encoding)}. {told}"
            ) from error


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    """Return what decodes a text piece by piece; raises UnreadableTable if nobody knows how."""
    try:
        "x".encode(encoding)  # there are codecs of other things than text
        return codecs.getincrementaldecoder(encoding)("surrogateescape")
    except LookupError as error:
        raise UnreadableTable(f"Cổng không biết bảng mã “{encoding}”.") from error


def _end_of_lines(text: str) -> int:
    """Return where the last whole line of a text ends, 0 if none does.

    A carriage return at its very end may be half a line end.
    """
    return max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1


def _named(encoding: str) -> str:
    return encoding.upper().removesuffix("-SIG")


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()
