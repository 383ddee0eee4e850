"""Starting a server in its own session and waiting until it serves; the same for both servers."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cchc_portal.embedded import journal, space
from cchc_portal.embedded.account import Account, run_as
from cchc_portal.embedded.binaries import Binaries
from cchc_portal.embedded.layout import Layout
from cchc_portal.embedded.processes import until, working_in
from cchc_portal.embedded.trouble import ServiceError, StartFailed, StillBusy

PATIENCE = 300.0
TELL_AFTER = 3.0
STARTER = "setsid"


@dataclass(frozen=True, slots=True)
class Site:
    """What a server needs to be run: its places, its account, the programs, a voice."""

    places: Layout
    account: Account
    programs: Binaries
    say: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Server:
    """One server: what to call it, its process name, its data directory and its log."""

    name: str
    process: str
    data: Path
    log: Path

    @property
    def processes(self) -> list[int]:
        """The processes that run it, or are just about to."""
        return working_in(self.data, self.process, STARTER)


def launch(server: Server, account: Account, command: list[str | Path]) -> int:
    """Start a server that outlives this process; return where in the log its words begin."""
    server.log.parent.mkdir(mode=0o700, exist_ok=True)
    journal.bound(server.log)
    start = journal.size(server.log)
    with server.log.open("ab") as log:
        if not account.is_current:
            os.fchown(log.fileno(), account.uid, account.gid)
        run_as(account, [STARTER, "--fork", *command], cwd=server.data, output=log)
    return start


def await_serving(
    server: Server, is_up: Callable[[], bool], say: Callable[[str], None], start: int
) -> None:
    """Wait until the server serves; `start` is where in the log its words begin.

    Raises DiskFull or StartFailed once it has ended, StillBusy after PATIENCE seconds.
    """

    def decided() -> bool:
        return is_up() or not server.processes

    if not until(decided, seconds=TELL_AFTER):
        say(f"{server.name} đang đọc lại dữ liệu, xin chờ…")
        if not until(decided, seconds=PATIENCE, pause=0.2):
            raise StillBusy(server.name, seconds=PATIENCE, log=server.log)
    if not is_up():
        raise why_it_ended(server, start)


def why_it_ended(server: Server, start: int) -> ServiceError:
    """Return the trouble that a server's log and its disk tell of."""
    told = journal.since(server.log, start)
    if "No space left" in told or space.free_bytes(server.data) < space.TO_START // 2:
        return space.full(server.data, space.TO_START)
    return StartFailed(server.name, reason=journal.reason(told), log=server.log)
