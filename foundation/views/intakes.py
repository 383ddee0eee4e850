"""Handing files in, and what became of their rows: for Sở Nội vụ."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.domain.vietnamese import number
from foundation.forms import UploadForm
from foundation.models import AccessRecord, ImportBatch
from foundation.selectors.batches import LAST_PAGE, recent_batches, reject_page
from foundation.services.file_limits import file_limits
from foundation.services.file_templates import csv_template, xlsx_template
from foundation.services.files import store_upload
from foundation.services.intakes import (
    Intake,
    intake_of,
    intakes,
    names_people,
    request_intake,
    request_preview,
    title_of,
)
from foundation.services.reject_lines import fits_a_workbook, rejects_csv
from foundation.services.rejects import rejects_xlsx
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response

CONTEXTS_SHOWN = 50
may_take_in = permission_required("foundation.add_importbatch", raise_exception=True)


@require_safe
@may_take_in
def overview(request: HttpRequest) -> HttpResponse:
    """Show every kind of file, and what was taken in lately."""
    kinds = [(kind, kind.columns(None)) for kind in intakes()]
    batches = [(batch, title_of(batch)) for batch in recent_batches()]
    return render(request, "foundation/intakes.html", {"kinds": kinds, "batches": batches})


@require_http_methods(["GET", "HEAD", "POST"])
@may_take_in
def intake(request: HttpRequest, kind: str) -> HttpResponse:
    """Show how a file of a kind looks and take one; it is read by a worker, watched on its page."""
    known = _intake(kind)
    context = _context(request, known)
    form = UploadForm()
    if request.method == "POST":
        if known.needs_context and known.context and context is None:
            raise Http404("Không có đối tượng này để nhập vào.")
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            return _asked(request, known, context, form.cleaned_data["file"])
    return render(request, "foundation/intake.html", {"form": form, **_shown(known, context)})


@require_safe
@may_take_in
def template(request: HttpRequest, kind: str, ending: str) -> HttpResponseBase:
    """Hand out an empty file with the right columns."""
    known = _intake(kind)
    columns = known.columns(_context(request, known))
    if ending == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{known.code}.csv"'}
        return HttpResponse(csv_template(columns), content_type="text/csv", headers=headers)
    return workbook_response(f"{known.code}.xlsx", partial(xlsx_template, columns))


@require_safe
@may_take_in
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of one file's rows, and page through those sent back."""
    found = _batch(pk)
    record_rows_seen(request, found.kind, AccessRecord.Kind.READ, str(found.stored_file))
    page = reject_page(found, _page(request))
    shown = {"batch": found, "title": title_of(found), "page": page}
    shown["ending"] = "xlsx" if fits_a_workbook(found) else "csv"
    shown["most_cells"] = file_limits().cells_given_back
    return render(request, "foundation/batch.html", shown)


@require_safe
@may_take_in
def rejects(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """Hand out the rows sent back, to be mended and handed in again; very many only as CSV."""
    found = _batch(pk)
    record_rows_seen(request, found.kind, AccessRecord.Kind.EXPORT, str(found.stored_file))
    if ending == "csv":
        headers = {"Content-Disposition": f'attachment; filename="tra-lai-{found.pk}.csv"'}
        lines = rejects_csv(found)
        return StreamingHttpResponse(lines, content_type="text/csv", headers=headers)
    if not fits_a_workbook(found):
        return redirect("rejects", found.pk, "csv")
    return workbook_response(f"tra-lai-{found.pk}.xlsx", partial(rejects_xlsx, found))


def record_rows_seen(request: HttpRequest, intake: str, kind: AccessRecord.Kind, file: str) -> None:
    """Write down that a person looks at rows of a file, where its kind names people."""
    if names_people(intake):
        page = _("Các dòng của tệp: %(kind)s") % {"kind": intake_of(intake).title}
        record_reading(request, kind=kind, page=page, about=file)


def _asked(
    request: HttpRequest, intake: Intake, context: Model | None, upload: UploadedFile
) -> HttpResponse:
    """Keep the file, ask the workers to look at it or take it in, and lead to where that shows."""
    stored = store_upload(upload, by=request.user)
    ask = request_preview if request.POST.get("lam") == "xem" else request_intake
    job = ask(intake, stored, by=request.user, context=context, name=upload.name or "")
    return redirect("job", job.pk)


def _shown(intake: Intake, context: Model | None) -> dict[str, Any]:
    """Return how a file of the kind looks, and what it may belong to."""
    return {
        "intake": intake,
        "columns": intake.columns(context),
        "context": context,
        "contexts": intake.contexts[:CONTEXTS_SHOWN] if intake.context else [],
        "query": f"?thuoc={context.pk}" if context else "",
        "largest": number(str(settings.INTAKE_UPLOAD_MEGABYTES)),
    }


def _intake(code: str) -> Intake:
    try:
        return intake_of(code)
    except KeyError as error:
        raise Http404("Cổng không nhận loại tệp này.") from error


def _batch(pk: int) -> ImportBatch:
    batches = ImportBatch.objects.select_related("created_by", "stored_file").defer("header")
    return get_object_or_404(batches, pk=pk)


def _context(request: HttpRequest, intake: Intake) -> Model | None:
    """Return what the file belongs to: as chosen, else the newest; None if there is none.

    A file that need not belong to anything does only if so chosen.
    """
    if not intake.context:
        return None
    chosen = request.GET.get("thuoc")
    if not chosen:
        return intake.contexts.first() if intake.needs_context else None
    try:
        return intake.contexts.get(pk=int(chosen))
    except (ValueError, OverflowError, ObjectDoesNotExist) as error:
        raise Http404("Không có đối tượng này để nhập vào.") from error


def _page(request: HttpRequest) -> int:
    """Return the page asked for, the first where it is none."""
    asked = request.GET.get("trang", "")
    return min(max(1, int(asked)), LAST_PAGE) if asked.isdecimal() and len(asked) < 7 else 1
