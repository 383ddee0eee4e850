"""Where the embedded services keep their files: pure paths, safe to import from settings."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROLE = "cchc"
POSTGRES_PORT = 5432
LONGEST_SOCKET_DIRECTORY = 90
"""Bytes; the kernel takes 107 for a whole socket path, of which the socket's own name needs 14."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one clone: `root` holds the code, `var` everything that the services write.

    `shelter` is where data and programs go when root's service account cannot reach them here;
    then, and when `var` is too deep for a socket, directories below are links to others.
    """

    root: Path
    var: Path
    shelter: Path = Path("/var/lib/cchc-portal")

    @property
    def postgres_data(self) -> Path:
        """The PostgreSQL data directory, or a link to it."""
        return self.var / "postgres"

    @property
    def valkey_data(self) -> Path:
        """The Valkey data directory, or a link to it."""
        return self.var / "valkey"

    @property
    def run(self) -> Path:
        """The directory of the sockets, or a link to it."""
        return self.var / "run"

    @property
    def logs(self) -> Path:
        """The directory of the services' logs, or a link to it."""
        return self.var / "log"

    @property
    def lock(self) -> Path:
        """The file locked while services are started or stopped."""
        return self.var / "services.lock"

    @property
    def demo_lock(self) -> Path:
        """The file that a demo holds for as long as it runs."""
        return self.var / "demo.lock"

    @property
    def sockets(self) -> Path:
        """The real directory of the sockets: short enough to connect to once services are up."""
        return Path(os.path.realpath(self.run)) if self.run.is_symlink() else self.run

    @property
    def postgres_socket(self) -> Path:
        """The PostgreSQL server's socket."""
        return self.sockets / f".s.PGSQL.{POSTGRES_PORT}"

    @property
    def valkey_socket(self) -> Path:
        """The Valkey server's socket."""
        return self.sockets / "valkey.sock"


def layout() -> Layout:
    """Return the layout of this clone; CCHC_VAR moves `var`, a relative one starts at the root."""
    root = Path(__file__).resolve().parent.parent.parent
    return Layout(root=root, var=root / (os.environ.get("CCHC_VAR") or "var"))


def database_url(places: Layout) -> str:
    """Return the embedded database's address, its socket directory percent-encoded as `host`."""
    return f"postgresql://{ROLE}@/{ROLE}?host={quote(str(places.sockets), safe='')}"


def redis_url(places: Layout) -> str:
    """Return the embedded Valkey's address as the redis client reads it."""
    return f"unix://{quote(str(places.valkey_socket))}?db=0"
