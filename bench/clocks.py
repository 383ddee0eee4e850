"""What a piece of work with the database takes: time on the wall, processor time, memory."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Spent:
    """Seconds on the wall, seconds of processors in this process and in the database's."""

    wall_s: float = 0.0
    client_s: float = 0.0
    server_s: float = 0.0
    peak_mb: float = 0.0

    @property
    def processor_s(self) -> float:
        """Processor time on both sides: what stays the same when the machine is busy.

        The system counts it in ticks, so it is one tick at least.
        """
        return max(self.client_s + self.server_s, 1 / _TICKS)


@contextmanager
def measured() -> Iterator[Spent]:
    """Yield what the block takes, filled in at its end.

    The server's part is known only when it runs on this machine; it has what its parallel workers
    took as well, and what sessions that ended meanwhile did. Memory is this process's own.
    """
    spent = Spent()
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    before = time.perf_counter(), _client_seconds(), _server_seconds()
    yield spent
    spent.wall_s = time.perf_counter() - before[0]
    spent.client_s = _client_seconds() - before[1]
    spent.server_s = _server_seconds() - before[2]
    spent.peak_mb = _peak_bytes() / 1_000_000


def _client_seconds() -> float:
    """Return the processor time of this process and of those it started that have ended."""
    return sum(os.times()[:4])


def _server_seconds() -> float:
    """Return the processor time of our session and of all sessions that have ended."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    session = _ticks(pid)
    if not session:
        return 0.0
    utime, stime, parent = session[11], session[12], session[1]
    ended = _ticks(parent)
    return (utime + stime + sum(ended[13:15])) / _TICKS


def _ticks(pid: int) -> list[int]:
    """Return the numbers of /proc/<pid>/stat behind the state; none without such a process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError:
        return []
    return [0, *map(int, text.rpartition(")")[2].split()[1:])]


def _peak_bytes() -> int:
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text("ascii"), re.M)
    if found is None:
        raise LookupError("VmHWM")
    return int(found[1]) * 1024
