"""The page of the council: everything disputed in a cycle, and what was decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from scoring.domain.entry import EntryRefused
from scoring.forms.appraisal import UNCHANGED, MarkForm, typed_in
from scoring.models import Assessment, Criterion, Cycle
from scoring.selectors.claim_sheets import sheet_named
from scoring.selectors.council import Typed, council_page
from scoring.selectors.council_rights import reads_council, recorder_of
from scoring.selectors.criteria_links import continued_in
from scoring.services.appraisal_refusals import AppraisalRefused
from scoring.services.council import decide_leaf
from scoring.views.doors import MOVED, NO_LEAF, cycle_or_404, typed_in_vain, user_of

TOO_LONG = ("Lý do dài quá 4.000 chữ, hoặc biểu mẫu thiếu dữ liệu.",)


@require_safe
def council(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show everything that is before the council to Sở Nội vụ and to leaders."""
    cycle = _open_cycle(request, organiser_code, year)
    page = council_page(cycle, user_of(request), at=now())
    return render(request, "scoring/council.html", {"page": page, "cycle": cycle})


@require_POST
def decide(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str, criterion_id: int
) -> HttpResponse:
    """Record a decision on one leaf; what cannot be recorded is shown again as it was typed."""
    try:
        cycle = _open_cycle(request, organiser_code, year)
        sheet, criterion, is_moved = _place_or_404(cycle, unit_code, criterion_id)
        if why_not := recorder_of(user_of(request)).why_not(sheet):
            raise PermissionDenied(why_not)
    except (PermissionDenied, Http404) as refusal:
        return typed_in_vain(request, refusal)
    sentences = (MOVED,) if is_moved else _decide(request, sheet, criterion)
    if sentences:
        return _shown_again(request, sheet, criterion, sentences, 409 if is_moved else 422)
    messages.success(request, f"Đã ghi quyết định về {criterion.code} của {sheet.unit}.")
    return redirect(reverse("council", args=[organiser_code, year]))


def _open_cycle(request: HttpRequest, organiser_code: str, year: int) -> Cycle:
    """Return the cycle; 403 for whom the council's page is not open."""
    cycle = cycle_or_404(organiser_code, year)
    if not reads_council(user_of(request)):
        raise PermissionDenied("Trang hội đồng chỉ mở cho Sở Nội vụ và lãnh đạo tỉnh.")
    return cycle


def _decide(request: HttpRequest, sheet: Assessment, criterion: Criterion) -> tuple[str, ...]:
    """Record the decision and return why it was not, nothing if it was."""
    form = MarkForm(request.POST)
    if not form.is_valid():
        return TOO_LONG
    try:
        decide_leaf(
            assessment=sheet,
            criterion=criterion,
            given=form.given(criterion),
            is_unchanged=form.way == UNCHANGED,
            by=user_of(request),
        )
    except EntryRefused as refusal:
        return refusal.sentences
    except AppraisalRefused as refusal:
        return (str(refusal),)
    return ()


def _place_or_404(
    cycle: Cycle, unit_code: str, criterion_id: int
) -> tuple[Assessment, Criterion, bool]:
    """Return a sheet, a leaf of it, and whether the leaf continues the one that was asked for."""
    sheet = sheet_named(cycle, unit_code)
    if sheet is None:
        raise Http404("Đơn vị không có phiếu trong kỳ này.")
    criteria_set = sheet.cycle_group.criteria_set
    if continued := continued_in(criteria_set, criterion_id):
        return sheet, continued, True
    leaves = criteria_set.criteria.filter(leaf__isnull=False)
    criterion = leaves.filter(pk=criterion_id).first()
    if criterion is None:
        raise Http404(NO_LEAF)
    return sheet, criterion, False


def _shown_again(
    request: HttpRequest,
    sheet: Assessment,
    criterion: Criterion,
    sentences: tuple[str, ...],
    status: int,
) -> HttpResponse:
    """Show what was typed and why it is not recorded, in its form where the page still has one."""
    typed = Typed(typed_in(request.POST), request.POST.get("ly_do", ""), sentences)
    given = {(sheet.pk, criterion.pk): typed}
    page = council_page(sheet.cycle, user_of(request), at=now(), typed=given)
    if not page.takes(sheet, criterion):
        return typed_in_vain(request, " ".join(sentences), status=409)
    context = {"page": page, "cycle": sheet.cycle}
    return render(request, "scoring/council.html", context, status=status)
