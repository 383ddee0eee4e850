"""The table of contents of a backup: who made it and when, and the digest of every part."""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, cast

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import localtime

FORMAT = "cchc-backup/1"
NAME = "manifest.json"
DATABASE = "database.dump"
FILES = "files/"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a backup: its name inside, its size in bytes and its digest."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `server` is PostgreSQL's major version."""

    version: str
    made_at: str
    server: int
    migrations: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def files(self) -> tuple[Part, ...]:
        """The stored files."""
        return tuple(part for part in self.parts if part.name != DATABASE)

    def text(self) -> str:
        """Return the manifest as it is written."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=2)


def manifest_now(parts: Iterable[Part]) -> Manifest:
    """Return the manifest of a backup that is made now."""
    return Manifest(
        version=portal_version(),
        made_at=localtime().isoformat(timespec="seconds"),
        server=server_version(),
        migrations=tuple(sorted(map(".".join, MigrationRecorder(connection).applied_migrations()))),
        parts=tuple(parts),
    )


def read_manifest(text: bytes) -> Manifest:
    """Return the manifest that was written; raises ValueError if it is none of this format."""
    try:
        document: dict[str, Any] = json.loads(text)
        if document.pop("format") != FORMAT:
            raise ValueError("lạ định dạng")
        parts = tuple(Part(**part) for part in document.pop("parts"))
        migrations = tuple(map(str, document.pop("migrations")))
        manifest = Manifest(**document, migrations=migrations, parts=parts)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("mục lục không đọc được") from error
    if wrong := [part.name for part in parts if not is_safe(part.name)]:
        raise ValueError(f"tên {wrong[0]!r} không hợp lệ")
    return manifest


def is_safe(name: str) -> bool:
    """Return whether a part's name is the database's, or stays below the stored files."""
    path = PurePosixPath(name)
    inside = name.startswith(FILES) and not path.is_absolute() and ".." not in path.parts
    return name == DATABASE or (inside and "\0" not in name and str(path) == name)


def unknown_migrations(manifest: Manifest) -> list[str]:
    """Return the migrations that the backup stands on and this code does not have."""
    known = {".".join(name) for name in MigrationLoader(None).disk_migrations}
    return sorted(set(manifest.migrations) - known)


def server_version() -> int:
    """Return the major version of the database's server."""
    return int(cast(Any, connection).pg_version) // 10_000


def portal_version() -> str:
    """Return the version in pyproject.toml."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
