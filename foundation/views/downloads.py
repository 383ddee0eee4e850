"""Handing a workbook out that is written while somebody waits."""

from collections.abc import Callable
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse

from foundation.services.files import NoRoomToGive, room_wanted

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(name: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """Return a workbook, written to a file that goes when it has been handed out.

    Raises NoRoomToGive if the disk is full.
    """
    with room_wanted(NoRoomToGive):
        out = TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            write(out)
        except OSError:
            with suppress(OSError):  # closing writes what was not written yet
                out.close()
            raise
    return FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)
