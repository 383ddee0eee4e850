"""What kind of file was handed in, told from its bytes: neither name nor header is believed."""

import os
from dataclasses import dataclass
from typing import IO

import puremagic

from scoring.services.documents_archives import archive_ends, office_kind
from scoring.services.documents_compound import compound_kind
from scoring.services.documents_refusals import DocumentRefused, UnknownKind

HEAD = 512
_ARCHIVE = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that the library keeps; browsers may show it in place if `is_shown`."""

    media_type: str
    ending: str
    title: str
    is_shown: bool = False


PDF = Kind("application/pdf", ".pdf", "PDF", is_shown=True)
_IMAGES = (
    Kind("image/jpeg", ".jpg", "Ảnh JPEG", is_shown=True),
    Kind("image/png", ".png", "Ảnh PNG", is_shown=True),
    Kind("image/webp", ".webp", "Ảnh WebP", is_shown=True),
    Kind("image/tiff", ".tif", "Ảnh TIFF"),
)
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_OFFICE = (
    Kind(f"{_OOXML}wordprocessingml.document", ".docx", "Word"),
    Kind(f"{_OOXML}spreadsheetml.sheet", ".xlsx", "Excel"),
    Kind(f"{_OOXML}presentationml.presentation", ".pptx", "PowerPoint"),
    Kind(f"{_ODF}text", ".odt", "OpenDocument văn bản"),
    Kind(f"{_ODF}spreadsheet", ".ods", "OpenDocument bảng tính"),
    Kind("application/msword", ".doc", "Word 97–2003"),
    Kind("application/vnd.ms-excel", ".xls", "Excel 97–2003"),
)
KINDS = {kind.media_type: kind for kind in (PDF, *_IMAGES, *_OFFICE)}
_TOLD_BY_HEAD = (PDF, *_IMAGES)


def kind_of(file: IO[bytes]) -> Kind:
    """Return the kind of a file, which is read no further than needed and left at its start.

    Raises DocumentRefused for what the library does not keep: programs, web pages, scripts,
    anything with macros, archives, a file that is of two kinds at once.
    """
    try:
        file.seek(0)
        return KINDS[_media_type(file, file.read(HEAD))]
    finally:
        file.seek(0)


def _media_type(file: IO[bytes], head: bytes) -> str:
    if head.startswith(_ARCHIVE):
        return office_kind(file)
    if head.startswith(_COMPOUND):
        return compound_kind(file)
    kind = next((kind for kind in _TOLD_BY_HEAD if kind.media_type in _looks_like(head)), None)
    if kind is None:
        raise UnknownKind
    if archive_ends(file):
        raise DocumentRefused(f"Tệp vừa là {kind.title} vừa là tệp nén, cổng không nhận.")
    return kind.media_type


def _looks_like(head: bytes) -> set[str]:
    """Return the media types of which the file has the very first bytes."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return set()
    return {match.mime_type for match in found if head.startswith(match.byte_match)}


def size_of(file: IO[bytes]) -> int:
    """Return how many bytes a file has, and leave it at its start."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size
