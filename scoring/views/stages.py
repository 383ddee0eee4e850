"""The timetable of a cycle: its stages shown to who takes part, changed by Sở Nội vụ."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scoring.forms.stages import CloseForm, MoveForm, OpenForm
from scoring.models import Cycle, Stage
from scoring.selectors.cycle_setup import cycle_before
from scoring.selectors.stage_cards import (
    extensions_of,
    own_sheets,
    reopenings_of,
    stage_cards,
)
from scoring.selectors.stage_steps import logged_steps
from scoring.selectors.timetable import proposed_days
from scoring.services.stage_refusals import StageRefused
from scoring.services.stages import close_stage, move_stage, open_stage, plan_stages
from scoring.views.doors import cycle_or_404, user_of

_CHANGE = "scoring.change_cycle"


@dataclass(frozen=True, slots=True)
class StageForms:
    """The forms of one stage; `refused` names the one whose change was refused."""

    open: forms.Form
    close: forms.Form
    move: forms.Form
    refused: str = ""


@require_safe
def timetable(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show the stages of a cycle to whoever sees rankings, and to the units that take part."""
    cycle = cycle_or_404(organiser_code, year)
    return _page(request, cycle)


@require_POST
@permission_required(_CHANGE, raise_exception=True)
def stages_plan(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Give a cycle the stages that it has not yet, on the days that are proposed."""
    cycle = cycle_or_404(organiser_code, year)
    days = proposed_days(cycle.last_on, cycle_before(cycle.organiser, cycle.year))
    try:
        plan_stages(cycle, days, by=user_of(request))
    except StageRefused as refusal:
        return _page(request, cycle, problems=refusal.sentences)
    messages.success(request, _("Đã lập lịch; hãy xem lại các ngày."))
    return redirect("timetable", organiser_code, year)


@require_POST
@permission_required(_CHANGE, raise_exception=True)
def stage_open(request: HttpRequest, organiser_code: str, year: int, pk: int) -> HttpResponse:
    """Open a stage, or open it again."""

    def change(stage: Stage, given: dict[str, Any]) -> None:
        open_stage(
            stage=stage,
            by=user_of(request),
            reason=given["ly_do"],
            closes_on=given["den"],
            despite_obstacles=given["bo_qua"],
        )

    return _change(request, (organiser_code, year, pk), OpenForm(request.POST), change)


@require_POST
@permission_required(_CHANGE, raise_exception=True)
def stage_close(request: HttpRequest, organiser_code: str, year: int, pk: int) -> HttpResponse:
    """Close a stage."""

    def change(stage: Stage, given: dict[str, Any]) -> None:
        close_stage(stage=stage, by=user_of(request), reason=given["ly_do"])

    return _change(request, (organiser_code, year, pk), CloseForm(request.POST), change)


@require_POST
@permission_required(_CHANGE, raise_exception=True)
def stage_move(request: HttpRequest, organiser_code: str, year: int, pk: int) -> HttpResponse:
    """Give a stage other days."""

    def change(stage: Stage, given: dict[str, Any]) -> None:
        move_stage(
            stage=stage,
            opens_on=given["tu"],
            closes_on=given["den"],
            reason=given["ly_do"],
            shift_later=given["doi_sau"],
            by=user_of(request),
        )

    return _change(request, (organiser_code, year, pk), MoveForm(request.POST), change)


def _change(
    request: HttpRequest,
    named: tuple[str, int, int],
    form: forms.Form,
    change: Callable[[Stage, dict[str, Any]], None],
) -> HttpResponse:
    """Make one change to a stage; where it is refused, show the page with what was typed."""
    organiser_code, year, pk = named
    cycle = cycle_or_404(organiser_code, year)
    stage = get_object_or_404(Stage, pk=pk, cycle=cycle)
    problems: tuple[str, ...] = ()
    if form.is_valid():
        try:
            change(stage, form.cleaned_data)
        except StageRefused as refusal:
            problems = refusal.sentences
        else:
            messages.success(request, _("Đã ghi vào lịch."))
            return redirect("timetable", organiser_code, year)
    return _page(request, cycle, stage=stage.pk, form=form, problems=problems)


def _page(
    request: HttpRequest,
    cycle: Cycle,
    *,
    stage: int | None = None,
    form: forms.Form | None = None,
    problems: tuple[str, ...] = (),
) -> HttpResponse:
    """Show the timetable; `stage` and `form` are those of a change that was refused."""
    user = user_of(request)
    runs_it, sees_all = user.has_perm(_CHANGE), user.has_perm("scoring.view_rankingrun")
    own = own_sheets(user, cycle)
    if not sees_all and not own:
        raise PermissionDenied
    shown = None if sees_all else own
    cards = stage_cards(cycle, today=localdate(), with_obstacles=runs_it)
    context = {
        "cycle": cycle,
        "runs_it": runs_it,
        "sees_all": sees_all,
        "cards": [(card, _forms(card.stage, stage, form)) for card in cards] if runs_it else cards,
        "refused": stage,
        "problems": problems,
        "extensions": extensions_of(cycle, shown),
        "reopenings": reopenings_of(cycle, shown),
        "steps": logged_steps(cycle) if runs_it else [],
    }
    return render(request, "scoring/timetable.html", context)


def _forms(stage: Stage, refused: int | None, typed: forms.Form | None) -> StageForms:
    """Return the forms of a stage, that of a refused change with what was typed in it."""
    days, prefix = {"tu": stage.opens_on, "den": stage.closes_on}, f"gd{stage.pk}"
    fresh: dict[str, forms.Form] = {
        "open": OpenForm(initial={"den": stage.closes_on}, auto_id=f"{prefix}-mo-%s"),
        "close": CloseForm(auto_id=f"{prefix}-dong-%s"),
        "move": MoveForm(initial=days, auto_id=f"{prefix}-doi-%s"),
    }
    name = ""
    if typed is not None and refused == stage.pk:
        name = next(name for name, form in fresh.items() if type(form) is type(typed))
        typed.auto_id = fresh[name].auto_id
        fresh[name] = typed
    return StageForms(fresh["open"], fresh["close"], fresh["move"], name)
