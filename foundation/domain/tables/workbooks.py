"""The rows of a workbook (XLSX), read by a process of their own so that no file can do us harm."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO

from foundation.domain.tables.limits import USUAL, Limits, plain
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.tables.refusals import UnreadableTable

READER = "foundation.domain.tables.workbook_reader"
ROOT = Path(__file__).parents[3]
Row = tuple[int, list[str]]
OUT_OF_MEMORY = 3
"""How the reader exits when memory does not suffice and it can still say so."""
BROKEN = (
    "Tệp Excel bị hỏng hoặc chưa tải lên hết. "
    "Hãy mở tệp bằng Excel, lưu lại dạng .xlsx rồi nộp lại."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that is read: its rows below the header, and a sentence if there are others."""

    rows: int
    about: str


@contextmanager
def workbook_rows(
    file: IO[bytes],
    reading: Reading = AS_IT_STANDS,
    limits: Limits = USUAL,
    spool: IO[bytes] | None = None,
) -> Iterator[tuple[Sheet, Iterator[Row]]]:
    """Yield what is known of the sheet, and its rows from the header on as (line, cells).

    What is read is written into the `spool`, if there is one, for `spooled_rows_at`.
    Raises UnreadableTable if the file is no workbook or its sheet is no table.
    """
    asked = json.dumps({"limits": asdict(limits), "dates_are_iso": reading.dates_are_iso})
    with (
        _on_disk(file) as stored,
        subprocess.Popen(  # noqa: S603 - our own program, our own arguments
            [sys.executable, "-X", "utf8", "-m", READER, asked],
            stdin=stored,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={},
        ) as reader,
    ):
        try:
            said = _said(reader, limits, spool)
            yield Sheet(*json.loads(next(said))), map(_row, said)
        finally:
            reader.kill()


def spooled_rows_at(spool: IO[bytes], lines: Iterator[int]) -> Iterator[Row]:
    """Yield the rows of those lines, which come in order, of a workbook read into the spool.

    No more of the spool is read than up to the last of them.
    """
    spool.seek(0)
    next(spool)
    for wanted in lines:
        said = next(spool)
        while not said.startswith((b"%d\t" % wanted, b"[%d, " % wanted)):
            said = next(spool)
        yield _row(said)


def _row(said: bytes) -> Row:
    """Return (line, cells) of what the reader writes for a row."""
    if said.startswith(b"["):
        line, cells = json.loads(said)
        return line, cells
    first, *cells = said[:-1].decode().split("\t")
    return int(first), cells


@contextmanager
def _on_disk(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield the file, or a copy of it that another process can be given."""
    try:
        file.fileno()
    except (AttributeError, io.UnsupportedOperation):
        with TemporaryFile() as copy:
            copyfileobj(file, copy)
            copy.flush()
            yield copy
    else:
        yield file


def _said(
    reader: "subprocess.Popen[bytes]", limits: Limits, spool: IO[bytes] | None
) -> Iterator[bytes]:
    """Yield what the reader writes, line by line; raises UnreadableTable if it refuses or dies."""
    for line in reader.stdout or ():
        if line.startswith(b'"'):
            raise UnreadableTable(json.loads(line))
        if spool is not None:
            spool.write(line)
        yield line
    code = reader.wait()
    if code:
        is_too_big = code < 0 or code == OUT_OF_MEMORY
        raise UnreadableTable(_too_big(limits) if is_too_big else BROKEN)


def _too_big(limits: Limits) -> str:
    return (
        "Bảng tính quá lớn để đọc, hoặc có ô nằm rất xa phần dữ liệu (đọc một tệp dùng nhiều nhất"
        f" {plain(limits.reading_megabytes)} MB bộ nhớ và {plain(limits.reading_seconds)} giây)."
        " Hãy chép phần dữ liệu sang một tệp mới, hoặc lưu lại dạng CSV UTF-8."
    )
