"""Long work as rows: asked for, claimed by exactly one worker, ended with a result or a reason."""

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation.models import Job

log = logging.getLogger(__name__)


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


def claim_job(job_id: int) -> Job | None:
    """Return the job if this caller may run it: it was queued and nobody else was faster."""
    claimed = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING, started_at=timezone.now()
    )
    return Job.objects.get(pk=job_id) if claimed else None


def end_job(job: Job, *, state: Job.State, message: str, result: dict[str, Any]) -> None:
    """Write down how the work ended."""
    job.state, job.message, job.result = state, message, result
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "message", "result", "finished_at"])
