"""Receiving what people send where the disk may be full, and the page that says so."""

import logging
from contextlib import suppress
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from foundation.services.files import NoRoom, room_wanted

log = logging.getLogger(__name__)


class LargeUploads(TemporaryFileUploadHandler):
    """Keeps a large upload in a temporary file; raises NoRoom if the disk is full.

    Only once it has been read whole: a browser that still sends would not see the answer.
    """

    is_full = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a temporary file."""
        self._unless_full(super().new_file, *args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece; what comes once the disk is full is passed over."""
        self._unless_full(super().receive_data_chunk, raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file; raises NoRoom if not all of it is there."""
        found: UploadedFile | None = self._unless_full(super().file_complete, file_size)
        if self.is_full:
            raise NoRoom
        return found

    def _unless_full(self, step: Any, *args: Any, **kwargs: Any) -> Any:
        """Take a step of the upload; let go of the file where there is no room for it."""
        if self.is_full:
            return None
        try:
            with room_wanted():
                return step(*args, **kwargs)
        except NoRoom:
            self.is_full = True
            if half := self.__dict__.pop("file", None):
                with suppress(OSError):  # closing writes what was not written yet
                    half.close()
            return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is refused as it stands, or for which the server has no room."""
    if isinstance(exception, NoRoom):
        log.error("Hết chỗ trên đĩa khi trả lời %s.", request.path)
        return HttpResponse(render_to_string("507.html", {"reason": exception}), status=507)
    return defaults.bad_request(request, exception)
