"""A kept file handed out to a person, on record."""

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest

from foundation.models import AccessRecord, StoredFile
from foundation.views.access import record_reading

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

    The record tells the very bytes, by the start of their SHA-256.
    """
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Tệp không còn trong kho của cổng.") from error
    about = f"{record.owner}, SHA-256 {file.sha256[:_SHOWN]}: {record.title}"
    record_reading(request, kind=record.kind, page=record.page, about=about)
    return FileResponse(content, **answer)
