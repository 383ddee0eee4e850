"""Opening a file as a table: what it is shows in its first bytes, never in its name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from foundation.domain.tables.limits import USUAL, Limits, plain
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.tables.refusals import UnreadableTable
from foundation.domain.tables.text_files import TextRows
from foundation.domain.tables.workbooks import workbook_rows

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How a ZIP archive (XLSX), an empty one, and a compound file (XLS, or locked XLSX) begin."""
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "ảnh PNG",
    b"\xff\xd8\xff": "ảnh JPEG",
    b"Rar!": "nén RAR",
    b"7z\xbc\xaf": "nén 7z",
    b"\x1f\x8b": "nén GZIP",
    b"{\\rtf": "văn bản RTF",
}


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a file as (line, cells), header first, and how many there are if known.

    `about` is a sentence on which sheet of a workbook is read, where there are others.
    """

    rows: Iterator[tuple[int, list[str]]]
    total: int | None
    about: str = ""


def is_workbook(head: bytes) -> bool:
    """Return whether a file that begins so is a workbook, or is locked or old like one."""
    return head.startswith(_WORKBOOKS)


@contextmanager
def opened(
    file: IO[bytes],
    reading: Reading = AS_IT_STANDS,
    limits: Limits = USUAL,
    spool: IO[bytes] | None = None,
) -> Iterator[Source]:
    """Open a CSV file or a workbook (XLSX); raises UnreadableTable for anything else.

    The rows of a workbook, which are dear to read, are also written into the `spool`.
    """
    head = file.read(8)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    other = next((name for mark, name in _OTHERS.items() if head.startswith(mark)), None)
    if other:
        raise UnreadableTable(f"Đây là tệp {other}; cổng chỉ nhận bảng dạng CSV hoặc XLSX.")
    is_book = is_workbook(head)
    largest = limits.workbook_megabytes if is_book else limits.text_megabytes
    if size > largest << 20:
        raise UnreadableTable(f"Tệp lớn quá {plain(largest)} MB. Hãy chia thành nhiều tệp nhỏ hơn.")
    if is_book:
        with _workbook(file, reading, limits, spool) as source:
            yield source
    else:
        yield Source(TextRows(file, reading, limits), None)


@contextmanager
def _workbook(
    file: IO[bytes], reading: Reading, limits: Limits, spool: IO[bytes] | None
) -> Iterator[Source]:
    """Open a workbook; whatever refuses it says which sheet was read, where there are others."""
    with workbook_rows(file, reading, limits, spool) as (sheet, found):
        try:
            yield Source(found, sheet.rows, sheet.about)
        except UnreadableTable as refusal:
            raise UnreadableTable(f"{refusal} {sheet.about}".strip()) from refusal
