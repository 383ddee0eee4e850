"""Making a backup: the database first, then the files, so that every row finds its file."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from cchc_portal.backups.archive import new_archive
from cchc_portal.backups.manifest import DATABASE, FILES, Part
from cchc_portal.backups.programs import dump
from cchc_portal.backups.trouble import NotWritten
from foundation.management.system_errors import reason

STAGING = ".restore-"
"""How the directories begin in which a restore prepares files."""


def back_up(path: Path) -> list[Part]:
    """Write everything into a new file that only its owner reads, and return its parts.

    Files are never changed once stored, and only added: those copied after the database's
    snapshot are at least those that it names. Raises BackupTrouble, and leaves no file then.
    """
    try:
        with new_archive(path) as archive:
            with dump() as snapshot:
                archive.add(DATABASE, snapshot, squeeze=False)
            for name, file in stored_files():
                with file.open("rb") as source:
                    archive.add(f"{FILES}{name}", source, squeeze=True)
    except OSError as error:
        raise NotWritten(error.filename or path, reason=reason(error)) from error
    return archive.parts


def stored_files() -> Iterator[tuple[str, Path]]:
    """Yield the name below the store and the path of every stored file, in order."""
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.rglob("*")):
        name = file.relative_to(root)
        if file.is_file() and not file.is_symlink() and not name.parts[0].startswith(STAGING):
            yield name.as_posix(), file
