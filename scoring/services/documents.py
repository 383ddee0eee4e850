"""Keeping documents in the library of a unit: adding, describing, removing."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from foundation.domain.vietnamese import tidy
from foundation.services.files import display_name, store_upload
from scoring.models import Document
from scoring.selectors.documents_rights import libraries_of
from scoring.selectors.evidence import citations_of
from scoring.services.documents_kinds import kind_of, size_of
from scoring.services.documents_refusals import (
    AlreadyKept,
    DocumentRefused,
    StillCited,
    TooLarge,
)
from scoring.services.documents_scan import known_scan, scan_document
from scoring.services.links import address_typed
from units.models import Unit

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Description:
    """What people call a document; an empty title stands for the name it came with."""

    title: str = ""
    number: str = ""
    issued_on: date | None = None


def add_file(
    *, unit: Unit, upload: UploadedFile, by: Any, described: Description | None = None
) -> Document:
    """Keep a file in a unit's library; its bytes are stored once, whoever else has them.

    Raises DocumentRefused for a file that is empty, too large or of a kind not kept; AlreadyKept,
    with the document, if the unit has the same bytes under whatever name.
    """
    _check_keeper(unit, by)
    file: Any = upload.file
    kind = kind_of(_sized(file))
    stored, given = store_upload(upload, by=by), described or Description()
    name = PurePosixPath(display_name(upload.name or "")).stem
    with transaction.atomic():
        document, is_new = Document.objects.get_or_create(
            unit=unit,
            file=stored,
            defaults={
                **_fields(given, name),
                "media_type": kind.media_type,
                "scan": known_scan(stored),
                "created_by": by,
            },
        )
    if not is_new:
        raise AlreadyKept(document)
    scan_document(document)
    return document


@transaction.atomic
def add_link(*, unit: Unit, url: str, by: Any, described: Description | None = None) -> Document:
    """Keep a link in a unit's library; whether it opens is looked at later.

    Raises DocumentRefused for an address that is none, AlreadyKept if the unit has it.
    """
    _check_keeper(unit, by)
    address, given = address_typed(url), described or Description()
    document, is_new = Document.objects.get_or_create(
        unit=unit, url=address, defaults={**_fields(given, address), "created_by": by}
    )
    if not is_new:
        raise AlreadyKept(document)
    return document


@transaction.atomic
def describe_document(*, document: Document, described: Description, by: Any) -> None:
    """Change title, number and day of a document; citations that are frozen keep the old ones."""
    _check_keeper(document.unit, by)
    for name, value in _fields(described, document.title).items():
        setattr(document, name, value)
    document.save(update_fields=["title", "number", "issued_on"])


@transaction.atomic
def remove_document(*, document: Document, by: Any) -> None:
    """Take a document out of its library; raises StillCited, with the list, if it is cited."""
    _check_keeper(document.unit, by)
    kept = Document.objects.select_for_update().filter(pk=document.pk).first()
    if kept is None:
        return
    citations = citations_of([kept]).get(kept.pk, [])
    if citations:
        raise StillCited(kept, citations)
    kept.delete()


def _check_keeper(unit: Unit, by: Any) -> None:
    if unit.pk not in libraries_of(by).kept:
        raise DocumentRefused("Chỉ người của đơn vị thêm, sửa, xóa tài liệu của đơn vị.")


def _sized(file: Any) -> Any:
    """Return the file if it has something in it and not too much."""
    size, most = size_of(file), settings.EVIDENCE_MEGABYTES
    if not size:
        raise DocumentRefused("Tệp này trống.")
    if size > most << 20:
        raise TooLarge(most)
    return file


def _fields(described: Description, name: str) -> dict[str, Any]:
    title = _plain(described.title) or _plain(name)
    return {
        "title": title[:LONGEST_TITLE],
        "number": _plain(described.number),
        "issued_on": described.issued_on,
    }


def _plain(text: str) -> str:
    """Return a text without anything invisible, such as marks that turn its direction."""
    return tidy("".join(letter if letter.isprintable() else " " for letter in text))
