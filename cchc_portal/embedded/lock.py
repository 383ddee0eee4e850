"""Lock files: one process at a time; the others wait and hear why, or are turned away."""

import fcntl
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FLOCK = "hhqqi"
"""The kernel's struct flock: kind, whence, start, length, process."""


@contextmanager
def alone(path: Path, say: Callable[[str], None], while_waiting: str) -> Iterator[None]:
    """Hold a lock file, making it and its directory if need be; it frees itself with the process.

    Says `while_waiting` once if another process holds it. Raises OSError if it cannot be made.
    """
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(while_waiting)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def hold(path: Path) -> bool:
    """Hold a lock file until this process ends, whatever program it becomes; False if another does.

    Asking again is harmless; children hold nothing. Raises OSError if the file cannot be made.
    """
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(descriptor, True)  # closing any descriptor of the file would let it go
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return False
    return True


def holder(path: Path) -> int | None:
    """Return the other process that holds a lock file, or None; not for the one that holds it."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        asked = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        kind, *_, pid = struct.unpack(FLOCK, fcntl.fcntl(descriptor, fcntl.F_GETLK, asked))
    finally:
        os.close(descriptor)
    return None if kind == fcntl.F_UNLCK else int(pid)
