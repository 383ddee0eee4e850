"""Which criteria do not apply to which units of a cycle, and deciding so; for Sở Nội vụ."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from scoring.forms.criteria_applicability import NotApplicableForm
from scoring.models import Cycle, Mark
from scoring.selectors.criteria_applicability import not_applicable_in
from scoring.services.criteria_applicability import (
    CannotDecide,
    declare_not_applicable,
    revoke_not_applicable,
)
from scoring.views.doors import cycle_or_404, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("scoring.change_mark", raise_exception=True)
def not_applicable(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """List the decisions of a cycle, take a new one, or take one back."""
    cycle = cycle_or_404(organiser_code, year)
    if "thu-hoi" in request.POST:
        _revoke(request, cycle)
        return redirect("not_applicable", organiser_code, year)
    initial = {name: request.GET.get(name, "")[:40] for name in ("don_vi", "tieu_chi")}
    form = NotApplicableForm(request.POST or None, cycle=cycle, initial=initial)
    if form.is_valid() and _is_declared(request, form):
        return redirect("not_applicable", organiser_code, year)
    context = {"cycle": cycle, "form": form, "decisions": not_applicable_in(cycle)}
    return render(request, "scoring/criteria_not_applicable.html", context)


def _is_declared(request: HttpRequest, form: NotApplicableForm) -> bool:
    """Take a decision; False, with the reason in the form, if it cannot be taken."""
    typed = form.cleaned_data
    try:
        declare_not_applicable(
            assessment=typed["don_vi"],
            criterion=typed["leaf"],
            reason=typed["ly_do"],
            by=user_of(request),
        )
    except CannotDecide as refusal:
        form.add_error(None, str(refusal))
        return False
    unit = typed["don_vi"].unit.name
    messages.success(request, f"{unit}: tiêu chí {typed['leaf'].code} không áp dụng.")
    return True


def _revoke(request: HttpRequest, cycle: Cycle) -> None:
    """Take a decision of the cycle back."""
    key = request.POST["thu-hoi"]
    if not key.isdecimal() or len(key) > 18:
        raise BadRequest("Không có quyết định này.")
    decisions = Mark.objects.filter(assessment__cycle=cycle)
    mark = get_object_or_404(decisions.select_related("assessment__unit", "criterion"), pk=key)
    try:
        revoke_not_applicable(
            assessment=mark.assessment, criterion=mark.criterion, by=user_of(request)
        )
        said = f"{mark.assessment.unit.name}: tiêu chí {mark.criterion.code} áp dụng lại."
        messages.success(request, said)
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
