"""Long work as rows: asked for, claimed by exactly one worker, watched, cancelled, ended."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError
from psycopg.errors import DiskFull

from foundation.models import Job, StoredFile
from foundation.services.files import NoRoom, room_wanted
from foundation.services.job_locks import PATIENCE, holds_job, lock_job, unlock_job
from foundation.services.progress import JobCancelled, Progress, watched

log = logging.getLogger(__name__)

UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)
SILENCE = timedelta(seconds=60)
"""A job that has given no sign of life for so long is rung again."""
MOST_ATTEMPTS = 5
"""A job whose worker was lost so often is ended: it would only take down the next one."""
LOST = (OperationalError, InterfaceError)
"""What a database that went away looks like."""
NO_ROOM = (
    "Máy chủ cơ sở dữ liệu hết chỗ trên đĩa; chưa có gì được ghi."
    " Hãy báo người quản trị hệ thống, rồi làm lại."
)
NO_ROOM_FOR_WORK = (
    "Máy chủ xử lý hết chỗ trên đĩa; chưa có gì được ghi."
    " Hãy báo người quản trị hệ thống, rồi làm lại."
)
RETRYING: dict[str, Any] = {"autoretry_for": LOST, "retry_backoff": 2, "max_retries": 8}
"""How every task of a job is declared: a database that went away is waited for."""

_CONTEXT = """
select set_config('pghistory.context_id', gen_random_uuid()::text, true),
       set_config('pghistory.context_metadata', %s, true)
"""


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

    A queued job ends here and now; a running one when its worker reads the wish. Once this has
    returned True, nothing of the job's work will stand.
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


def ring(job: Job) -> bool:
    """Tell the workers that a queued job waits; False if the broker does not answer.

    Ringing twice does no harm.
    """
    try:
        current_app.send_task(job.kind, args=[job.pk])
    except BrokerError:
        log.warning("Hàng đợi không trả lời; công việc %s vẫn được giữ để chạy sau.", job.pk)
        return False
    return True


def ring_waiting(*, silent_for: timedelta = timedelta()) -> None:
    """Ring every unfinished job that has been silent so long: forgotten by a broker, left behind.

    Without a time, all of them: what a fresh worker does. Stops where the broker does not answer.
    """
    since = timezone.now() - silent_for
    silent = Q(heartbeat_at__lte=since) | Q(heartbeat_at=None, created_at__lte=since)
    for job in Job.objects.filter(silent, state__in=UNFINISHED).order_by("pk"):
        if not ring(job):
            break


def run_job(job_id: int, work: Callable[[Job, Progress], Outcome]) -> None:
    """Claim a job, do its work under watch and write down how it ended.

    Does nothing if somebody else is at it or it has ended. `work` is called with the job and its
    progress, in the transaction that also ends the job: what it wrote stands if and only if the job
    is done, so after a crash it is called again. It raises WorkRefused for what a person must mend.
    A database that went away leaves the job as it is, to be taken up again; a full disk ends it.
    """
    job = claim_job(job_id)
    if job is None:
        return
    try:
        _require_sense(job)
        with (
            room_wanted(),
            watched(job) as progress,
            connection.wrap_database_errors,
            transaction.atomic(),
        ):
            _notice_lost_workers()
            _say_whose_work(job)
            _finish(job, work(job, progress), progress)
        unlock_job(job.pk)
    except WorkRefused as refusal:
        end_job(job, state=Job.State.FAILED, outcome=refusal.outcome)
    except JobCancelled:
        end_job(job, state=Job.State.CANCELLED, outcome=Outcome("Đã hủy theo yêu cầu."))
    except NoRoom:
        end_job(job, state=Job.State.FAILED, outcome=Outcome(NO_ROOM_FOR_WORK))
    except LOST as error:
        if not is_disk_full(error):
            connection.close()
            raise
        end_job(job, state=Job.State.FAILED, outcome=Outcome(NO_ROOM))
    except Exception:
        end_job(job, state=Job.State.FAILED, outcome=Outcome("Lỗi ngoài dự kiến."))
        raise


def is_disk_full(error: Error) -> bool:
    """Return whether the database stopped at a full disk, and is there still."""
    return isinstance(error.__cause__, DiskFull)


def claim_job(job_id: int, *, patience: float = PATIENCE) -> Job | None:
    """Return the job if this caller may run it, None if it is finished or somebody is at it.

    Whoever works on a job holds a lock on its connection, which the database gives up the moment
    that worker dies; so a running job whose lock is free has lost its worker and is taken up again.
    Waits for the lock so many seconds, for a connection that is just being given up.
    """
    if not lock_job(job_id, patience=patience):
        return None
    with transaction.atomic():
        unfinished = Job.objects.select_for_update(of=("self",)).filter(state__in=UNFINISHED)
        job = unfinished.filter(pk=job_id).first()
        if job:
            job.state, job.done, job.total, job.message = Job.State.RUNNING, 0, None, ""
            job.started_at = job.heartbeat_at = timezone.now()
            job.result = {"attempts": job.result.get("attempts", 0) + 1}
            job.save()
    if job is None:
        unlock_job(job_id)
    return job


def end_job(job: Job, *, state: Job.State, outcome: Outcome) -> None:
    """Write down how a job ended that came to nothing, and let go of it.

    Leaves it alone if it was lost with the connection: somebody else may be at it by now.
    """
    if not holds_job(job.pk):
        log.warning("Công việc %s đã mất kết nối; sẽ được chạy lại.", job.pk)
        return
    Job.objects.filter(pk=job.pk).update(
        state=state,
        message=outcome.message,
        result=outcome.result,
        finished_at=timezone.now(),
    )
    unlock_job(job.pk)


def _require_sense(job: Job) -> None:
    """Raise JobCancelled or WorkRefused if a claimed job is not to be worked on."""
    if job.cancel_asked_at:
        raise JobCancelled
    if job.result["attempts"] > MOST_ATTEMPTS:
        raise WorkRefused(
            f"Đã chạy {MOST_ATTEMPTS} lần mà lần nào cũng bị ngắt giữa chừng."
            " Hãy báo người quản trị hệ thống."
        )


def _notice_lost_workers() -> None:
    """Let the database end this transaction soon after its worker was killed, not at its end."""
    with connection.cursor() as cursor:
        cursor.execute("set local client_connection_check_interval = '2s'")


def _say_whose_work(job: Job) -> None:
    """Have the history name the job, and who asked for it, beside all that this transaction writes.

    Said once to the database: `pghistory.context` would put it in front of every statement, and
    cannot where a statement is no string or has several sets of parameters.
    """
    said = json.dumps({"job": job.pk, "user": job.created_by_id})
    with connection.cursor() as cursor:
        cursor.execute(_CONTEXT, [said])


def _finish(job: Job, outcome: Outcome, progress: Progress) -> None:
    """Mark the job done within its work's transaction; raises JobCancelled if it is unwanted."""
    wanted = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, cancel_asked_at=None)
    ended = wanted.update(
        state=Job.State.DONE,
        done=progress.said.done,
        total=progress.said.total,
        message=outcome.message,
        result=outcome.result | progress.said.told(),
        finished_at=timezone.now(),
    )
    if not ended:
        raise JobCancelled
