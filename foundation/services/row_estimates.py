"""About how many rows a text file has, told from its beginning: enough to say how long it takes."""

from foundation.models import StoredFile
from foundation.services.files import beginning

HEAD = 1 << 16
"""Bytes that are looked at; a file no longer than this is read before anybody asks."""


def rows_about(stored: StoredFile) -> int | None:
    """Return about how many rows a CSV file has below its header, None if nothing can be said.

    A workbook says itself how many it has, and a short file needs no guess.
    """
    if stored.size <= HEAD:
        return None
    try:
        head = beginning(stored, HEAD)
    except FileNotFoundError:
        return None
    lines = head.count(b"\n")
    if head.startswith(b"PK") or not lines:
        return None
    whole = head.rindex(b"\n") + 1
    return max(1, round(stored.size * lines / whole) - 1)
