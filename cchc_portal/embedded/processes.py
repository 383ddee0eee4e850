"""Which processes serve a directory, who listens on a socket, and ending a process."""

import contextlib
import os
import signal
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path

from cchc_portal.embedded.account import owner_name
from cchc_portal.embedded.trouble import ServedByAnother

PROC = Path("/proc")
POSTGRES = "postgres"
VALKEY = "valkey-server"
REPLACED = " (deleted)"


def working_in(directory: Path, *names: str) -> list[int]:
    """Return the processes of the given names whose working directory is this one.

    A directory is told by device and inode, so it is found after a move and not in a copy.
    """
    try:
        place = directory.stat()
    except FileNotFoundError:
        return []
    numbers = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in numbers if _name(pid) in names and _works_in(pid, place)]


def stop(directory: Path, name: str, *, patience: float = 60, grace: float = 10) -> bool:
    """End the server that works in a directory; say whether it is gone.

    Asked kindly it has `patience` seconds, told to hurry `grace` seconds, then it is killed.
    Only the server's first process is told; its children end with it.
    """
    pids = working_in(directory, name)
    chiefs = [pid for pid in pids if _parent(pid) not in pids]
    steps = ((signal.SIGINT, patience), (signal.SIGQUIT, grace), (signal.SIGKILL, 5))
    return _end(chiefs, *steps) and until(lambda: not working_in(directory, name), seconds=10)


def listener(path: Path) -> int | None:
    """Return the process that listens on a unix socket, or None if nobody answers there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
        except OSError:
            return None
        size = struct.calcsize("3i")
        credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    pid: int = struct.unpack("3i", credentials)[0]
    return pid


def serves(path: Path, directory: Path) -> bool:
    """Say whether the process that listens on a socket works in the directory.

    One whose program file was replaced since, by an update or a move, does not count.
    Raises ServedByAnother if it belongs to an account that this one may not look at.
    """
    pid = listener(path)
    if pid is None or not directory.exists():
        return False
    try:
        there = (PROC / str(pid) / "cwd").stat()
        program = str((PROC / str(pid) / "exe").readlink())
    except PermissionError as error:
        raise ServedByAnother(path, owner=owner_name(PROC / str(pid))) from error
    except (FileNotFoundError, ProcessLookupError):
        return False
    return os.path.samestat(there, directory.stat()) and not program.endswith(REPLACED)


def until(condition: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> bool:
    """Wait for a condition; return False if the seconds pass first."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def is_alive(pid: int) -> bool:
    """Say whether a process exists and has not ended; a zombie has."""
    return _status(pid)[0] not in "ZX"


def _end(pids: list[int], *steps: tuple[signal.Signals, float]) -> bool:
    for number, seconds in steps:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        if until(lambda: not any(is_alive(pid) for pid in pids), seconds=seconds):
            return True
    return False


def _name(pid: int) -> str:
    try:
        return (PROC / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _parent(pid: int) -> int:
    return int(_status(pid)[1])


def _status(pid: int) -> tuple[str, str]:
    """Return a process's state letter and its parent's number; X and 0 if there is no such."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return "X", "0"
    state, parent = stat.rpartition(")")[2].split()[:2]
    return state, parent


def _works_in(pid: int, place: os.stat_result) -> bool:
    try:
        there = (PROC / str(pid) / "cwd").stat()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return False
    return os.path.samestat(there, place)
