"""A database of their own for benchmarks: made for one run, removed after it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql
from psycopg.conninfo import make_conninfo

_ROOT = Path(__file__).parent.parent
_PREFIX = "cchc_bench_"
TEMPLATE = "template1"
"""What a scratch database is a copy of: PostgreSQL's own empty one."""
_FORSAKEN = """
select datname from pg_database
where starts_with(datname, %s) and not exists (
    select from pg_locks where locktype = 'advisory' and objid = hashtext(datname)::oid
)
"""


def run_in_scratch(*arguments: str) -> bytes:
    """Run a command of manage.py against a database made for it; return what it printed."""
    with scratch_database() as address:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command,
            cwd=_ROOT,
            env=os.environ | {"DATABASE_URL": address},
            stdout=subprocess.PIPE,
            check=True,
        )
    return done.stdout


def is_scratch(database: BaseDatabaseWrapper) -> bool:
    """Return whether the connection leads to a database made for a benchmark."""
    return str(database.settings_dict["NAME"]).startswith(_PREFIX)


@contextmanager
def scratch_database() -> Iterator[str]:
    """Yield the address of an empty database on the portal's server, dropped at the end.

    Whoever uses one holds a lock of its name, so that one left behind by a crash is found.
    """
    name = f"{_PREFIX}{os.getpid()}"
    with closing(psycopg.connect(**_parameters("postgres"), autocommit=True)) as server:
        for (forsaken,) in server.execute(_FORSAKEN, [_PREFIX]).fetchall():
            _drop(server, forsaken)
        server.execute("select pg_advisory_lock(hashtext(%s))", [name])
        made = sql.SQL("create database {} template {}")
        server.execute(made.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
        try:
            yield make_conninfo(**_parameters(name))
        finally:
            _drop(server, name)


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _parameters(name: str) -> dict[str, Any]:
    """Return how to reach another database of the portal's server."""
    kept = {"host", "port", "user", "password", "options", "sslmode"}
    found = connection.get_connection_params()
    return {key: value for key, value in found.items() if key in kept} | {"dbname": name}
