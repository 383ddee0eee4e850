"""The embedded PostgreSQL: started on its socket alone, mended after a crash."""

import os
from pathlib import Path
from subprocess import CompletedProcess

from cchc_portal.embedded import cluster
from cchc_portal.embedded.account import run_as
from cchc_portal.embedded.daemon import Server, Site, await_serving, launch
from cchc_portal.embedded.journal import reason, size
from cchc_portal.embedded.layout import ROLE, Layout
from cchc_portal.embedded.processes import POSTGRES, serves, stop
from cchc_portal.embedded.space import TO_START, require
from cchc_portal.embedded.trouble import StartFailed, StillBusy

DATABASES = "select datname from pg_database"


def server_of(places: Layout) -> Server:
    """Return the clone's PostgreSQL server, running or not."""
    data = Path(os.path.realpath(places.postgres_data))
    return Server("PostgreSQL", POSTGRES, data, places.logs / "postgres.log")


def is_up(places: Layout) -> bool:
    """Say whether this clone's own server takes connections."""
    server = server_of(places)
    return _is_ready(_lock_lines(server)) and serves(places.postgres_socket, server.data)


def up(site: Site) -> None:
    """Start the server unless it runs, wait until it serves, and see to the database.

    Raises DataOfAnotherVersion, DiskFull, ServedByAnother, StartFailed or StillBusy.
    """
    if is_up(site.places):
        return
    server = server_of(site.places)
    cluster.make(server, site)
    start = size(server.log)
    if not _is_on_its_way(server):
        _clear_leftovers(server, site.places)
        require(server.data, TO_START)
        cluster.configure(server, site)
        site.say("Đang khởi động PostgreSQL…")
        start = launch(
            server, site.account, [site.programs.postgres / "postgres", "-D", server.data]
        )
    await_serving(server, lambda: is_up(site.places), site.say, start)
    _make_database(server, site)


def down(places: Layout) -> bool:
    """Stop the server, and say whether there was one to stop; raises StillBusy."""
    server = server_of(places)
    if not server.processes:
        return False
    if not stop(server.data, POSTGRES):
        raise StillBusy(server.name, seconds=60, log=server.log)
    return True


def _is_on_its_way(server: Server) -> bool:
    """Say whether our own server is starting; one that is ready but unseen lost its socket."""
    return _postmaster(server) is not None and not _is_ready(_lock_lines(server))


def _postmaster(server: Server) -> int | None:
    """Return the first process that the lock file names, if it lives and works on this data."""
    lock = _lock_lines(server)
    pid = int(lock[0]) if lock and lock[0].isdigit() else 0
    return pid if pid in server.processes else None


def _clear_leftovers(server: Server, places: Layout) -> None:
    """Remove what a killed server left: its children, its lock files and its socket.

    A lock that names a living process of another kind or another directory is stale too.
    """
    orphans = _postmaster(server) is None
    patience = {"patience": 1.0, "grace": 1.0} if orphans else {}
    if not stop(server.data, POSTGRES, **patience):
        raise StillBusy(server.name, seconds=60, log=server.log)
    socket = places.postgres_socket
    for path in (server.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        path.unlink(missing_ok=True)


def _lock_lines(server: Server) -> list[str]:
    """Return postmaster.pid by line: pid, data directory, …, and last the status."""
    try:
        text = (server.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [line.strip() for line in text.splitlines()]


def _is_ready(lock: list[str]) -> bool:
    return len(lock) > 7 and lock[7] == "ready"


def _make_database(server: Server, site: Site) -> None:
    if ROLE in _sql(site, DATABASES).stdout.split():
        return
    made = _sql(site, f"create database {ROLE}")
    if made.returncode != 0:
        raise StartFailed(server.name, reason=reason(made.stdout), log=server.log)


def _sql(site: Site, statement: str) -> CompletedProcess[str]:
    psql = [site.programs.postgres / "psql", "-XAtq", "-h", site.places.sockets]
    return run_as(site.account, [*psql, "-U", ROLE, "-d", "postgres", "-c", statement])
