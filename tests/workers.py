"""A real worker process against the test database and the test broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0


@contextmanager
def working(
    var: Path, *options: str, variables: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker for as long as the block lasts; its files and its log are below `var`.

    It works on the test's own services, unless `variables` lead it to others.
    """
    var.mkdir(parents=True, exist_ok=True)
    given = ["-A", "cchc_portal", "worker", "--concurrency=1", "--loglevel=WARNING", *options]
    with (var / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", *given],
            cwd=ROOT,
            env=os.environ | (variables or environment(var)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield worker
    finally:
        end(worker, signal.SIGTERM)


def end(worker: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """End a worker with all its children, if it has not ended yet."""
    if worker.poll() is None:
        os.killpg(worker.pid, how)
        worker.wait(PATIENCE)


def environment(var: Path) -> dict[str, str]:
    """Return the variables that lead a process to what this test uses."""
    database = connection.settings_dict
    places = f"{database['USER']}@/{database['NAME']}?host={quote(database['HOST'], safe='')}"
    return {
        "CCHC_ENV": "test",
        "CCHC_VAR": str(var),
        "DATABASE_URL": f"postgresql://{places}",
        "REDIS_URL": settings.REDIS_URL,
    }


def forget_bells() -> None:
    """Empty the broker of what other tests have rung."""
    current_app.control.purge()


def until(holds: Callable[[], object]) -> None:
    """Return once it holds; fail if it does not within a minute."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            pytest.fail("it never came to hold")
        time.sleep(0.02)


def waiting_for_a_lock() -> list[int]:
    """Return the processes that wait for a lock and work in this database, whoever else waits.

    Of a lock on a row the system does not say where it is, but of the table's, held with it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct pid from pg_locks waits join pg_locks works using (pid)"
            " where not waits.granted and works.database ="
            " (select oid from pg_database where datname = current_database())"
        )
        return [pid for (pid,) in cursor.fetchall()]
