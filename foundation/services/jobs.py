"""Long work as rows: asked for, claimed by exactly one worker, ended with a result or a reason."""

import logging
import time
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation.models import Job

log = logging.getLogger(__name__)

UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)
PATIENCE, PAUSE = 5.0, 0.1
LOCKS = 0x4A4F42
"""The first number of every job's advisory lock; the second is the job's own."""


@transaction.atomic
def request_job(kind: str, *, input: dict[str, Any], by: Any | None) -> Job:
    """Store the request and ring the worker once it is committed; `kind` is the task's name.

    A broker that does not answer loses nothing: the row stays queued.
    """
    job = Job.objects.create(kind=kind, input=input, created_by=by)
    transaction.on_commit(lambda: ring(job))
    return job


def ring(job: Job) -> None:
    """Tell the workers that a queued job waits; ringing twice does no harm."""
    try:
        current_app.send_task(job.kind, args=[job.pk])
    except OperationalError:
        log.warning("Hàng đợi không trả lời; công việc %s vẫn được giữ để chạy sau.", job.pk)


def ring_waiting() -> None:
    """Ring every job that is not finished: what a dead broker forgot, what a dead worker left."""
    for job in Job.objects.filter(state__in=UNFINISHED).order_by("pk"):
        ring(job)


def claim_job(job_id: int, *, patience: float = PATIENCE) -> Job | None:
    """Return the job if this caller may run it, None if it is finished or somebody is at it.

    Whoever works on a job holds a lock on its connection, which the database gives up the moment
    that worker dies; so a running job whose lock is free has lost its worker and is taken up again.
    Waits for the lock so many seconds, for a connection that is just being given up.
    """
    end = time.monotonic() + patience
    while not _locked("not {held} and pg_try_advisory_lock(%(kind)s, %(job)s)", job_id):
        if time.monotonic() > end:
            return None
        time.sleep(PAUSE)
    claimed = Job.objects.filter(pk=job_id, state__in=UNFINISHED).update(
        state=Job.State.RUNNING, started_at=timezone.now()
    )
    if not claimed:
        _locked("pg_advisory_unlock(%(kind)s, %(job)s)", job_id)
        return None
    return Job.objects.get(pk=job_id)


def end_job(job: Job, *, state: Job.State, message: str, result: dict[str, Any]) -> None:
    """Write down how the work ended, and let go of it."""
    job.state, job.message, job.result = state, message, result
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "message", "result", "finished_at"])
    _locked("{held} and pg_advisory_unlock(%(kind)s, %(job)s)", job.pk)


def _locked(question: str, job_id: int) -> bool:
    """Ask the database about the lock of a job; `{held}` is whether this connection has it."""
    held = (
        "exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
        " and classid = %(kind)s and objid = %(job)s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"select {question.format(held=held)}", {"kind": LOCKS, "job": job_id})
        return bool(cursor.fetchone()[0])
