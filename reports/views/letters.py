"""Papers about late dossiers: letters of apology, lists, and what a worker has printed."""

import io
from functools import partial

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dossiers.forms.apologies import PeriodForm
from dossiers.views.apologies import require_own, unit_or_refusal
from foundation.models import AccessRecord, Job
from foundation.selectors.jobs import job_view
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response
from reports.selectors.letters import letters
from reports.services.late_lists import late_list_xlsx, request_late_list
from reports.services.letters import AppointmentPassed, letter_pdf, request_letters
from reports.services.printed import KINDS, volume_path, volumes
from reports.views.doors import user_of
from units.models import Unit
from units.selectors.units import units_by_key

PDF = "application/pdf"


@require_safe
def apology_letter(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """Hand out one letter as PDF, a draft to be signed or as it was sent.

    A draft whose appointment has passed leads to where it can be changed.
    """
    letter = get_object_or_404(letters(), pk=pk)
    dossier = letter.dossier
    require_own(request, dossier.unit)
    try:
        pdf = letter_pdf(letter)
    except AppointmentPassed as refusal:
        messages.error(request, str(refusal))
        return redirect("apology", dossier.unit.code, dossier.code)
    _record(request, "Thư xin lỗi", dossier.code)
    name = f"thu-xin-loi-{dossier.code}.pdf"
    return FileResponse(io.BytesIO(pdf), filename=name, content_type=PDF)


@require_POST
def print_letters(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the drafts ticked, or all of the unit, as one job, and lead to it."""
    unit = unit_or_refusal(request, code)
    ticked = request.POST.getlist("ho_so")
    if not ticked and "tat_ca" not in request.POST:
        raise BadRequest("Hãy chọn ít nhất một thư để in.")
    codes = None if "tat_ca" in request.POST else ticked
    return redirect("job", request_letters(unit, codes, by=user_of(request)).pk)


@require_POST
def print_late_list(request: HttpRequest) -> HttpResponse:
    """Ask for a list of late dossiers as PDF and lead to its job."""
    unit, form = _unit(request, request.POST.get("don_vi", "")), _period(request.POST)
    job = request_late_list(unit, *form.days, by=user_of(request))
    return redirect("job", job.pk)


@require_safe
def late_list_workbook(request: HttpRequest) -> FileResponse:
    """Hand out a list of late dossiers as XLSX."""
    unit, form = _unit(request, request.GET.get("don_vi", "")), _period(request.GET)
    first, last = form.days
    about = f"{unit.name if unit else 'mọi đơn vị'}, {first:%d/%m/%Y} – {last:%d/%m/%Y}"
    _record(request, "Danh sách hồ sơ trễ hạn", about)
    name = f"ho-so-tre-han-{unit.code if unit else 'toan-tinh'}-{first:%Y%m%d}-{last:%Y%m%d}.xlsx"
    whose = unit.pk if unit else None
    write = partial(late_list_xlsx, unit=whose, first=first, last=last, cutoff=timezone.now())
    return workbook_response(name, write)


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the volumes that a job printed."""
    job = _printed_job(request, pk)
    context = {"job": job, "view": job_view(job, request.user), "volumes": volumes(job)}
    return render(request, "reports/printed.html", context)


@require_safe
def printed_volume(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """Hand out one volume; 404 if the job has none of that number."""
    job = _printed_job(request, pk)
    path = volume_path(job, number)
    if number not in volumes(job) or not default_storage.exists(path):
        raise Http404("Không có tập này, hoặc bản in không còn; hãy in lại.")
    _record(request, job.title, f"tập {number}")
    name = f"ban-in-{job.pk}-tap-{number}.pdf"
    return FileResponse(default_storage.open(path), filename=name, content_type=PDF)


def _record(request: HttpRequest, page: str, about: str) -> None:
    """Write down that somebody takes a paper out."""
    kind = AccessRecord.Kind.EXPORT
    record_reading(request, kind=kind, page=page, about=about)


def _printed_job(request: HttpRequest, pk: int) -> Job:
    """Return the job; 404 if it prints nothing, 403 if its papers are another unit's."""
    job = get_object_or_404(Job.objects.filter(kind__in=KINDS), pk=pk)
    _unit(request, str(job.input["unit"] or ""))
    return job


def _unit(request: HttpRequest, key: str) -> Unit | None:
    """Return the unit asked for, None for all of them; 403 if that is not the person's to see."""
    if key:
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
        unit = get_object_or_404(units_by_key([number]))
        require_own(request, unit)
        return unit
    if not user_of(request).has_perm("dossiers.view_apology"):
        raise PermissionDenied("Danh sách của mọi đơn vị chỉ mở cho Sở Nội vụ.")
    return None


def _period(given: dict[str, str]) -> PeriodForm:
    """Return the period asked for; 400 with the reason if it makes no sense."""
    form = PeriodForm(given)
    if not form.is_valid():
        raise BadRequest(
            " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
    return form
