"""Papers printed by a worker: asked for as a job, kept as the numbered files of that job."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from foundation.models import Job
from foundation.services.jobs import Outcome
from foundation.services.progress import Progress
from foundation.services.results import ResultLink, register_result

PRINT_LETTERS = "reports.print_letters"
PRINT_LATE_LIST = "reports.print_late_list"
KINDS = (PRINT_LETTERS, PRINT_LATE_LIST)


def keep_volumes(
    job: Job, parts: Sequence[Any], render: Callable[[int, Any], bytes], progress: Progress
) -> Outcome:
    """Render each part (by its number from 1) into a file of the job and return how it ended."""
    for number, part in enumerate(parts, start=1):
        progress.report(number - 1, len(parts), f"Đang in tập {number}")
        _keep(volume_path(job, number), render(number, part))
    progress.report(len(parts), len(parts))
    return Outcome(f"Đã in xong {len(parts)} tập.", {"volumes": len(parts)})


def volume_path(job: Job, number: int) -> str:
    """Return where in the store a volume lies."""
    return f"printed/{job.pk}/{number}.pdf"


def volumes(job: Job) -> range:
    """Return the numbers of a job's volumes, none if it has not printed any."""
    count: int = job.result.get("volumes", 0) if job.kind in KINDS else 0
    return range(1, count + 1)


def register_printed() -> None:
    """Make known where jobs that printed lead; called once when the app starts."""
    for kind in KINDS:
        register_result(kind, _link)


def _link(job: Job) -> ResultLink:
    return ResultLink(url=reverse("printed", args=[job.pk]), label="Mở bản in")


def _keep(path: str, content: bytes) -> None:
    """Put the bytes in the store; those of an earlier attempt go."""
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content))
