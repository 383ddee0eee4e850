"""The history: searched by Sở Nội vụ, one sheet's for its unit, and who read personal data."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.models import AccessRecord
from foundation.selectors.access import access_records
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response
from scoring.forms.history import AccessForm, HistoryForm
from scoring.models import Assessment, SealedDay
from scoring.selectors.history_asked import Place, conditions_for
from scoring.selectors.history_digests import bounds
from scoring.selectors.history_entries import entries_of
from scoring.selectors.history_names import name_of
from scoring.selectors.history_rows import newest
from scoring.selectors.history_sheets import may_read_sheet, sheet_history
from scoring.services.history_workbook import write_history
from scoring.views.doors import user_of

PAGE = 50
_reads_history = permission_required("scoring.view_sealedday", raise_exception=True)
_reads_access = permission_required("foundation.view_accessrecord", raise_exception=True)


@require_safe
@_reads_history
def history(request: HttpRequest) -> HttpResponse:
    """Show what a search of the history finds, the newest first."""
    form = HistoryForm(request.GET)
    context: dict[str, Any] = {"form": form, "sealed": SealedDay.objects.first()}
    if form.is_valid():
        _record(request, AccessRecord.Kind.READ, _("Nhật ký"), form.said())
        after = Place.read(request.GET.get("sau", ""))
        found, has_more = newest(conditions_for(form.asked()), after=after, size=PAGE)
        context |= {
            "entries": entries_of(found),
            "next": str(found[-1].place) if has_more else "",
            "is_first": after is None,
        }
    return render(request, "scoring/history.html", context)


@require_safe
@_reads_history
def history_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Hand out what a search of the history finds as a workbook; a bad search is shown as such."""
    form = HistoryForm(request.GET)
    if not form.is_valid():
        return history(request)
    _record(request, AccessRecord.Kind.EXPORT, _("Nhật ký"), form.said())
    return workbook_response("nhat-ky.xlsx", partial(write_history, form.asked()))


@require_safe
def history_of_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that happened to one sheet, leaf by leaf; to its unit, what is open to it."""
    sheets = Assessment.objects.select_related(
        "unit", "cycle__organiser", "cycle_group__criteria_set"
    )
    assessment = sheets.filter(pk=pk).first()
    user = user_of(request)
    if assessment is None or not may_read_sheet(user, assessment):
        if assessment is None and user.has_perm("scoring.view_sealedday"):
            get_object_or_404(sheets, pk=pk)
        raise PermissionDenied(_("Nhật ký của phiếu chỉ mở cho đơn vị đó và Sở Nội vụ."))
    _record(request, AccessRecord.Kind.READ, _("Nhật ký của phiếu"), name_of(assessment))
    context = {"assessment": assessment, "shown": sheet_history(assessment, user)}
    return render(request, "scoring/history_of_sheet.html", context)


@require_safe
@_reads_access
def access(request: HttpRequest) -> HttpResponse:
    """Show who read personal data or took something out, the newest first."""
    form = AccessForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        _record(request, AccessRecord.Kind.READ, _("Lượt xem dữ liệu cá nhân"), "")
        records = list(_asked_records(form, request.GET.get("sau", ""))[: PAGE + 1])
        context |= {
            "records": records[:PAGE],
            "next": records[PAGE - 1].pk if len(records) > PAGE else "",
        }
    return render(request, "scoring/history_access.html", context)


def _asked_records(form: AccessForm, after: str) -> Any:
    given = form.cleaned_data
    return access_records(
        person=given["nguoi"],
        words=given["noi_dung"],
        kind=given["viec"],
        since=bounds(given["tu"])[0] if given["tu"] else None,
        until=bounds(given["den"])[1] if given["den"] else None,
        after=int(after) if after.isdecimal() and len(after) <= 18 else None,
    )


def _record(request: HttpRequest, kind: AccessRecord.Kind, page: str, about: str) -> None:
    record_reading(request, kind=kind, page=page, about=about)
