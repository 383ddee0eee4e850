"""Looking into compound files, the office format of 1997 to 2003, by the names of their streams."""

from collections.abc import Iterator
from typing import IO

from scoring.services.documents_refusals import DocumentRefused, UnknownKind, WithMacros

PIECE = 1 << 20
_WORD = "WordDocument"
_EXCEL = ("Workbook", "Book")
_MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR")
_LOCKED = "EncryptedPackage"
_ENTRY = 128
"""A directory entry: the name in UTF-16 with its closing NUL, in 64 bytes, its length after it."""


def compound_kind(file: IO[bytes]) -> str:
    """Return the media type of an old office file.

    A text may hold a table of Excel inside, so what has both is a text. Raises WithMacros for
    programs inside, DocumentRefused for a file locked by a password and for anything else.
    """
    names = set(_entries(file, (_WORD, *_EXCEL, *_MACROS, _LOCKED)))
    if _LOCKED in names:
        raise DocumentRefused("Tệp đặt mật khẩu. Hãy bỏ mật khẩu rồi nộp lại.")
    if names.intersection(_MACROS):
        raise WithMacros
    if not names:
        raise UnknownKind
    return "application/msword" if _WORD in names else "application/vnd.ms-excel"


def _entries(file: IO[bytes], wanted: tuple[str, ...]) -> Iterator[str]:
    """Yield those names wanted that are directory entries: padded as such, on an entry's border."""
    entries = {name: _entry(name) for name in wanted}
    file.seek(0)
    while piece := file.read(PIECE):
        for name, entry in entries.items():
            place = piece.find(entry)
            while place >= 0:
                if place % _ENTRY == 0:
                    yield name
                    break
                place = piece.find(entry, place + 1)


def _entry(name: str) -> bytes:
    """Return the first 66 bytes of the directory entry of that name."""
    letters = f"{name}\0".encode("utf-16-le")
    return letters.ljust(64, b"\0") + len(letters).to_bytes(2, "little")
