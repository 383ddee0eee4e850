"""One unit in a cycle, for Sở Nội vụ: more time, areas opened again, how it takes part."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scoring.forms.stages import ExtensionForm, ReopeningForm, StandingForm
from scoring.models import Assessment, Reopening
from scoring.selectors.cycle_progress import sheets_progress
from scoring.services.cycles import set_standing
from scoring.services.extensions import close_reopening, grant_extension, reopen_area
from scoring.services.stage_refusals import StageRefused
from scoring.views.doors import cycle_or_404, user_of

_CHANGE = "scoring.change_cycle"


@require_safe
@permission_required(_CHANGE, raise_exception=True)
def cycle_unit(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str
) -> HttpResponse:
    """Show how far a unit's sheet has come and what was granted to it."""
    return _page(request, _sheet(organiser_code, year, unit_code), {}, ())


@require_POST
@permission_required(_CHANGE, raise_exception=True)
def unit_extension(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str
) -> HttpResponse:
    """Give a unit more time in a stage."""
    sheet = _sheet(organiser_code, year, unit_code)

    def grant(given: dict[str, Any]) -> None:
        grant_extension(
            stage=given["giai_doan"],
            assessment=sheet,
            until_on=given["den"],
            reason=given["ly_do"],
            by=user_of(request),
        )

    form = ExtensionForm(request.POST, assessment=sheet, auto_id="gia-han-%s")
    return _change(request, sheet, ("extension", form), grant)


@require_POST
@permission_required(_CHANGE, raise_exception=True)
def unit_reopening(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str
) -> HttpResponse:
    """Open one area of a unit's signed sheet again."""
    sheet = _sheet(organiser_code, year, unit_code)

    def reopen(given: dict[str, Any]) -> None:
        reopen_area(
            assessment=sheet,
            area=given["linh_vuc"],
            until_on=given["den"],
            reason=given["ly_do"],
            by=user_of(request),
        )

    form = ReopeningForm(request.POST, assessment=sheet, auto_id="mo-lai-%s")
    return _change(request, sheet, ("reopening", form), reopen)


@require_POST
@permission_required(_CHANGE, raise_exception=True)
def unit_standing(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str
) -> HttpResponse:
    """Decide how a unit takes part."""
    sheet = _sheet(organiser_code, year, unit_code)

    def decide(given: dict[str, Any]) -> None:
        standing = Assessment.Standing(given["tu_cach"])
        set_standing(
            assessment=sheet, standing=standing, reason=given["ly_do"], by=user_of(request)
        )

    form = StandingForm(request.POST, auto_id="tu-cach-%s")
    return _change(request, sheet, ("standing", form), decide)


@require_POST
@permission_required(_CHANGE, raise_exception=True)
def reopening_close(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str, pk: int
) -> HttpResponse:
    """Lock an area of a unit's sheet again."""
    sheet = _sheet(organiser_code, year, unit_code)
    close_reopening(
        reopening=get_object_or_404(Reopening, pk=pk, assessment=sheet), by=user_of(request)
    )
    messages.success(request, _("Đã khóa lại lĩnh vực."))
    return redirect("cycle_unit", organiser_code, year, unit_code)


def _change(
    request: HttpRequest,
    sheet: Assessment,
    named: tuple[str, forms.Form],
    change: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    """Make one change for a unit; where it is refused, show the page with what was typed."""
    name, form = named
    problems: tuple[str, ...] = ()
    if form.is_valid():
        try:
            change(form.cleaned_data)
        except StageRefused as refusal:
            problems = refusal.sentences
        except ValidationError as error:
            problems = tuple(error.messages)
        else:
            messages.success(request, _("Đã ghi."))
            cycle = sheet.cycle
            return redirect("cycle_unit", cycle.organiser.code, cycle.year, sheet.unit.code)
    return _page(request, _fresh(sheet), {name: form}, problems)


def _page(
    request: HttpRequest,
    sheet: Assessment,
    typed: dict[str, forms.Form],
    problems: tuple[str, ...],
) -> HttpResponse:
    """Show the page of one unit; `typed` is the form of a change that was refused."""
    standing = {"tu_cach": sheet.standing, "ly_do": sheet.reason}
    context = {
        "sheet": sheet,
        "cycle": sheet.cycle,
        "progress": sheets_progress(sheet.cycle, today=localdate(), sheet=sheet)[0],
        "extensions": sheet.extensions.select_related("stage", "granted_by").order_by("-pk"),
        "reopenings": sheet.reopenings.select_related("area", "opened_by", "closed_by").order_by(
            "-pk"
        ),
        "steps": sheet.steps.select_related("by").order_by("-pk"),
        "problems": problems,
        "extension": ExtensionForm(assessment=sheet, auto_id="gia-han-%s"),
        "reopening": ReopeningForm(assessment=sheet, auto_id="mo-lai-%s"),
        "standing": StandingForm(initial=standing, auto_id="tu-cach-%s"),
    }
    return render(request, "scoring/cycle_unit.html", context | typed)


def _sheet(organiser_code: str, year: int, unit_code: str) -> Assessment:
    """Return the sheet of the unit that bore a code on the cycle's last day, or raise Http404."""
    cycle = cycle_or_404(organiser_code, year)
    sheets = Assessment.objects.filter(cycle=cycle, unit__code=unit_code)
    sheet = sheets.select_related("cycle__organiser", "cycle_group__group", "unit").first()
    if sheet is None:
        raise Http404("Đơn vị không có phiếu trong kỳ này.")
    return sheet


def _fresh(sheet: Assessment) -> Assessment:
    """Return a sheet as the database has it, after a change that was refused."""
    known = Assessment.objects.select_related("cycle__organiser", "cycle_group__group", "unit")
    return known.get(pk=sheet.pk)
