"""Criteria sets as workbooks: the template, an export, an import into a new draft."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foundation.models import AccessRecord
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response
from scoring.forms.criteria import SetFileForm
from scoring.services.criteria_files import export_set, write_template
from scoring.services.criteria_import import SetFileRefused, import_set
from scoring.views.criteria import MAY_EDIT, set_or_404
from scoring.views.doors import user_of

may_edit = permission_required(MAY_EDIT, raise_exception=True)
SHOWN = 200
"""How many problems of a file are listed."""


@require_safe
@may_edit
def criteria_set_template(request: HttpRequest) -> FileResponse:
    """Give the template away."""
    return workbook_response("mau-bo-tieu-chi.xlsx", write_template)


@require_safe
def criteria_set_export(request: HttpRequest, code: str) -> FileResponse:
    """Give a set away that the person may read."""
    found = set_or_404(request, code)
    kind = AccessRecord.Kind.EXPORT
    record_reading(request, kind=kind, page=_("Bộ tiêu chí"), about=found.title)
    return workbook_response(f"bo-tieu-chi-{found.code}.xlsx", partial(export_set, found))


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criteria_set_import(request: HttpRequest) -> HttpResponse:
    """Take a workbook in as a new draft, or list everything wrong with it by cell."""
    form = SetFileForm(request.POST or None, request.FILES or None)
    refusal = None
    if form.is_valid():
        typed = form.cleaned_data
        try:
            created = import_set(
                typed["file"],
                by=user_of(request),
                code=typed["code"],
                is_unfinished_allowed=typed["van_nhap"],
            )
            messages.success(request, f"Đã nhập {created.criteria.count()} tiêu chí vào dự thảo.")
            return redirect("criteria_set", created.code)
        except SetFileRefused as refused:
            refusal = refused
    context = {"form": form, "refusal": refusal, "shown": SHOWN}
    return render(request, "scoring/criteria_set_import.html", context)
