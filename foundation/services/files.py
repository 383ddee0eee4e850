"""Keeping handed-in files whole, once each."""

import errno
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import BadRequest
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from foundation.domain.vietnamese import tidy
from foundation.models import StoredFile

LONGEST_NAME = 255
PIECE = 1 << 20
KEPT_ENDINGS = (".csv", ".xlsx")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""How a system says that a disk is full, or what may be written to it used up."""


class NoRoom(BadRequest):
    """The server has no room for a file that is handed in; nothing of it is kept."""

    sentence = (
        "Máy chủ hết chỗ trên đĩa nên chưa nhận tệp; chưa có gì được ghi."
        " Hãy báo người quản trị hệ thống, rồi nộp lại."
    )

    def __init__(self) -> None:
        super().__init__(self.sentence)


class NoRoomToGive(NoRoom):
    """The server has no room for a file that it would make for somebody to take home."""

    sentence = (
        "Máy chủ hết chỗ trên đĩa nên chưa lập được tệp để tải về."
        " Hãy báo người quản trị hệ thống, rồi tải lại."
    )


@contextmanager
def room_wanted(refusal: type[NoRoom] = NoRoom) -> Iterator[None]:
    """Raise NoRoom, or the kind of it that is given, where the block meets a full disk."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise refusal from error


def store_file(path: Path, *, by: Any | None) -> StoredFile:
    """Return the stored copy of the file; the same bytes are kept once, whatever their name.

    It is read once, as long as it is now: what somebody still writes at its end is left out.
    Raises NoRoom, with nothing kept, if the disk is full.
    """
    with path.open("rb") as source, room_wanted(), TemporaryFile() as copy:
        left = os.fstat(source.fileno()).st_size
        while left and (piece := source.read(min(left, PIECE))):
            left -= copy.write(piece)
        return _keep(File(copy, name=path.name), by=by)


def store_upload(upload: UploadedFile, *, by: Any) -> StoredFile:
    """Return the stored copy of what somebody sent; it is read piece by piece.

    Raises NoRoom, with nothing kept, if the disk is full.
    """
    return _keep(upload, by=by)


def beginning(stored: StoredFile, size: int) -> bytes:
    """Return the first bytes of a stored file, at most so many, which is more than none.

    Of a file in S3, which is fetched as a whole wherever it is read, no more is fetched.
    Raises FileNotFoundError if its bytes are gone.
    """
    with stored.file.open("rb") as file:
        distant = getattr(file.file, "obj", None)
        if distant is not None:
            fetched: bytes = distant.get(Range=f"bytes=0-{size - 1}")["Body"].read()
            return fetched
        read: bytes = file.read(size)
    return read


def display_name(name: str) -> str:
    """Return the name of a file as it may be shown: no path, nothing invisible, composed (NFC).

    Where it is too long the middle goes, so that its ending stays.
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = tidy("".join(letter if letter.isprintable() else " " for letter in last)) or "tệp"
    ending = PurePosixPath(shown).suffix[:10]
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - len(ending)] + ending


def _keep(file: File, *, by: Any | None) -> StoredFile:
    name = display_name(file.name or "")
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    key, ending = digest.hexdigest(), PurePosixPath(name).suffix.lower()
    kept_as = f"{key[:16]}{ending if ending in KEPT_ENDINGS else ''}"
    with transaction.atomic():
        _wait_for_turn(key)
        stored = StoredFile.objects.filter(sha256=key).first()
        if stored is None:
            return StoredFile.objects.create(
                sha256=key, name=name, size=file.size, file=_saved(file, kept_as), created_by=by
            )
        _keep_again_if_gone(stored, file)
    return stored


def _saved(file: File, name: str) -> str:
    """Put the bytes into the store under a name that is free there and return where."""
    field = StoredFile.file.field
    storage, place = field.storage, field.generate_filename(StoredFile(), name)
    free = storage.get_available_name(place, max_length=field.max_length)
    with _nothing_halved(storage, free):
        return str(storage.save(free, File(file.file, name=free)))


@contextmanager
def _nothing_halved(storage: Any, place: str) -> Iterator[None]:
    """Take away what the block has written of a file for which there is no room."""
    try:
        with room_wanted():
            yield
    except NoRoom:
        storage.delete(place)
        raise


def _wait_for_turn(key: str) -> None:
    """Wait until nobody else keeps the same bytes, so that no second copy of them is left over."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [int(key[:15], 16)])


def _keep_again_if_gone(stored: StoredFile, file: File) -> None:
    """Put the bytes of a known file back where they stood, if they are no longer there."""
    storage, place = stored.file.storage, str(stored.file.name)
    if storage.exists(place):
        return
    with _nothing_halved(storage, place):
        storage.save(place, File(file.file, name=place))
