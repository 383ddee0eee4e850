"""How far a job is, told on a connection of its own: seen while the work's transaction is open."""

import json
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import Error, OperationalError, connection

from foundation.domain.intake_steps import READING
from foundation.models import Job
from foundation.services.job_locks import interrupt_job

log = logging.getLogger(__name__)

BEAT = 1.0
"""Seconds between two signs of life."""

_BEAT = """
update foundation_job
set heartbeat_at = now(), done = %(done)s, total = %(total)s, message = %(message)s,
    result = result || %(told)s::jsonb
where id = %(job)s and state = 'running'
returning cancel_asked_at is not null
"""


class JobCancelled(Exception):
    """Somebody asked for the job to end early."""


class Said(NamedTuple):
    """What the work has said of itself, as one value: another thread reads it whole.

    Of an intake also when each step began, by a clock of this process, and the rows sent back.
    """

    done: int = 0
    total: int | None = None
    message: str = ""
    begun: Mapping[str, float] = MappingProxyType({})
    rejected: int | None = None

    def told(self) -> dict[str, Any]:
        """Return what is kept with the job: seconds of each step so far, rows sent back if known.

        Work without steps keeps nothing.
        """
        if not self.begun:
            return {}
        ends = [*list(self.begun.values())[1:], monotonic()]
        spent = zip(self.begun.items(), ends, strict=True)
        steps = {step: round(end - began, 3) for (step, began), end in spent}
        return {"steps": steps, "rejected": self.rejected}


class Progress:
    """What the work says of itself; reporting costs nothing, so report as often as you like."""

    def __init__(self) -> None:
        self.said = Said()
        self.is_cancelled = False

    def report(self, done: int, total: int | None = None, message: str | None = None) -> None:
        """Say how much is done, of how much if known, and with what; raises JobCancelled.

        What is not said stays as it was.
        """
        if self.is_cancelled:
            raise JobCancelled
        total = self.said.total if total is None else total
        message = self.said.message if message is None else message
        done = done if total is None else min(done, total)
        self.said = self.said._replace(done=done, total=total, message=message)

    def begin(self, step: str, message: str, *, rejected: int | None = None) -> None:
        """Say which step of an intake begins, and how many rows are sent back once that is known.

        Reading begins anew. Raises JobCancelled.
        """
        begun = {} if step == READING else self.said.begun
        self.said = self.said._replace(begun={**begun, step: monotonic()}, rejected=rejected)
        self.report(self.said.done, message=message)


SILENT = Progress()
"""For work that nobody watches."""


@contextmanager
def watched(job: Job) -> Iterator[Progress]:
    """Write the job's progress down every second, and read there whether it is to be cancelled.

    A statement that runs long is cut short by the database, so the block ends soon after the wish;
    then JobCancelled is raised out of it. Once the block is left nothing is cut short any more.
    """
    progress, is_over = Progress(), threading.Event()
    watch = threading.Thread(target=_watch, args=(job.pk, progress, is_over), daemon=True)
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


def _watch(job_id: int, progress: Progress, is_over: threading.Event) -> None:
    """Beat until the work is over, once more at its end; a thread has its own connection."""
    try:
        while not is_over.wait(BEAT):
            _try_to_beat(job_id, progress)
        _try_to_beat(job_id, progress)
    finally:
        connection.close()


def _try_to_beat(job_id: int, progress: Progress) -> None:
    """Beat; without an answer, come back on a new connection the next time."""
    try:
        _beat(job_id, progress)
    except Error:
        log.warning("Không ghi được tiến độ của công việc %s.", job_id, exc_info=True)
        connection.close()


def _beat(job_id: int, progress: Progress) -> None:
    """Write the progress down; if asked to cancel, cut the worker's statement short."""
    with connection.cursor() as cursor:
        said = progress.said
        words = {"done": said.done, "total": said.total, "message": said.message}
        cursor.execute(_BEAT, words | {"told": json.dumps(said.told()), "job": job_id})
        row = cursor.fetchone()
    if row and row[0]:
        progress.is_cancelled = True
        interrupt_job(job_id)
