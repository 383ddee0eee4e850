"""Restoring a backup: looked through first, then all of it or nothing."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from cchc_portal.backups.archive import whole_archive
from cchc_portal.backups.manifest import DATABASE, FILES, Manifest, unknown_migrations
from cchc_portal.backups.programs import load
from cchc_portal.backups.saving import STAGING
from cchc_portal.backups.trouble import FromANewerPortal, NotEmpty, NotWritten
from foundation.management.system_errors import reason

OF_EVERY_DATABASE = ("django_migrations", "django_content_type", "auth_permission")
"""Tables that migrating alone fills."""


def restore(path: Path, *, replace: bool) -> Manifest:
    """Put a backup in the place of what is there, and return its manifest.

    The archive is read through before anything is touched; the database changes in one
    transaction; files are only added, or replaced one by one, once that has happened. Raises
    BackupTrouble.
    """
    try:
        with whole_archive(path) as (archive, manifest):
            _admit(manifest, replace=replace)
            with _prepared(archive, manifest) as prepared:
                connection.close()
                load(prepared / DATABASE)
                ContentType.objects.clear_cache()
                _put_in_place(prepared / FILES)
    except OSError as error:
        raise NotWritten(error.filename or path, reason=reason(error)) from error
    return manifest


def tables_with_rows() -> list[str]:
    """Return the tables that somebody has filled, in order."""
    tables = sorted(set(connection.introspection.table_names()) - set(OF_EVERY_DATABASE))
    with connection.cursor() as cursor:
        return [table for table in tables if _has_rows(cursor, table)]


def _admit(manifest: Manifest, *, replace: bool) -> None:
    if unknown := unknown_migrations(manifest):
        raise FromANewerPortal(manifest.version, unknown)
    filled = [] if replace else tables_with_rows()
    if filled:
        raise NotEmpty(filled)


@contextmanager
def _prepared(archive: ZipFile, manifest: Manifest) -> Iterator[Path]:
    """Give a directory on the store's own disk that holds every part; it is gone afterwards."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=root))
    try:
        for part in manifest.parts:
            target = staging / part.name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with archive.open(part.name) as source, target.open("wb") as file:
                target.chmod(0o600)
                shutil.copyfileobj(source, file)
        yield staging
    finally:
        shutil.rmtree(staging)


def _put_in_place(prepared: Path) -> None:
    """Rename every prepared file to its place in the store, over one of the same name."""
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(prepared.rglob("*")):
        if file.is_file():
            target = root / file.relative_to(prepared)
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.replace(target)


def _has_rows(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(sql.SQL("select exists (select from {})").format(sql.Identifier(table)))
    return bool(cursor.fetchone()[0])
