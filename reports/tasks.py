"""Papers that Celery workers print; each task runs a stored job and may be rung twice."""

from celery import shared_task

from foundation.services.jobs import RETRYING, run_job
from reports.services import late_lists, letters, printed


@shared_task(name=printed.PRINT_LETTERS, **RETRYING)  # type: ignore[untyped-decorator]
def print_letters(job_id: int) -> None:
    """Print letters of apology; a job that someone else has claimed is left alone."""
    run_job(job_id, letters.print_letters)


@shared_task(name=printed.PRINT_LATE_LIST, **RETRYING)  # type: ignore[untyped-decorator]
def print_late_list(job_id: int) -> None:
    """Print a list of late dossiers; a job that someone else has claimed is left alone."""
    run_job(job_id, late_lists.print_late_list)
