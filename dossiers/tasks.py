"""Work on dossiers that Celery does; each task may be rung twice without harm."""

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings

from dossiers.selectors.figure_checks import CHECK_FIGURES
from dossiers.services.figure_checks import check_job, request_check
from dossiers.services.inbox import look_into
from foundation.services.jobs import RETRYING, run_job

log = logging.getLogger(__name__)


@shared_task(name="dossiers.look_into_inbox")  # type: ignore[untyped-decorator]
def look_into_inbox() -> None:
    """Ask for the files of the watched directory to be taken in, if one is watched."""
    if not settings.INTAKE_INBOX:
        return
    inbox = Path(settings.INTAKE_INBOX)
    if not inbox.is_dir():
        log.error("Thư mục chờ %s không có; hãy tạo thư mục hoặc bỏ CCHC_INTAKE_INBOX.", inbox)
        return
    look_into(inbox)


@shared_task(name="dossiers.request_figure_check")  # type: ignore[untyped-decorator]
def request_figure_check() -> None:
    """Ask for a check of the figures, unless one waits already; beat does so each night."""
    request_check(by=None)


@shared_task(name=CHECK_FIGURES, **RETRYING)  # type: ignore[untyped-decorator]
def check_figures(job_id: int) -> None:
    """Run one queued check; one that someone else has claimed is left alone."""
    run_job(job_id, check_job)
