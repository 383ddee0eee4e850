"""A sheet taken along as a workbook, brought back, its differences shown before they are saved."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.models import AccessRecord, StoredFile
from foundation.services.files import store_upload
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response
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

_CHANGED = (
    "Phiếu hoặc tệp đã khác với điều bạn vừa xem; chưa lưu gì."
    " Dưới đây là các khác biệt của tệp nộp sau cùng."
)
_NOTHING_SAVED = "Chưa lưu gì từ tệp."


@require_safe
def workbook(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> FileResponse:
    """Hand out the sheet as a workbook to whoever may see it."""
    opened = open_sheet(request, organiser_code, year, unit_code)
    kind = AccessRecord.Kind.EXPORT
    record_reading(request, kind=kind, page=_("Phiếu tự chấm"), about=str(opened.sheet))
    name = f"phieu-{unit_code}-{year}.xlsx"
    return workbook_response(name, partial(sheet_xlsx, opened.sheet, opened.rights))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> HttpResponse:
    """Take a workbook and show what it would change; nothing is saved."""
    opened = open_sheet(request, organiser_code, year, unit_code)
    _require_fillable(opened)
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
    """Save the differences that were chosen, all or none.

    What has changed since, on the sheet or by another file, is shown again, and so is all of it
    where the sheet is shut by now.
    """
    opened = open_sheet(request, organiser_code, year, unit_code)
    try:
        found = _looked_at(request, opened)
    except WorkbookRefused as refusal:
        _require_fillable(opened)
        messages.error(request, refusal.sentence)
        return redirect("sheet_upload", *opened.names)
    if not opened.rights.may_fill:
        return _differences(request, opened, found, f"{_NOTHING_SAVED} {opened.rights.why_not}")
    why_not = _take_over(request, opened, found)
    return _differences(request, opened, found, why_not) if why_not else to_sheet(opened)


def _take_over(request: HttpRequest, opened: Open, found: Returned) -> str:
    """Save the differences that were chosen and say so; return why nothing was saved, "" if all."""
    chosen = set(taken(request.POST))
    wanted = [one for one in found.differences if one.choice in chosen]
    if len(wanted) != len(chosen):
        return _CHANGED
    try:
        saved = save_claims(assessment=opened.sheet, typed=_typed(wanted), by=user_of(request))
    except ClaimConflict:
        return _CHANGED
    except ClaimRefused as refusal:
        return refusal.sentence
    except EntryRefused as refusal:
        return " ".join(refusal.sentences)
    del request.session[_kept(opened.sheet)]
    messages.success(request, _("Đã lưu %d tiêu chí từ tệp.") % len(saved))
    return ""


def _require_fillable(opened: Open) -> None:
    """Raise PermissionDenied unless the person may fill the sheet in."""
    if not opened.rights.may_fill:
        raise PermissionDenied(opened.rights.why_not)


def _looked_at(request: HttpRequest, opened: Open) -> Returned:
    """Return what the file handed in last would change; raises WorkbookRefused without one."""
    kept = request.session.get(_kept(opened.sheet), 0)
    stored = StoredFile.objects.filter(pk=kept).first()
    if stored is None:
        raise WorkbookRefused(_("Hãy nộp lại tệp."))
    try:
        content = stored.file.open("rb")
    except FileNotFoundError as error:
        raise WorkbookRefused(_("Tệp không còn trong kho của cổng; hãy nộp lại.")) from error
    with content as file:
        return returned(opened.sheet, file, refusals=_refusals(opened))


def _refusals(opened: Open) -> dict[int, str]:
    """Return why each leaf takes nothing; that the whole sheet is shut is said of no leaf."""
    leaves, rights = sheet_leaves(opened.sheet), opened.rights
    if not rights.may_fill:
        rights = replace(rights, open_areas=frozenset(leaf.area.pk for leaf in leaves))
    return {leaf.criterion.pk: refusal_of(leaf, rights) for leaf in leaves}


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
    context = {
        "sheet": opened.sheet,
        "rights": opened.rights,
        "found": found,
        "refusal": refusal,
    }
    return render(
        request, "scoring/sheet_differences.html", context, status=409 if refusal else 200
    )
