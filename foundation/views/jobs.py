"""Long work: a list, a page for each job, its progress while it runs, and a way to end it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget
from django_htmx.middleware import HtmxDetails

from foundation.models import Job
from foundation.selectors.jobs import (
    earlier_batch,
    job_view,
    jobs_seen_by,
    may_cancel,
    may_see,
)
from foundation.services.jobs import cancel_job
from foundation.services.results import ResultLink, result_link

JOBS_SHOWN = 50


class HtmxRequest(HttpRequest):
    """A request of which it is known whether the page itself made it."""

    htmx: HtmxDetails


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List the newest jobs that are the person's to see."""
    found = jobs_seen_by(request.user).defer("result")[:JOBS_SHOWN]
    shown = [job_view(job, request.user) for job in found]
    return render(request, "foundation/jobs.html", {"views": shown})


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job: how far it is, or how it ended and where its result stands."""
    found = _job(request, pk)
    return render(request, "foundation/job.html", {**_shown(request, found), "job": found})


@require_safe
def job_progress(request: HtmxRequest, pk: int) -> HttpResponse:
    """Answer a page that asks each second: the figures, or all of it once the stage is another."""
    found = _job(request, pk)
    if not request.htmx:
        return redirect("job", pk)
    shown = _shown(request, found)
    if request.GET.get("dang") == shown["view"].stage:
        return render(request, "components/job_figures.html", shown)
    whole = render(request, "components/job_state.html", shown)
    return reswap(retarget(whole, f"#viec-{pk}"), "innerHTML")


@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a job to end early; one that has ended already stays as it is."""
    found = _job(request, pk)
    if not may_cancel(request.user, found):
        raise PermissionDenied("Chỉ người đã yêu cầu việc này hoặc Sở Nội vụ được hủy nó.")
    cancel_job(found, by=request.user)
    return redirect("job", pk)


def _job(request: HttpRequest, pk: int) -> Job:
    """Return the job; 404 if it is not there, 403 if it is not the person's to see."""
    jobs = Job.objects.select_related("created_by", "cancel_asked_by")
    found = get_object_or_404(jobs, pk=pk)
    if not may_see(request.user, found):
        raise PermissionDenied("Việc này chỉ mở cho người đã yêu cầu.")
    return found


def _shown(request: HttpRequest, job: Job) -> dict[str, Any]:
    """Return what every part of a job's page shows."""
    return {
        "view": job_view(job, request.user),
        "link": _link(request, job),
        "earlier": earlier_batch(job),
    }


def _link(request: HttpRequest, job: Job) -> ResultLink | None:
    """Return where the job leads, None if that page is not open to the person."""
    link = result_link(job)
    if link is None or (link.permission and not request.user.has_perm(link.permission)):
        return None
    return link
