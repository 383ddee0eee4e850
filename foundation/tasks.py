"""Work of the foundation that Celery workers do; each may be rung twice without harm."""

from collections.abc import Callable
from functools import partial

from celery import shared_task
from django.core.exceptions import ObjectDoesNotExist

from foundation.domain.tables import UnreadableTable
from foundation.models import ImportBatch, Job
from foundation.services.intakes import TAKE_IN, intake_of, summary
from foundation.services.jobs import (
    RETRYING,
    SILENCE,
    Outcome,
    WorkRefused,
    ring_waiting,
    run_job,
)
from foundation.services.progress import Progress


@shared_task(name="foundation.ring_silent")  # type: ignore[untyped-decorator]
def ring_silent() -> None:
    """Ring every job that has given no sign of life for a while; beat asks for it each minute."""
    ring_waiting(silent_for=SILENCE)


@shared_task(name=TAKE_IN, **RETRYING)  # type: ignore[untyped-decorator]
def take_in(job_id: int) -> None:
    """Take one stored file in; a job that someone else has claimed is left alone."""
    run_job(job_id, _take)


def _take(job: Job, progress: Progress) -> Outcome:
    take = _way_in(job)
    try:
        batch = take(job.stored_input, by=job.created_by, progress=progress)
    except UnreadableTable as error:
        raise WorkRefused(str(error)) from error
    except FileNotFoundError as error:
        raise WorkRefused("Tệp không còn trong kho của cổng; hãy nộp lại tệp đó.") from error
    return Outcome(summary(batch), {"batch": batch.pk})


def _way_in(job: Job) -> Callable[..., ImportBatch]:
    """Return how the job's file is taken in; raises WorkRefused if that is no longer possible."""
    try:
        intake = intake_of(job.input["intake"])
        return partial(intake.take, **intake.context_of(job.input["context"]))
    except KeyError as error:
        raise WorkRefused("Cổng không còn nhận loại tệp này.") from error
    except ObjectDoesNotExist as error:
        raise WorkRefused("Đối tượng mà tệp thuộc về không còn nữa.") from error
