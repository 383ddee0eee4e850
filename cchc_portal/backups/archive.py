"""The file itself: a zip written under another name until it is whole, and read only if it is."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cchc_portal.backups.manifest import NAME, Manifest, Part, manifest_now, read_manifest
from cchc_portal.backups.trouble import AlreadyThere, Damaged

CHUNK = 1 << 20
LARGEST_MANIFEST = 64 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""Whatever Python's zip reader says of bytes that are not a whole archive."""


class Writer:
    """Takes the parts one after the other, each read once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.parts: list[Part] = []

    def add(self, name: str, source: IO[bytes], *, squeeze: bool) -> None:
        """Copy a part in, compressed if that is worth it."""
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if squeeze else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        size, digest = 0, hashlib.sha256()
        with self._archive.open(entry, "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.parts.append(Part(name, size, digest.hexdigest()))

    def close(self) -> None:
        """Write the manifest, after everything that it lists."""
        self._archive.writestr(NAME, manifest_now(self.parts).text())


@contextmanager
def new_archive(path: Path) -> Iterator[Writer]:
    """Write an archive that nobody else reads; it bears its name only once it is whole.

    Raises AlreadyThere rather than writing over anything, and OSError.
    """
    if path.exists():
        raise AlreadyThere(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w") as archive:
                writer = Writer(archive)
                yield writer
                writer.close()
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise AlreadyThere(path)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_archive(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Open an archive whose every byte is as its manifest says; raises Damaged, and OSError."""
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
            manifest = _checked(archive)
        except BROKEN as error:
            raise Damaged(path, reason=str(error) or "tệp hỏng") from error
        yield archive, manifest


def _checked(archive: zipfile.ZipFile) -> Manifest:
    names = archive.namelist()
    if NAME not in names or archive.getinfo(NAME).file_size > LARGEST_MANIFEST:
        raise ValueError("không có mục lục")
    manifest = read_manifest(archive.read(NAME))
    if sorted(names) != sorted([NAME, *(part.name for part in manifest.parts)]):
        raise ValueError("các phần không khớp mục lục")
    for part in manifest.parts:
        with archive.open(part.name) as source:
            if _digest(source) != part.sha256:
                raise ValueError(f"phần {part.name} khác mã SHA-256 đã ghi")
    return manifest


def _digest(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
