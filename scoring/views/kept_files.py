"""A kept file handed out to a person, on record."""

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest

from foundation.models import AccessRecord, StoredFile
from foundation.services.access import record_access
from scoring.views.doors import user_of

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Record:
    """What is written down of somebody who opens a file: on which page, whose it is, its title."""

    kind: AccessRecord.Kind
    page: str
    owner: Any
    title: Any


def handed_out(
    request: HttpRequest, file: StoredFile, *, record: Record, **answer: Any
) -> FileResponse:
    """Return a kept file, sent as `answer` says; Http404 where its bytes are gone.

    The record tells the very bytes, by the start of their SHA-256. Whoever asks for the headers
    alone reads nothing, so no record is made of it.
    """
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Tệp không còn trong kho của cổng.") from error
    if request.method == "GET":
        about = f"{record.owner}, SHA-256 {file.sha256[:_SHOWN]}: {record.title}"
        record_access(user=user_of(request), kind=record.kind, page=record.page, about=about)
    return FileResponse(content, **answer)
