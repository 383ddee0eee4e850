"""A sheet taken along as a workbook, brought back, its differences shown before they are saved."""

import tempfile
from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.models import AccessRecord, StoredFile
from foundation.services.access import record_access
from foundation.services.files import store_upload
from scoring.domain.entry import EntryRefused
from scoring.forms.sheets import WorkbookForm, taken
from scoring.models import Assessment
from scoring.selectors.claim_leaves import sheet_leaves
from scoring.selectors.claim_returns import Difference, Returned, WorkbookRefused, returned
from scoring.services.claims import (
    ClaimConflict,
    ClaimRefused,
    TypedLeaf,
    refusal_of,
    save_claims,
)
from scoring.services.sheet_files import sheet_xlsx
from scoring.views.doors import user_of
from scoring.views.sheet_doors import Open, open_sheet, to_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHANGED = "Có người vừa sửa phiếu; chưa lưu gì. Hãy xem lại các khác biệt dưới đây."


@require_safe
def workbook(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> FileResponse:
    """Hand out the sheet as a workbook to whoever may see it."""
    opened = open_sheet(request, organiser_code, year, unit_code)
    person, kind = user_of(request), AccessRecord.Kind.EXPORT
    record_access(user=person, kind=kind, page=_("Phiếu tự chấm"), about=str(opened.sheet))
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    sheet_xlsx(opened.sheet, opened.rights, out)
    out.seek(0)
    name = f"phieu-{unit_code}-{year}.xlsx"
    return FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> HttpResponse:
    """Take a workbook and show what it would change; nothing is saved."""
    opened = _fillable(request, organiser_code, year, unit_code)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["tep"]
        try:
            found = returned(opened.sheet, sent, refusals=_refusals(opened))
        except WorkbookRefused as refusal:
            form.add_error("tep", refusal.sentence)
        else:
            sent.seek(0)
            stored = store_upload(sent, by=user_of(request))
            request.session[_kept(opened.sheet)] = stored.pk
            return _differences(request, opened, found)
    context = {"sheet": opened.sheet, "form": form}
    status = 422 if form.errors else 200
    return render(request, "scoring/sheet_upload.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> HttpResponse:
    """Save the differences that were chosen, all or none; what has changed since is shown again."""
    opened = _fillable(request, organiser_code, year, unit_code)
    kept = request.session.get(_kept(opened.sheet), 0)
    stored = StoredFile.objects.filter(pk=kept).first()
    if stored is None:
        messages.error(request, _("Hãy nộp lại tệp."))
        return redirect("sheet_upload", *opened.names)
    with stored.file.open("rb") as file:
        found = returned(opened.sheet, file, refusals=_refusals(opened))
    chosen = set(taken(request.POST))
    wanted = [one for one in found.differences if one.choice in chosen]
    if len(wanted) != len(chosen):
        return _differences(request, opened, found, _CHANGED)
    try:
        saved = save_claims(assessment=opened.sheet, typed=_typed(wanted), by=user_of(request))
    except ClaimConflict:
        return _differences(request, opened, found, _CHANGED)
    except ClaimRefused as refusal:
        return _differences(request, opened, found, refusal.sentence)
    except EntryRefused as refusal:
        return _differences(request, opened, found, " ".join(refusal.sentences))
    del request.session[_kept(opened.sheet)]
    messages.success(request, _("Đã lưu %d tiêu chí từ tệp.") % len(saved))
    return to_sheet(opened)


def _fillable(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> Open:
    """Return a sheet that the person may fill in; 403 otherwise."""
    opened = open_sheet(request, organiser_code, year, unit_code)
    if not opened.rights.may_fill:
        raise PermissionDenied(opened.rights.why_not)
    return opened


def _refusals(opened: Open) -> dict[int, str]:
    return {
        leaf.criterion.pk: refusal_of(leaf, opened.rights) for leaf in sheet_leaves(opened.sheet)
    }


def _kept(sheet: Assessment) -> str:
    """Return where the session keeps which file is being looked at."""
    return f"sheet-file-{sheet.pk}"


def _typed(differences: Iterable[Difference]) -> list[TypedLeaf]:
    return [
        TypedLeaf(one.leaf.criterion, one.typed, one.explanation, one.leaf.version)
        for one in differences
    ]


def _differences(
    request: HttpRequest, opened: Open, found: Returned, refusal: str = ""
) -> HttpResponse:
    context = {"sheet": opened.sheet, "found": found, "refusal": refusal}
    return render(
        request, "scoring/sheet_differences.html", context, status=409 if refusal else 200
    )
