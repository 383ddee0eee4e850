"""Free space on the disk that holds a service's data."""

import shutil
from pathlib import Path

from cchc_portal.embedded.trouble import MEGABYTE, DiskFull

TO_CREATE = 300 * MEGABYTE
TO_START = 64 * MEGABYTE


def free_bytes(directory: Path) -> int:
    """Return what an ordinary account may still write to the directory's disk."""
    return shutil.disk_usage(directory).free


def full(directory: Path, needed: int) -> DiskFull:
    """Return the trouble of a directory whose disk lacks the needed bytes."""
    return DiskFull(directory, free=free_bytes(directory), needed=needed)


def require(directory: Path, needed: int) -> None:
    """Raise DiskFull unless the directory's disk has that many free bytes."""
    if free_bytes(directory) < needed:
        raise full(directory, needed)
