"""Work of the foundation that Celery workers do; each may be rung twice without harm."""

from functools import partial
from typing import Any

from celery import shared_task
from django.core.exceptions import ObjectDoesNotExist

from foundation.domain.tables import UnreadableTable
from foundation.models import Job, StoredFile
from foundation.services.files import NoRoom
from foundation.services.intake import Preview
from foundation.services.intakes import PREVIEW, TAKE_IN, Intake, intake_of, summary
from foundation.services.jobs import (
    RETRYING,
    SILENCE,
    Outcome,
    WorkRefused,
    ring_waiting,
    run_job,
)
from foundation.services.previews import foretold, kept, rolled_back
from foundation.services.progress import Progress


@shared_task(name="foundation.ring_silent")  # type: ignore[untyped-decorator]
def ring_silent() -> None:
    """Ring every job that has given no sign of life for a while; beat asks for it each minute."""
    ring_waiting(silent_for=SILENCE)


@shared_task(name=TAKE_IN, **RETRYING)  # type: ignore[untyped-decorator]
def take_in(job_id: int) -> None:
    """Take one stored file in; a job that someone else has claimed is left alone."""
    run_job(job_id, _take)


@shared_task(name=PREVIEW, **RETRYING)  # type: ignore[untyped-decorator]
def preview(job_id: int) -> None:
    """Say what taking one stored file in would do; nothing of it is written."""
    run_job(job_id, _look)


def _take(job: Job, progress: Progress) -> Outcome:
    intake, context = _way_in(job)
    take = partial(intake.take, by=job.created_by, **context)
    batch = _read(take, job, progress)
    return Outcome(summary(batch), {"batch": batch.pk})


def _look(job: Job, progress: Progress) -> Outcome:
    intake, context = _way_in(job)
    if intake.preview:
        look = partial(intake.preview, **context)
    else:
        look = partial(_look_by_taking, intake, by=job.created_by, **context)
    seen = _read(look, job, progress)
    return Outcome(f"Nếu nhập tệp này: {foretold(seen)}", {"preview": kept(seen)})


def _look_by_taking(intake: Intake, stored: StoredFile, **taking: Any) -> Preview:
    """Say what taking a file in would do, for a kind that has no preview of its own."""
    return rolled_back(partial(intake.take, stored, **taking))


def _read(work: Any, job: Job, progress: Progress) -> Any:
    """Do what reads the job's file; raises WorkRefused if it cannot be read or finds no room."""
    try:
        return work(job.stored_input, progress=progress)
    except (UnreadableTable, NoRoom) as error:
        raise WorkRefused(str(error)) from error
    except FileNotFoundError as error:
        raise WorkRefused("Tệp không còn trong kho của cổng; hãy nộp lại tệp đó.") from error


def _way_in(job: Job) -> tuple[Intake, dict[str, Any]]:
    """Return the job's kind of file and what the file belongs to.

    Raises WorkRefused if a file of this kind can no longer be taken in.
    """
    try:
        intake = intake_of(job.input["intake"])
        return intake, dict(intake.context_of(job.input["context"]))
    except KeyError as error:
        raise WorkRefused("Cổng không còn nhận loại tệp này.") from error
    except ObjectDoesNotExist as error:
        raise WorkRefused("Đối tượng mà tệp thuộc về không còn nữa.") from error
