"""Suspicious changes, for Sở Nội vụ; and one dossier with its history, for whom it is open."""

from functools import partial
from typing import cast

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dossiers.forms.corrections import DueForm, ReopenForm
from dossiers.models import Dossier
from dossiers.selectors.changes_dossier import (
    dossier_named,
    dossier_page,
    may_open_dossiers,
    why_not_corrected,
)
from dossiers.selectors.suspicions import counts_of, looked_for
from dossiers.selectors.suspicions_asked import Asked
from dossiers.selectors.suspicions_page import fits_a_workbook, suspicion_page
from dossiers.selectors.suspicions_workbook import findings_xlsx
from foundation.models import AccessRecord
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response
from units.models import User
from units.selectors.grants import sight_of

may_see_changes = permission_required("dossiers.view_dossierchange", raise_exception=True)


@require_safe
@may_see_changes
def suspicions(request: HttpRequest) -> HttpResponse:
    """Show what a period holds of suspicious changes and work, by unit or official."""
    return _page(request)


@require_safe
@may_see_changes
def suspicions_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Hand the findings out as a workbook; too many for one, and the page says so."""
    asked = Asked.of(request.GET)
    with looked_for(asked):
        fits = fits_a_workbook(asked, counts_of(asked))
    if not fits:
        return _page(request)
    _record(request, AccessRecord.Kind.EXPORT, _("Thay đổi đáng ngờ"), request.GET.urlencode())
    name = f"nghi-van-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.xlsx"
    return workbook_response(name, partial(findings_xlsx, asked))


@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """Show one dossier and all that was changed of it; 403 for whom its unit's are not open."""
    return dossier_shown(request, opened_dossier(request, code))


def opened_dossier(request: HttpRequest, code: str) -> Dossier:
    """Return the dossier that bears the code; 404 without one, 403 where it is not open."""
    person = cast(User, request.user)
    if not person.is_superuser and sight_of(person).is_blind:
        raise PermissionDenied("Tài khoản này chưa được phân quyền. Hãy liên hệ Sở Nội vụ.")
    found = dossier_named(code)
    if found is None:
        raise Http404("Không có hồ sơ nào mang mã này.")
    if not may_open_dossiers(person, found.unit):
        raise PermissionDenied("Hồ sơ chỉ mở cho đơn vị giải quyết và người thẩm định.")
    return found


def dossier_shown(request: HttpRequest, dossier: Dossier, **forms: Form) -> HttpResponse:
    """Show a dossier, with the forms that set it right as they were filled in."""
    _record(request, AccessRecord.Kind.READ, _("Hồ sơ"), dossier.code)
    typed = [
        (field.label, field.value()) for form in forms.values() for field in form if field.value()
    ]
    context = {
        "shown": dossier_page(dossier),
        "typed": typed,
        "why_not_corrected": why_not_corrected(cast(User, request.user), dossier.unit),
        "reopen_form": forms.get("reopen_form") or ReopenForm(auto_id="mo-%s"),
        "due_form": forms.get("due_form") or DueForm(auto_id="hen-%s"),
    }
    return render(request, "dossiers/dossier.html", context)


def _page(request: HttpRequest) -> HttpResponse:
    _record(request, AccessRecord.Kind.READ, _("Thay đổi đáng ngờ"), request.GET.urlencode())
    return render(request, "dossiers/suspicions.html", {"shown": suspicion_page(request.GET)})


def _record(request: HttpRequest, kind: AccessRecord.Kind, page: str, about: str) -> None:
    record_reading(request, kind=kind, page=page, about=about)
