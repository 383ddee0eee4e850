"""What sources state beside what we count: for Sở Nội vụ."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.forms.figures import StatedFiguresForm
from dossiers.selectors.figure_checks import CHECK_FIGURES, checked_periods, last_check
from dossiers.selectors.figure_comparisons import compared
from dossiers.selectors.figures_asked import Asked, AskedDossiers
from dossiers.services.figure_checks import request_check
from dossiers.services.figure_sheets import comparison_xlsx, dossiers_xlsx
from dossiers.services.figures_stated import FiguresRefused, state_figures
from foundation.models import AccessRecord, Job
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response

UNITS_A_PAGE, DOSSIERS_A_PAGE = 20, 50
may_compare = permission_required("dossiers.view_statedfigure", raise_exception=True)
may_state = permission_required("dossiers.add_statedfigure", raise_exception=True)


@require_safe
@may_compare
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what a source states of a period beside our count, where they differ first."""
    asked = Asked.of(request.GET)
    shown: dict[str, Any] = {"asked": asked, "check": last_check()}
    if asked.source and asked.span:
        found = compared(asked.source, asked.span)
        units = found.worth_a_look if asked.only_different else found.units
        page = Paginator(units, UNITS_A_PAGE).get_page(request.GET.get("trang"))
        shown |= {"found": found, "page": page}
    return render(request, "dossiers/figures.html", shown)


@require_safe
@may_compare
def comparison_workbook(request: HttpRequest) -> FileResponse:
    """Hand out the whole comparison as a workbook; 404 if nothing is stated."""
    asked = Asked.of(request.GET)
    if asked.source is None or asked.span is None:
        raise Http404("Chưa nguồn nào công bố số liệu.")
    about = f"{asked.source.name}, {asked.period}"
    page = _("Đối chiếu số liệu")
    record_reading(request, kind=AccessRecord.Kind.EXPORT, page=page, about=about)
    found = compared(asked.source, asked.span)
    name = f"doi-chieu-{asked.source.code}-{asked.span.first}-{asked.span.last}.xlsx"
    return workbook_response(name, partial(comparison_xlsx, found))


@require_safe
@may_compare
def dossiers(request: HttpRequest) -> HttpResponse:
    """Page through the dossiers behind one of our figures."""
    asked = _asked_dossiers(request)
    _record(request, AccessRecord.Kind.READ, asked)
    pages = Paginator(asked.dossiers, DOSSIERS_A_PAGE)
    pages.count = asked.count  # known already, so nothing is counted twice
    page = pages.get_page(request.GET.get("trang"))
    return render(request, "dossiers/figure_dossiers.html", {"asked": asked, "page": page})


@require_safe
@may_compare
def dossiers_workbook(request: HttpRequest) -> FileResponse:
    """Hand out the dossiers behind one of our figures as a workbook."""
    asked = _asked_dossiers(request)
    _record(request, AccessRecord.Kind.EXPORT, asked)
    name = f"ho-so-{asked.unit.code}-{asked.word}-{asked.span.first}-{asked.span.last}.xlsx"
    return workbook_response(name, partial(dossiers_xlsx, asked.dossiers))


@require_http_methods(["GET", "HEAD", "POST"])
@may_state
def state(request: HttpRequest) -> HttpResponse:
    """Let somebody type in what a source states of a unit, and lead to its comparison."""
    form = StatedFiguresForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        stated = form.stated
        try:
            state_figures(**stated, by=request.user)
        except FiguresRefused as refusal:
            form.refuse(refusal.reasons)
        else:
            messages.success(request, _("Đã ghi số liệu nguồn công bố."))
            return redirect(_address(stated["source"].code, stated["first"], stated["last"]))
    return render(request, "dossiers/figure_form.html", {"form": form})


@require_POST
@may_state
def check_now(request: HttpRequest) -> HttpResponse:
    """Ask for the nightly check now, and lead to where it is watched."""
    return redirect("job", request_check(by=request.user).pk)


@require_safe
@may_compare
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the periods that a check has looked at; 404 if the job is no such check."""
    job = get_object_or_404(Job, pk=pk, kind=CHECK_FIGURES)
    shown = {"job": job, "periods": checked_periods(job)}
    return render(request, "dossiers/figure_check.html", shown)


def _asked_dossiers(request: HttpRequest) -> AskedDossiers:
    asked = AskedDossiers.of(request.GET)
    if asked is None:
        raise Http404("Không có con số này.")
    return asked


def _record(request: HttpRequest, kind: AccessRecord.Kind, asked: AskedDossiers) -> None:
    """Write down that a person looks at the dossiers behind a figure."""
    page = _("Đối chiếu: %(figure)s") % {"figure": asked.figure.label}
    about = f"{asked.unit.name}, {asked.source.name}, {asked.period}"
    record_reading(request, kind=kind, page=page, about=about)


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return what the page that led here was about."""
    asked = Asked.of(request.GET)
    initial: dict[str, Any] = {"source": asked.source, "unit_code": request.GET.get("don-vi")}
    if asked.span:
        initial |= {"first": asked.span.first, "last": asked.span.last}
    return initial


def _address(source: str, first: Any, last: Any) -> str:
    return f"{reverse('figures')}?{urlencode({'nguon': source, 'ky': f'{first}_{last}'})}"
