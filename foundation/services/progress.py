"""How far a job is, told on a connection of its own: seen while the work's transaction is open."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, OperationalError, connection

from foundation.models import Job

log = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds between two signs of life."""

_BEAT = """
update foundation_job
set heartbeat_at = now(), done = greatest(done, %(done)s), total = %(total)s, message = %(message)s
where id = %(job)s and state = 'running'
returning cancel_asked_at is not null
"""


class JobCancelled(Exception):
    """Somebody asked for the job to end early."""


class Progress:
    """What the work says of itself; reporting costs nothing, so report as often as you like."""

    def __init__(self) -> None:
        self.done, self.total, self.message = 0, None, ""  # type: int, int | None, str
        self.is_cancelled = False

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        """Say how much is done, of how much if known, and with what; raises JobCancelled."""
        if self.is_cancelled:
            raise JobCancelled
        self.total = total if total is not None else self.total
        self.done = done if self.total is None else min(done, self.total)
        self.message = message if message is not None else self.message


SILENT = Progress()
"""For work that nobody watches."""


@contextmanager
def watched(job: Job) -> Iterator[Progress]:
    """Write the job's progress down every second, and read there whether it is to be cancelled.

    A statement that runs long is cut short by the database, so the block ends soon after the wish;
    then JobCancelled is raised out of it.
    """
    progress, is_over = Progress(), threading.Event()
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        worker = cursor.fetchone()[0]
    watch = threading.Thread(target=_watch, args=(job.pk, worker, progress, is_over), daemon=True)
    watch.start()
    try:
        yield progress
    except OperationalError as error:
        if progress.is_cancelled:
            raise JobCancelled from error
        raise
    finally:
        is_over.set()
        watch.join()


def _watch(job_id: int, worker: int, progress: Progress, is_over: threading.Event) -> None:
    """Beat until the work is over, once more at its end; a thread has its own connection."""
    try:
        while not is_over.wait(BEAT):
            _beat(job_id, worker, progress)
        _beat(job_id, worker, progress)
    except Error:
        log.warning("Không ghi được tiến độ của công việc %s.", job_id)
    finally:
        connection.close()


def _beat(job_id: int, worker: int, progress: Progress) -> None:
    """Write the progress down; if asked to cancel, cut the worker's statement short."""
    with connection.cursor() as cursor:
        said = {"done": progress.done, "total": progress.total, "message": progress.message}
        cursor.execute(_BEAT, said | {"job": job_id})
        row = cursor.fetchone()
        if row and row[0]:
            progress.is_cancelled = True
            cursor.execute("select pg_cancel_backend(%s)", [worker])
