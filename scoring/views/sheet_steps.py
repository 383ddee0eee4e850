"""The steps of a sheet on its page: submitted, sent back, signed; the signed PDF handed out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.models import AccessRecord
from scoring.forms.sheets import CommentForm, SigningForm
from scoring.models import Assessment
from scoring.selectors.claim_leaves import sheet_leaves
from scoring.selectors.claim_sheets import (
    claims_version,
    lacks_before_signing,
    sheet_state,
)
from scoring.services.sheet_signing import (
    SheetIncomplete,
    StepRefused,
    send_back,
    sign_sheet,
    submit_sheet,
)
from scoring.views.doors import typed_in_vain, user_of
from scoring.views.kept_files import Record, handed_out
from scoring.views.sheet_doors import Open, open_sheet, sheet_page, to_sheet

_REFUSED = 409


@require_POST
def submit(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> HttpResponse:
    """Submit a sheet to its head; what is missing is listed."""
    opened = open_sheet(request, organiser_code, year, unit_code)
    try:
        submit_sheet(assessment=opened.sheet, by=user_of(request))
    except StepRefused as refusal:
        return _refused(request, opened, refusal)
    messages.success(request, _("Đã trình thủ trưởng ký; phiếu tạm khóa."))
    return to_sheet(opened)


@require_POST
def back(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> HttpResponse:
    """Send a sheet back to be drafted on; a comment that came to nothing is shown again."""
    form = CommentForm(request.POST)
    try:
        opened = open_sheet(request, organiser_code, year, unit_code)
    except PermissionDenied as refusal:
        comment = [(str(form["y_kien"].label), request.POST.get("y_kien", ""))]
        return typed_in_vain(request, str(refusal), comment)
    try:
        if not form.is_valid() and opened.rights.may_send_back:
            raise StepRefused(form.sentence)
        comment = form.cleaned_data.get("y_kien", "")
        send_back(assessment=opened.sheet, comment=comment, by=user_of(request))
    except StepRefused as refusal:
        return _refused(request, opened, refusal, comment=form)
    messages.success(request, _("Đã trả lại phiếu để sửa."))
    return to_sheet(opened)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> HttpResponse:
    """Show a head what is to be signed, and sign it; 403 for whoever may not sign it now."""
    opened = open_sheet(request, organiser_code, year, unit_code)
    if not opened.rights.may_sign and request.method != "POST":
        raise PermissionDenied(opened.rights.why_not or _("Phiếu do thủ trưởng đơn vị ký."))
    form = _signing_form(request, opened)
    if form.is_bound and form.is_valid():
        try:
            sign_sheet(assessment=opened.sheet, by=user_of(request), **form.said)
        except StepRefused as refusal:
            return _refused(request, opened, refusal)
        messages.success(request, _("Đã ký phiếu; phiếu được khóa và nộp."))
        return to_sheet(opened)
    return _signing_page(request, opened, form)


@require_safe
def signed_file(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str
) -> FileResponse:
    """Hand out the signed PDF to whoever may see the sheet; 404 where it was signed without one."""
    sheet = open_sheet(request, organiser_code, year, unit_code).sheet
    if sheet.signed_file is None:
        raise Http404("Phiếu này không ký bằng tệp PDF.")
    return handed_out(
        request,
        sheet.signed_file,
        record=Record(AccessRecord.Kind.EXPORT, _("Phiếu đã ký"), sheet.unit, sheet.cycle),
        as_attachment=True,
        filename=f"phieu-{sheet.unit.code}-{sheet.cycle.year}.pdf",
        content_type="application/pdf",
    )


def _signing_form(request: HttpRequest, opened: Open) -> SigningForm:
    """Return the form; a password is asked of nobody who could not sign with it."""
    if request.method == "POST" and opened.rights.may_sign:
        return SigningForm(request.POST, request.FILES, request=request)
    return SigningForm(request=request, initial={"ban": claims_version(opened.sheet)})


def _signing_page(request: HttpRequest, opened: Open, form: SigningForm) -> HttpResponse:
    if not opened.rights.may_sign:
        return _refused(request, opened, StepRefused(_taken(opened.sheet, opened.rights.why_not)))
    state = sheet_state(sheet_leaves(opened.sheet), opened.rights, "")
    context = {
        "sheet": opened.sheet,
        "state": state,
        "lacks": lacks_before_signing(opened.sheet, opened.rights),
        "form": form,
    }
    return render(request, "scoring/sheet_sign.html", context, status=422 if form.errors else 200)


def _taken(sheet: Assessment, why_not: str) -> str:
    """Return why a signature came to nothing: mostly because another head was faster."""
    if sheet.signed_by:
        return _("Phiếu đã được %s ký.") % sheet.signed_by
    return why_not or _("Phiếu do thủ trưởng đơn vị ký.")


def _refused(request: HttpRequest, opened: Open, refusal: StepRefused, **more: Any) -> HttpResponse:
    """Show the sheet as it stands now, with the sentence and what is missing."""
    sheet = open_sheet(request, *opened.names)
    lacks = refusal.lacks if isinstance(refusal, SheetIncomplete) else ()
    more |= {"refusal": refusal.sentence, "lacks": lacks}
    return sheet_page(request, sheet, status=_REFUSED, **more)
