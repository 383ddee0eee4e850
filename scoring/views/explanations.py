"""The page on which a unit reads its first appraisal and says whether it agrees."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from scoring.forms.answers import ExplanationForm
from scoring.models import Assessment, Criterion, Explanation
from scoring.selectors.claim_sheets import sheet_named
from scoring.selectors.criteria_links import continued_in
from scoring.selectors.explanations import Typed, explanation_page, is_of_the_unit, may_read
from scoring.selectors.stages import is_announced
from scoring.selectors.wording import anchor
from scoring.services.explanations import (
    ExplanationConflict,
    ExplanationRefused,
    agree_to_the_rest,
    explain_leaf,
)
from scoring.views.doors import MOVED, NO_LEAF, cycle_or_404, typed_in_vain, user_of


@require_safe
def explanations(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str
) -> HttpResponse:
    """Show a unit's first appraisal, leaf by leaf, once it is announced; before it is, say so."""
    sheet = _sheet(request, organiser_code, year, unit_code)
    return _page(request, sheet)


@require_POST
def explain(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str, criterion_id: int
) -> HttpResponse:
    """Keep what the unit says to one leaf; what cannot be kept is shown again as it was typed.

    So is what somebody typed whose grant ended meanwhile, whose block has another version now, or
    for a leaf that is not on the page any more.
    """
    try:
        sheet = _sheet(request, organiser_code, year, unit_code, only_own=True)
        criterion, is_moved = _criterion(sheet, criterion_id)
    except (PermissionDenied, Http404) as refusal:
        return typed_in_vain(request, refusal, _typed(request, str(refusal)).said)
    typed = _typed(request, MOVED) if is_moved else _explain(request, sheet, criterion)
    if typed:
        status = 409 if is_moved or typed.theirs else 422
        return _page(request, sheet, criterion, typed, status)
    if request.headers.get("HX-Request"):
        return _page(request, sheet, criterion)
    messages.success(request, f"Đã ghi ý kiến về {criterion.code}.")
    return redirect(f"{_address(sheet)}#{anchor(criterion.code)}")


@require_POST
def agree(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> HttpResponse:
    """Agree to all that the unit said nothing to yet."""
    sheet = _sheet(request, organiser_code, year, unit_code, only_own=True)
    try:
        count = agree_to_the_rest(assessment=sheet, by=user_of(request))
    except ExplanationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã ghi đồng ý với {count} tiêu chí còn lại.")
    return redirect(_address(sheet))


def _explain(request: HttpRequest, sheet: Assessment, criterion: Criterion) -> Typed | None:
    """Keep what was typed and return None, or return it with the reason why it was not kept."""
    form = ExplanationForm(request.POST)
    try:
        if not form.is_valid():
            raise ExplanationRefused(form.sentence)
        explain_leaf(
            assessment=sheet,
            criterion=criterion,
            stance=form.cleaned_data["y_kien"],
            text=form.cleaned_data["giai_trinh"],
            seen=form.cleaned_data["da_xem"],
            by=user_of(request),
        )
    except ExplanationConflict as refusal:
        return _typed(request, str(refusal), refusal.current)
    except ExplanationRefused as refusal:
        return _typed(request, str(refusal))
    return None


def _typed(request: HttpRequest, sentence: str, theirs: Explanation | None = None) -> Typed:
    stance, text = request.POST.get("y_kien", ""), request.POST.get("giai_trinh", "")
    return Typed(stance, text, sentence, theirs)


def _sheet(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str, *, only_own: bool = False
) -> Assessment:
    """Return the sheet if the person may read its explanations, or change them.

    They are read by the unit itself and by those who see every sheet; changed by the unit alone.
    """
    sheet = sheet_named(cycle_or_404(organiser_code, year), unit_code)
    if sheet is None:
        raise Http404("Đơn vị không có phiếu trong kỳ này.")
    is_let_in = is_of_the_unit if only_own else may_read
    if not is_let_in(user_of(request), sheet):
        raise PermissionDenied("Giải trình chỉ mở cho chính đơn vị.")
    return sheet


def _criterion(sheet: Assessment, criterion_id: int) -> tuple[Criterion, bool]:
    """Return a leaf of the sheet, and whether it continues the one that was asked for."""
    criteria_set = sheet.cycle_group.criteria_set
    if continued := continued_in(criteria_set, criterion_id):
        return continued, True
    criterion = criteria_set.criteria.filter(leaf__isnull=False, pk=criterion_id).first()
    if criterion is None:
        raise Http404(NO_LEAF)
    return criterion, False


def _page(
    request: HttpRequest,
    sheet: Assessment,
    changed: Criterion | None = None,
    typed: Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page, or the one leaf that was changed where it was changed in place.

    What was typed for a leaf that is not on the page is shown by itself.
    """
    if not is_announced(sheet.cycle):
        return render(request, "scoring/explanations_not_yet.html", {"sheet": sheet}, status=status)
    attempts = {changed.pk: typed} if changed and typed else {}
    page = explanation_page(sheet, at=now(), typed=attempts)
    answer = page.answer(changed.pk) if changed else None
    if typed and answer is None:
        return typed_in_vain(request, typed.sentence, typed.said, status=409)
    is_own = is_of_the_unit(user_of(request), sheet)
    context: dict[str, Any] = {
        "sheet": sheet,
        "page": page,
        "is_own": is_own,
        "is_swapped": False,
    }
    if request.headers.get("HX-Request") and answer:
        context |= {"answer": answer, "is_saved": status == 200, "is_swapped": True}
        return render(request, "scoring/explanation_answered.html", context)
    return render(request, "scoring/explanations.html", context, status=status)


def _address(sheet: Assessment) -> str:
    place = [sheet.cycle.organiser.code, sheet.cycle.year, sheet.unit.code]
    return reverse("explanations", args=place)
