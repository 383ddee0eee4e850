"""Looking into zipped office files without unpacking them: OOXML and OpenDocument."""

import os
import re
from typing import IO
from zipfile import BadZipFile, ZipFile

from scoring.services.documents_refusals import DocumentRefused, UnknownKind, WithMacros

LARGEST_DIRECTORY = 1 << 20
LARGEST_PART = 1 << 20
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 0xFFFF
_TYPES = "[Content_Types].xml"
_ODF_TYPE = "mimetype"
_ODF_KINDS = {
    f"application/vnd.oasis.opendocument.{kind}".encode(): kind for kind in ("text", "spreadsheet")
}
_MAIN_PART = re.compile(
    rb"application/vnd\.openxmlformats-officedocument\."
    rb"(wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation)\.main\+xml"
)
_MACROS = re.compile(rb"macroenabled|vbaproject", re.IGNORECASE)
_PROGRAMS = re.compile(
    r"(^|/)vbaProject|(^|/)(Basic|Scripts)/|\.(exe|dll|js|vbs|bat|cmd|ps1|jar|com|scr|hta)$",
    re.IGNORECASE,
)


def office_kind(file: IO[bytes]) -> str:
    """Return the media type of an office file; only its list of parts and one part are read.

    Raises WithMacros for programs inside, DocumentRefused for other archives and broken ones.
    """
    if not 0 < _directory_size(file) <= LARGEST_DIRECTORY:
        raise UnknownKind
    try:
        with ZipFile(file) as archive:
            return _kind_of_parts(archive)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise DocumentRefused("Tệp hỏng: không mở được phần bên trong.") from error


def archive_ends(file: IO[bytes]) -> bool:
    """Return whether an archive ends exactly where the file ends."""
    return _directory_size(file) > 0


def _kind_of_parts(archive: ZipFile) -> str:
    names = set(archive.namelist())
    if any(_PROGRAMS.search(name) for name in names):
        raise WithMacros
    if _TYPES in names:
        return _ooxml(_part(archive, _TYPES))
    kind = _ODF_KINDS.get(_part(archive, _ODF_TYPE).strip()) if _ODF_TYPE in names else None
    if kind is None:
        raise UnknownKind
    return f"application/vnd.oasis.opendocument.{kind}"


def _ooxml(types: bytes) -> str:
    if _MACROS.search(types):
        raise WithMacros
    found = {match.decode() for match in _MAIN_PART.findall(types)}
    if len(found) != 1:
        raise UnknownKind
    return f"application/vnd.openxmlformats-officedocument.{found.pop()}"


def _part(archive: ZipFile, name: str) -> bytes:
    """Return the text of a part, never more of it than is allowed: a bomb stays packed."""
    with archive.open(name) as part:
        text = part.read(LARGEST_PART + 1)
    if len(text) > LARGEST_PART:
        raise UnknownKind
    return text


def _directory_size(file: IO[bytes]) -> int:
    """Return the bytes of the list of parts of an archive that ends with the file, 0 for none."""
    size = file.seek(0, os.SEEK_END)
    file.seek(-min(size, _END_SIZE + _LONGEST_COMMENT), os.SEEK_END)
    tail = file.read()
    place = tail.rfind(_END)
    end = tail[place : place + _END_SIZE]
    if place < 0 or len(end) < _END_SIZE:
        return 0
    comment = int.from_bytes(end[20:22], "little")
    is_last = place + _END_SIZE + comment == len(tail)
    return int.from_bytes(end[12:16], "little") if is_last else 0
