"""The list for review of responsibility, for Sở Nội vụ and leaders."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.models import AccessRecord
from foundation.views.access import record_reading
from foundation.views.downloads import workbook_response
from reports.selectors.asked import Asked
from reports.selectors.review_lists import review_list
from reports.selectors.review_workbook import write_reviews
from reports.services.review_papers import ListTooLong, review_pdf
from reports.views.doors import cycle_or_404, nothing_yet, reader, run_to_show, user_of
from reports.views.rankings import verification_address
from scoring.forms.answers import ReplyForm
from scoring.models import Cycle, RankingRun
from scoring.selectors.runs import runs_of
from scoring.services.review_replies import ReplyRefused, record_reply
from scoring.views.doors import typed_in_vain


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that was not written down: to which case, what was typed, and why not."""

    case: tuple[str, str, str]
    text: str
    why: str


@require_safe
def reviews(request: HttpRequest, organiser: str, year: int) -> HttpResponse:
    """Show whom the rules on people concern in a run, unit by unit."""
    cycle, asked = _open_cycle(request, organiser, year), Asked.of(request.GET)
    run = run_to_show(cycle, user_of(request), asked.run)
    if run is None:
        return nothing_yet(request, cycle)
    return _page(request, cycle, run)


@require_safe
def reviews_xlsx(request: HttpRequest, organiser: str, year: int) -> HttpResponseBase:
    """Hand the list of a run out as a workbook."""
    run = _run_or_404(request, organiser, year)
    _record(request, run, AccessRecord.Kind.EXPORT)
    return workbook_response(f"{_name(run)}.xlsx", partial(write_reviews, review_list(run)))


@require_safe
def reviews_pdf(
    request: HttpRequest, organiser: str, year: int
) -> FileResponse | HttpResponseRedirect:
    """Hand the list of a complete run out as PDF; one too long leads back to the page."""
    run = _run_or_404(request, organiser, year)
    if run.is_provisional:
        raise Http404(_("Lần tạm tính không có danh sách này; chỉ lần xếp hạng đầy đủ mới có."))
    try:
        pdf = review_pdf(run, verification_address(request, run))
    except ListTooLong as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('reviews', args=[organiser, year])}?lan={run.number}")
    _record(request, run, AccessRecord.Kind.EXPORT)
    return FileResponse(pdf, filename=f"{_name(run)}.pdf", content_type="application/pdf")


@require_POST
def review_reply(request: HttpRequest, organiser: str, year: int, number: int) -> HttpResponse:
    """Write down what a person under review answered; what was typed in vain is shown again."""
    try:
        cycle = _open_cycle(request, organiser, year)
        if not user_of(request).has_perm("scoring.add_reviewreply"):
            raise PermissionDenied("Ý kiến do Sở Nội vụ ghi.")
    except PermissionDenied as refusal:
        text = request.POST.get("text", "")
        return typed_in_vain(request, refusal, [("Ý kiến", text)] if text else [])
    run = runs_of(cycle).filter(number=number).first()
    if run is None:
        raise Http404(_("Không có lần xếp hạng này."))
    case = {key: request.POST.get(key, "") for key in ("unit", "person", "rule", "text")}
    form = ReplyForm(request.POST)
    try:
        if not form.is_valid():
            raise ReplyRefused(form.sentence)
        record_reply(run, **(case | form.cleaned_data), by=user_of(request))
    except ReplyRefused as refusal:
        name = case["unit"], case["person"], case["rule"]
        return _page(request, cycle, run, Refused(name, case["text"], str(refusal)))
    messages.success(request, _("Đã ghi ý kiến."))
    address = reverse("reviews", args=[organiser, year])
    return redirect(f"{address}?lan={run.number}#don-vi-{case['unit']}")


def _open_cycle(request: HttpRequest, organiser: str, year: int) -> Cycle:
    """Return the cycle; 403 for whom the list is not open."""
    person, cycle = reader(request), cycle_or_404(organiser, year)
    if not person.sees_people:
        raise PermissionDenied("Danh sách này chỉ mở cho Sở Nội vụ và lãnh đạo tỉnh.")
    return cycle


def _run_or_404(request: HttpRequest, organiser: str, year: int) -> RankingRun:
    """Return the run whose list is asked for; 403 for whom it is not open."""
    cycle, asked = _open_cycle(request, organiser, year), Asked.of(request.GET)
    run = run_to_show(cycle, user_of(request), asked.run)
    if run is None:
        raise Http404(_("Chưa có lần xếp hạng nào."))
    return run


def _page(
    request: HttpRequest, cycle: Cycle, run: RankingRun, refused: Refused | None = None
) -> HttpResponse:
    _record(request, run, AccessRecord.Kind.READ)
    context: dict[str, Any] = {
        "cycle": cycle,
        "run": run,
        "run_link": Asked.of(request.GET).run_link,
        "list": review_list(run),
        "refused": refused,
        "records_replies": user_of(request).has_perm("scoring.add_reviewreply"),
    }
    return render(request, "reports/reviews.html", context, status=422 if refused else 200)


def _name(run: RankingRun) -> str:
    """Return how a file of a run's list is called, without its ending."""
    return f"xem-xet-trach-nhiem-{run.cycle.year}-lan-{run.number}"


def _record(request: HttpRequest, run: RankingRun, kind: AccessRecord.Kind) -> None:
    about = f"{run.cycle.title}, lần {run.number}"
    page = _("Danh sách xem xét trách nhiệm")
    record_reading(request, kind=kind, page=page, about=about)
