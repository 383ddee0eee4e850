"""Writing a workbook to a file whose disk may be full."""

from collections.abc import Callable
from typing import IO, cast

from xlsxwriter.exceptions import FileCreateError


def write_workbook(out: IO[bytes], write: Callable[[IO[bytes]], None]) -> None:
    """Have a workbook written to a file and lead to its beginning.

    Raises OSError where it cannot be, also for want of room for what is written in between.
    """
    room = _Room(out)
    try:
        write(cast(IO[bytes], room))
    except FileCreateError as error:
        room.trouble = error.args[0]
    except OSError as error:
        room.trouble = error
    if room.trouble:
        raise room.trouble
    out.seek(0)


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
