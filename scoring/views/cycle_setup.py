"""The pages on which Sở Nội vụ sets up a year and changes it later."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scoring.forms.cycles import (
    FIRST_YEAR,
    LAST_YEAR,
    BlockSetForm,
    SettingsForm,
    WhoseYearForm,
    YearForm,
    next_year,
)
from scoring.models import Cycle, CycleGroup, RuleSet
from scoring.selectors.cycle_setup import proposal_of, rule_words
from scoring.selectors.rule_sets import approved_rules
from scoring.services.cycle_changes import ChangeRefused, change_cycle, change_set, has_begun
from scoring.services.cycle_setup import (
    PlanRefused,
    YearPlan,
    plan_notes,
    plan_problems,
    set_up_year,
)
from scoring.views.doors import cycle_or_404, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("scoring.add_cycle", raise_exception=True)
def cycle_new(request: HttpRequest) -> HttpResponse:
    """Ask whose year is set up, propose all of it, check it, and set it up."""
    whose = _whose(request)
    context: dict[str, Any] = {"whose": whose, "rules": _rules()}
    if not whose.is_valid():
        return render(request, "scoring/cycle_new.html", context)
    proposal = proposal_of(whose.organiser, whose.cleaned_data["nam"])
    form = YearForm(request.POST if request.method == "POST" else None, proposal=proposal)
    context |= {"form": form, "proposal": proposal}
    if not form.is_bound or not form.is_valid():
        return render(request, "scoring/cycle_new.html", context)
    if "mo" in request.POST and (cycle := _set_up(request, form.plan, context)):
        messages.success(request, _("Đã lập kỳ đánh giá."))
        return redirect("timetable", cycle.organiser.code, cycle.year)
    context |= {
        "problems": context.get("problems") or plan_problems(form.plan),
        "notes": plan_notes(form.plan),
        "blocks": form.plan.blocks,
        "is_checked": True,
    }
    return render(request, "scoring/cycle_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("scoring.change_cycle", raise_exception=True)
def cycle_settings(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show a cycle's settings and the sets of its blocks, or change the settings."""
    cycle = cycle_or_404(organiser_code, year)
    form = SettingsForm(request.POST or None, initial=SettingsForm.typed(cycle))
    problems: tuple[str, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            changed = change_cycle(cycle, form.settings, by=user_of(request))
        except ChangeRefused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("cycle_settings", organiser_code, changed.year)
    return _settings_page(request, cycle, form, problems)


@require_POST
@permission_required("scoring.change_cycle", raise_exception=True)
def cycle_set(request: HttpRequest, organiser_code: str, year: int, block: int) -> HttpResponse:
    """Judge a block of a cycle by another set."""
    cycle = cycle_or_404(organiser_code, year)
    chosen = get_object_or_404(CycleGroup, pk=block, cycle=cycle)
    form = BlockSetForm(request.POST, block=chosen)
    problems: tuple[str, ...] = ()
    if form.is_valid():
        try:
            change_set(chosen, form.cleaned_data["bo"], by=user_of(request))
        except ChangeRefused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("Đã đổi bộ tiêu chí."))
            return redirect("cycle_settings", organiser_code, year)
    problems = problems or (_("Không có bộ tiêu chí như vậy."),)
    return _settings_page(request, cycle, SettingsForm(initial=SettingsForm.typed(cycle)), problems)


def _settings_page(
    request: HttpRequest, cycle: Cycle, form: SettingsForm, problems: tuple[str, ...]
) -> HttpResponse:
    blocks = cycle.groups.select_related("group", "criteria_set")
    context = {
        "cycle": cycle,
        "form": form,
        "problems": problems,
        "rules": _rules(),
        "blocks": [(it, None if has_begun(it) else BlockSetForm(block=it)) for it in blocks],
    }
    return render(request, "scoring/cycle_settings.html", context)


def _whose(request: HttpRequest) -> WhoseYearForm:
    """Return the form of whose year it is: as asked, else the first organiser's next year."""
    year = next_year()
    asked = request.GET.dict()
    if not asked:
        form = WhoseYearForm(year=year)
        first = next(iter(form.fields["to_chuc"].choices), ("", ""))[0]  # type: ignore[attr-defined]
        asked = {"nam": str(year), "to_chuc": first}
    typed = asked.get("nam", "")
    is_year = typed.isascii() and typed.isdigit() and FIRST_YEAR <= int(typed[:5]) <= LAST_YEAR
    return WhoseYearForm(asked, year=int(typed) if is_year else year)


def _set_up(request: HttpRequest, plan: YearPlan, context: dict[str, Any]) -> Cycle | None:
    """Set a year up and return its cycle; None, with the problems put in the context."""
    try:
        return set_up_year(plan, by=user_of(request))
    except PlanRefused as refusal:
        context["problems"] = refusal.problems
        return None


def _rules() -> list[tuple[RuleSet, str]]:
    """Return the rule sets that a cycle may take, each with how it counts the late rate."""
    return [(rule_set, rule_words(rule_set)) for rule_set in approved_rules()]
