"""Writing a workbook to a file whose disk may be full."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from time import time
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

_BETWEEN = "cchc-workbook-"
_DAY = 24 * 60 * 60
"""No workbook takes as long: a task is stopped after an hour."""


@contextmanager
def workbook(out: IO[bytes], **options: Any) -> Iterator[Workbook]:
    """Yield a workbook, written to the file when the block ends, which is led to its beginning.

    Rows are written one after the other and not kept in memory, unless the options say otherwise.
    What is written in between lies in a directory that goes with the block; one that a killed
    process left goes with the first workbook that is begun a day later.
    Raises OSError where there is no room for either.
    """
    _clear_abandoned()
    room = _Room(out)
    with TemporaryDirectory(prefix=_BETWEEN) as between:
        book = Workbook(room, {"constant_memory": True, "tmpdir": between, **options})
        try:
            with book:
                yield book
        except FileCreateError as error:
            room.trouble = error.args[0]
        except OSError as error:
            room.trouble = error
        finally:
            _shut(book)
    if room.trouble:
        raise room.trouble
    out.seek(0)


def _clear_abandoned() -> None:
    """Remove the directories of workbooks that were begun more than a day ago and never ended."""
    for left in Path(gettempdir()).glob(f"{_BETWEEN}*"):
        with suppress(OSError):
            if left.stat().st_mtime < time() - _DAY:
                rmtree(left)


def _shut(book: Workbook) -> None:
    """Close what a workbook writes in between: a file that is open keeps its room on the disk."""
    for sheet in book.worksheets():
        for file in filter(None, (sheet.row_data_fh, sheet.fh)):
            with suppress(OSError):
                file.close()


class _Room:
    """What a workbook is written to: what comes after the first trouble is passed over.

    Its archive would else be left open with an error, and what it is made of left on the disk.
    """

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.place = out, 0
        self.trouble: OSError | None = None

    def write(self, piece: bytes) -> int:
        """Write a piece where the file stands."""
        if not self.trouble:
            try:
                self.out.seek(self.place)
                self.out.write(piece)
            except OSError as error:
                self.trouble = error
        self.place += len(piece)
        return len(piece)

    def tell(self) -> int:
        """Return where the file stands."""
        return self.place

    def seek(self, place: int) -> int:
        """Go to a place, counted from the beginning."""
        self.place = place
        return place

    def flush(self) -> None:
        """Do nothing: the file is flushed when it is led to its beginning."""
