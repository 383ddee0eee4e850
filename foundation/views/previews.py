"""What a file would do, before it does it: for Sở Nội vụ."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from foundation.models import AccessRecord, Job
from foundation.selectors.jobs import may_see
from foundation.services.intakes import PREVIEW, Intake, intake_of, request_intake, request_preview
from foundation.views.intakes import may_take_in, record_rows_seen


@require_safe
@may_take_in
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the first rows of a file as they are read, what is wrong with others, and the counts."""
    job = _seen(request, pk)
    intake, context = _belongs(job)
    record_rows_seen(request, intake.code, AccessRecord.Kind.READ, str(job.stored_input))
    shown = {"job": job, "intake": intake, "context": context, "seen": job.result["preview"]}
    return render(request, "foundation/preview.html", shown)


@require_POST
@may_take_in
def preview_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the same file anew: something may be known by now that was not."""
    job = _seen(request, pk)
    intake, context = _belongs(job)
    again = request_preview(intake, job.stored_input, by=request.user, context=context)
    return redirect("job", again.pk)


@require_POST
@may_take_in
def preview_take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the very file that was looked at to be taken in."""
    job = _seen(request, pk)
    intake, context = _belongs(job)
    taking = request_intake(intake, job.stored_input, by=request.user, context=context)
    return redirect("job", taking.pk)


def _seen(request: HttpRequest, pk: int) -> Any:
    """Return a preview that is done; 404 if there is none, 403 if it is not the person's."""
    jobs = Job.objects.select_related("stored_input", "created_by")
    found = get_object_or_404(jobs, pk=pk, kind=PREVIEW, state=Job.State.DONE)
    if not may_see(request.user, found):
        raise PermissionDenied("Bản xem trước này chỉ mở cho người đã yêu cầu.")
    return found


def _belongs(job: Job) -> tuple[Intake, Any]:
    """Return the kind of a job's file and what the file belongs to; 404 if either is gone."""
    try:
        intake = intake_of(job.input["intake"])
        return intake, next(iter(intake.context_of(job.input["context"]).values()), None)
    except (KeyError, ObjectDoesNotExist) as error:
        raise Http404("Loại tệp này, hoặc nơi tệp thuộc về, không còn nữa.") from error
