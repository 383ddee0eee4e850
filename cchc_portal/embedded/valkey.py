"""The embedded Valkey: on its socket alone, every write kept in a file that survives restarts."""

import os
import shutil
import socket
from pathlib import Path

from cchc_portal.embedded import journal
from cchc_portal.embedded.account import run_as
from cchc_portal.embedded.daemon import Server, Site, await_serving, launch
from cchc_portal.embedded.layout import Layout
from cchc_portal.embedded.placement import dated
from cchc_portal.embedded.processes import VALKEY, serves, stop
from cchc_portal.embedded.space import TO_START, require
from cchc_portal.embedded.trouble import StartFailed, StillBusy

APPENDED = "appendonlydir"
BROKEN = ("append only", "AOF", "manifest", "Unrecoverable", "rdb file")
CHECKER = "valkey-check-aof"
"""The server file turns into its own checker when it is called by this name."""


def server_of(places: Layout) -> Server:
    """Return the clone's Valkey server, running or not."""
    data = Path(os.path.realpath(places.valkey_data))
    return Server("Valkey", VALKEY, data, places.logs / "valkey.log")


def is_up(places: Layout) -> bool:
    """Say whether this clone's own server answers; one that still loads its data does not."""
    return serves(places.valkey_socket, server_of(places).data) and _ping(places.valkey_socket)


def up(site: Site) -> None:
    """Start the server unless it runs, and wait until it serves, mending a broken append-only file.

    Raises DiskFull, ServedByAnother, StartFailed or StillBusy.
    """
    server = server_of(site.places)
    if is_up(site.places):
        return
    require(server.data, TO_START)
    try:
        _start(server, site)
    except StartFailed as trouble:
        if not any(word in trouble.reason for word in BROKEN):
            raise
        _start_after_mending(server, site)


def down(places: Layout) -> bool:
    """Stop the server, and say whether there was one to stop; raises StillBusy."""
    server = server_of(places)
    if not server.processes:
        return False
    if not stop(server.data, VALKEY):
        raise StillBusy(server.name, seconds=60, log=server.log)
    return True


def _start(server: Server, site: Site) -> None:
    start = journal.size(server.log)
    if not server.processes or not serves(site.places.valkey_socket, server.data):
        stop(server.data, VALKEY)
        site.places.valkey_socket.unlink(missing_ok=True)
        site.say("Đang khởi động Valkey…")
        start = launch(server, site.account, _command(server, site))
    await_serving(server, lambda: is_up(site.places), site.say, start)


def _command(server: Server, site: Site) -> list[str | Path]:
    options: dict[str, str | Path] = {
        "--port": "0",
        "--unixsocket": site.places.valkey_socket,
        "--unixsocketperm": "700",
        "--dir": server.data,
        "--appendonly": "yes",
        "--appenddirname": APPENDED,
        "--aof-load-truncated": "yes",
        "--maxmemory-policy": "noeviction",
        "--loglevel": "warning",
        "--daemonize": "no",
    }
    pairs = [part for pair in options.items() for part in pair]
    return [site.programs.valkey, *pairs, "--save", ""]


def _start_after_mending(server: Server, site: Site) -> None:
    """Keep the broken files under a dated name; go on with what the checker can save, or empty."""
    broken = server.data / APPENDED
    aside = dated(broken)
    shutil.copytree(broken, aside)
    site.say(f"Tệp ghi của Valkey bị hỏng; đã cất bản cũ vào {aside} và giữ phần còn đọc được.")
    for file in broken.glob("*.incr.aof"):
        command = [CHECKER, "--fix", file]
        run_as(site.account, command, executable=site.programs.valkey, text="y\n")
    try:
        _start(server, site)
    except StartFailed:
        site.say("Không còn phần nào đọc được; Valkey bắt đầu với hàng đợi rỗng.")
        shutil.rmtree(broken)
        _start(server, site)


def _ping(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
