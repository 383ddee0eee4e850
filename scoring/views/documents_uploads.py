"""Stopping an upload at the limit while it is still coming in, before it fills anything."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from foundation.views.posted import refuse_nul

_View = Callable[..., HttpResponse]


class SizeLimit(FileUploadHandler):
    """The first of the handlers: what is larger than the portal takes is let go by, not kept.

    The rest of it is read off the wire, so that the person gets an answer and not a broken line.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.has_let_go = False
        self.taken = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand a piece on; raises SkipFile once the file is too large."""
        self.taken += len(raw_data)
        if self.taken > settings.EVIDENCE_MEGABYTES << 20:
            self.has_let_go = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Leave the file to the handlers after this one."""
        return None


def limits_uploads(view: _View) -> _View:
    """Stop files that a page is sent at the limit; the form's token is checked all the same.

    The token stands in the form, which is read only once the limit is in its place.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        cast(list[Any], request.upload_handlers).insert(0, SizeLimit(request))
        refuse_nul(request)
        return checked(request, *args, **kwargs)

    limited.reads_its_form_itself = True  # type: ignore[attr-defined]
    return limited


def was_too_large(request: HttpRequest) -> bool:
    """Return whether a file of the request was let go by because it was too large."""
    handlers = cast(list[Any], request.upload_handlers)
    return any(isinstance(one, SizeLimit) and one.has_let_go for one in handlers)
