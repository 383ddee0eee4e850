"""Where a finished job leads: each app says it for its own kinds of job when it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from foundation.models import Job
from foundation.services.intakes import PREVIEW, TAKE_IN


@dataclass(frozen=True, slots=True)
class ResultLink:
    """The page on which the result of a job stands, and the permission it asks for, if any."""

    url: str
    label: str
    permission: str = ""


def _batch(job: Job) -> ResultLink:
    return ResultLink(
        url=reverse("batch", args=[job.result["batch"]]),
        label="Xem từng dòng của đợt nhập",
        permission="foundation.add_importbatch",
    )


def _preview(job: Job) -> ResultLink:
    return ResultLink(
        url=reverse("preview", args=[job.pk]),
        label="Xem tệp được đọc ra sao",
        permission="foundation.add_importbatch",
    )


_KNOWN: dict[str, Callable[[Job], ResultLink | None]] = {TAKE_IN: _batch, PREVIEW: _preview}


def register_result(kind: str, link: Callable[[Job], ResultLink | None]) -> None:
    """Make known where the jobs of a kind lead once they are done; None leads nowhere."""
    _KNOWN[kind] = link


def result_link(job: Job) -> ResultLink | None:
    """Return where a job that is done leads, None if it is not done or nobody has said."""
    link = _KNOWN.get(job.kind)
    return link(job) if link and job.state == Job.State.DONE else None
