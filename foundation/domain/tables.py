"""Reading a table out of a CSV file: encoding, separator, header, numbered rows."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from foundation.domain.vietnamese import fold

SEPARATORS = ",;\t|"
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)


class UnreadableTable(Exception):
    """The file as a whole cannot be read; the message is a Vietnamese sentence that says why."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column a file may have: `name` in staging, `header` as written in the file."""

    name: str
    header: str
    is_required: bool = True


def encoding_of(head: bytes) -> str:
    """Return the encoding that the first bytes announce; UTF-8 if they announce none."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), "utf-8")


def separator_of(header: str) -> str:
    """Return the separator that stands most often in the header line; the comma if none does."""
    return max(SEPARATORS, key=header.count)


def columns_found(header: Sequence[str], columns: Sequence[Column]) -> list[int | None]:
    """Return each column's place in the header, None for an optional one that is not there.

    Headers are compared without case, accents and surplus blanks.
    Raises UnreadableTable if a required column is missing or one stands twice.
    """
    folded = [fold(cell) for cell in header]
    missing = [c.header for c in columns if c.is_required and fold(c.header) not in folded]
    if missing:
        raise UnreadableTable(f"Thiếu cột: {', '.join(missing)}.")
    twice = [c.header for c in columns if folded.count(fold(c.header)) > 1]
    if twice:
        raise UnreadableTable(f"Cột có hai lần: {', '.join(twice)}.")
    return [folded.index(fold(c.header)) if fold(c.header) in folded else None for c in columns]


def rows(
    lines: Iterable[str], columns: Sequence[Column]
) -> Iterator[tuple[int, bool, list[str | None]]]:
    """Yield (line, is_whole, trimmed cells in the order of columns) for every row not blank.

    `line` is where the row ends in the file; a row that is not whole has too many or too few cells.
    Raises UnreadableTable if there is no header, or quotes and bytes make no table.
    """
    source = _legible(lines)
    header = next(source, "").rstrip("\r\n")
    if not header.strip():
        raise UnreadableTable("Tệp trống: dòng đầu phải là tên các cột.")
    separator = separator_of(header)
    names = next(csv.reader([header], delimiter=separator))
    places = columns_found(names, columns)
    reader = csv.reader(
        (line.replace("\0", "\ufffd") for line in source), delimiter=separator, strict=True
    )
    line = 1
    try:
        for row in reader:
            line = reader.line_num + 1
            if any(cell.strip() for cell in row):
                cells = [_cell(row[p]) if p is not None and p < len(row) else None for p in places]
                yield line, len(row) == len(names), cells
    except csv.Error as error:
        raise UnreadableTable(
            f"Dòng {line + 1}: dấu ngoặc kép hoặc ô quá dài làm hỏng bảng."
        ) from error


def _cell(text: str) -> str:
    """Return a cell composed (NFC) and without blanks around it, no-break ones included."""
    return (text if text.isascii() else normalize("NFC", text)).strip()


def _legible(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines; raises UnreadableTable at a byte that is no text (a lone surrogate)."""
    number = 0
    try:
        for line in lines:
            number += 1
            line.encode()
            yield line
    except UnicodeEncodeError as error:
        raise UnreadableTable(
            f"Dòng {number} có ký tự không phải UTF-8. Hãy lưu lại tệp dạng CSV UTF-8."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableTable(
            f"Sau dòng {number} có ký tự không phải {error.encoding.upper()}. "
            "Hãy lưu lại tệp dạng CSV UTF-8."
        ) from error


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; plain numbers stay as they are."""
    is_number = cell.removeprefix("-").replace(",", "").replace(".", "").isdigit()
    return (
        f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not is_number else cell
    )
