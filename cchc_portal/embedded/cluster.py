"""The PostgreSQL data directory: made whole or not at all, and its settings."""

import os
import shutil
import tempfile
from pathlib import Path

from cchc_portal.embedded import journal, space
from cchc_portal.embedded.account import Account, give, run_as
from cchc_portal.embedded.daemon import Server, Site
from cchc_portal.embedded.layout import ROLE
from cchc_portal.embedded.placement import set_aside
from cchc_portal.embedded.trouble import DataOfAnotherVersion, StartFailed

SETTINGS = """\
# Written anew at every start.
listen_addresses = ''
unix_socket_directories = {sockets}
max_connections = 100
shared_buffers = 256MB
max_wal_size = 2GB
synchronous_commit = on
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
log_checkpoints = off
log_min_error_statement = panic
"""
WHO_MAY_CONNECT = "local all all peer map=portal\n"
INITDB = ("-U", ROLE, "-E", "UTF8", "-A", "peer", "--data-checksums", "--locale=C")
LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def make(server: Server, site: Site) -> None:
    """Make the data directory unless it is there.

    Raises DataOfAnotherVersion if another PostgreSQL wrote it, DiskFull, or StartFailed.
    """
    version = server.data / "PG_VERSION"
    if version.exists():
        found, wanted = version.read_text(encoding="ascii").strip(), _major(site)
        if found != wanted:
            raise DataOfAnotherVersion(server.data, found=found, wanted=wanted)
        return
    if any(server.data.iterdir()):
        site.say(f"Dữ liệu trong {server.data} dở dang; đã cất vào {set_aside(server.data)}.")
    space.require(server.data.parent, space.TO_CREATE)
    site.say("Đang tạo cơ sở dữ liệu PostgreSQL (vài giây)…")
    _initialise(server, site)


def configure(server: Server, site: Site) -> None:
    """Write the settings and who may connect: root, the servers' account and this user."""
    sockets = '"' + str(site.places.sockets).replace('"', '""') + '"'
    names = sorted({"root", site.account.name})
    _write(server.data / "postgresql.conf", SETTINGS.format(sockets=_quoted(sockets)), site.account)
    _write(server.data / "pg_hba.conf", WHO_MAY_CONNECT, site.account)
    lines = "".join(f'portal "{name}" {ROLE}\n' for name in names)
    _write(server.data / "pg_ident.conf", lines, site.account)


def _initialise(server: Server, site: Site) -> None:
    """Work in a draft directory and rename it, so that a killed attempt leaves only a draft."""
    for old in server.data.parent.glob("postgres-draft-*"):
        shutil.rmtree(old)
    draft = Path(tempfile.mkdtemp(prefix="postgres-draft-", dir=server.data.parent))
    if not site.account.is_current:
        give(draft, site.account)
    command = [site.programs.postgres / "initdb", "-D", draft, *INITDB, *LOCALE]
    made = run_as(site.account, command)
    if made.returncode != 0:
        shutil.rmtree(draft)
        space.require(server.data.parent, space.TO_CREATE)
        raise StartFailed("initdb", reason=journal.reason(made.stdout), log=server.log)
    draft.replace(server.data)


def _major(site: Site) -> str:
    text = run_as(site.account, [site.programs.postgres / "postgres", "--version"]).stdout
    return text.split()[-1].split(".")[0]


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _write(path: Path, text: str, account: Account) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    if not account.is_current:
        os.chown(path, account.uid, account.gid)
