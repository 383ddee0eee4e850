"""Keeping handed-in files whole, once each."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.files import File

from foundation.models import StoredFile


def store_file(path: Path, *, by: Any | None) -> StoredFile:
    """Return the stored copy of the file; the same bytes are kept once, whatever their name."""
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        stored, _ = StoredFile.objects.get_or_create(
            sha256=digest,
            defaults={
                "name": path.name,
                "size": path.stat().st_size,
                "file": File(source, name=f"{digest[:16]}{path.suffix}"),
                "created_by": by,
            },
        )
        return stored
