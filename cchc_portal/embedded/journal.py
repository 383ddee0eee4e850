"""The servers' log files: bounded in size, and read for the reason of a failed start."""

import os
import shutil
from pathlib import Path

LARGEST = 10 * 1024 * 1024
TAIL = 4096
TELLING = ("PANIC", "FATAL", "ERROR", "No space left", "append only", "AOF", "Unrecoverable")


def bound(log: Path) -> None:
    """Keep one older copy of a log that grew past LARGEST bytes, and empty it.

    Servers append, so they go on writing to the emptied file.
    """
    if log.exists() and log.stat().st_size > LARGEST:
        shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)


def size(log: Path) -> int:
    """Return a log's length in bytes, 0 if there is none."""
    return log.stat().st_size if log.exists() else 0


def since(log: Path, start: int) -> str:
    """Return what was logged after the first `start` bytes, at most the last TAIL bytes of it."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(start, size(log) - TAIL))
        return file.read().decode("utf-8", errors="replace")


def reason(text: str) -> str:
    """Return the first line that tells why a server ended, else the last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in TELLING)]
    return (telling or lines[-1:] or [""])[0]
