"""Long work as rows: asked for, claimed by exactly one worker, watched, cancelled, ended."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from foundation.models import Job, StoredFile
from foundation.services.progress import JobCancelled, Progress, watched

log = logging.getLogger(__name__)

UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)
PATIENCE, PAUSE = 5.0, 0.1
SILENCE = timedelta(seconds=60)
"""A job that has given no sign of life for so long is rung again."""
LOCKS = 0x4A4F42
"""The first number of every job's advisory lock; the second is the job's own."""
RETRYING: dict[str, Any] = {
    "autoretry_for": (OperationalError,),
    "retry_backoff": 2,
    "max_retries": 8,
}
"""How every task of a job is declared: a database that went away is waited for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job's work has to say at its end."""

    message: str
    result: dict[str, Any] = field(default_factory=dict)


class WorkRefused(Exception):
    """The work cannot be done as asked; `outcome` says why, for people and as data."""

    def __init__(self, message: str, **result: Any) -> None:
        super().__init__(message)
        self.outcome = Outcome(message, result)


@transaction.atomic
def request_job(
    kind: str,
    *,
    input: dict[str, Any],
    by: Any | None,
    title: str = "",
    stored_input: StoredFile | None = None,
) -> Job:
    """Store the request and ring the worker once it is committed; `kind` is the task's name.

    A broker that does not answer loses nothing: the row stays queued.
    """
    job = Job.objects.create(
        kind=kind, input=input, created_by=by, title=title, stored_input=stored_input
    )
    transaction.on_commit(lambda: ring(job))
    return job


@transaction.atomic
def cancel_job(job: Job, *, by: Any) -> bool:
    """Ask for a job to end early; return False if it has ended already.

    A queued job ends here and now; a running one when its worker reads the wish.
    """
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.state not in UNFINISHED:
        return False
    job.cancel_asked_at = job.cancel_asked_at or timezone.now()
    job.cancel_asked_by = job.cancel_asked_by or by
    if job.state == Job.State.QUEUED:
        job.state, job.finished_at = Job.State.CANCELLED, timezone.now()
    job.save()
    return True


def ring(job: Job) -> None:
    """Tell the workers that a queued job waits; ringing twice does no harm."""
    try:
        current_app.send_task(job.kind, args=[job.pk])
    except BrokerError:
        log.warning("Hàng đợi không trả lời; công việc %s vẫn được giữ để chạy sau.", job.pk)


def ring_waiting(*, silent_for: timedelta = timedelta()) -> None:
    """Ring every unfinished job that has been silent so long: forgotten by a broker, left behind.

    Without a time, all of them: what a fresh worker does.
    """
    since = timezone.now() - silent_for
    silent = Q(heartbeat_at__lte=since) | Q(heartbeat_at=None, created_at__lte=since)
    for job in Job.objects.filter(silent, state__in=UNFINISHED).order_by("pk"):
        ring(job)


def run_job(job_id: int, work: Callable[[Job, Progress], Outcome]) -> None:
    """Claim a job, do its work under watch and write down how it ended.

    Does nothing if somebody else is at it or it has ended. `work` is called with the job and its
    progress, may be called again after a crash, and raises WorkRefused for what a person must mend.
    An OperationalError leaves the job as it is, to be taken up again.
    """
    job = claim_job(job_id)
    if job is None:
        return
    try:
        with watched(job) as progress:
            outcome = work(job, progress)
    except WorkRefused as refusal:
        end_job(job, state=Job.State.FAILED, outcome=refusal.outcome)
    except JobCancelled:
        end_job(job, state=Job.State.CANCELLED, outcome=Outcome("Đã hủy theo yêu cầu."))
    except OperationalError:
        raise
    except Exception:
        end_job(job, state=Job.State.FAILED, outcome=Outcome("Lỗi ngoài dự kiến."))
        raise
    else:
        end_job(job, state=Job.State.DONE, outcome=outcome)


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
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state__in=UNFINISHED).update(
        state=Job.State.RUNNING, started_at=now, heartbeat_at=now, done=0, total=None
    )
    if not claimed:
        _locked("pg_advisory_unlock(%(kind)s, %(job)s)", job_id)
        return None
    return Job.objects.get(pk=job_id)


def end_job(job: Job, *, state: Job.State, outcome: Outcome) -> None:
    """Write down how the work ended, and let go of it."""
    job.state, job.message, job.result = state, outcome.message, outcome.result
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
