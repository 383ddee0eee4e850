"""One unit in a cycle, for Sở Nội vụ: more time, areas opened again, standing, facts waived."""

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

from scoring.forms.stages import ExtensionForm, ReopeningForm, StandingForm, WaiverForm
from scoring.models import Assessment, Reopening
from scoring.selectors.appraisal_rights import why_not_decide
from scoring.selectors.cycle_progress import sheets_progress
from scoring.selectors.facts import fact_titles
from scoring.selectors.publications import current_publication
from scoring.selectors.sheet_codes import sheets_by_code
from scoring.selectors.undecided_facts import FACT
from scoring.services.cycles import set_standing
from scoring.services.extensions import close_reopening, grant_extension, reopen_area
from scoring.services.stage_refusals import StageRefused
from scoring.services.waivers import WaiverRefused, waive_fact
from scoring.views.doors import cycle_or_404, user_of

_CHANGE = "scoring.change_cycle"
_KNOWN = (
    "cycle__organiser",
    "cycle__rule_set",
    "cycle__campaign",
    "cycle_group__group",
    "unit",
)


@require_safe
@permission_required(_CHANGE, raise_exception=True)
def cycle_unit(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str
) -> HttpResponse:
    """Show how far a unit's sheet has come and what was granted to it."""
    sheet = _sheet(organiser_code, year, unit_code)
    return _page(request, sheet, {}, (), why_not_decide(user_of(request), sheet.unit))


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
def unit_waiver(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str
) -> HttpResponse:
    """Decide that a fact which the data cannot give is not asked of a unit."""
    sheet = _sheet(organiser_code, year, unit_code)

    def waive(given: dict[str, Any]) -> None:
        waive_fact(
            assessment=sheet, fact=given["chi_so"], reason=given["ly_do"], by=user_of(request)
        )

    form = WaiverForm(request.POST, facts=_waivable(sheet), auto_id="khong-xet-%s")
    return _change(request, sheet, ("waiver", form), waive)


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
        except WaiverRefused as refusal:
            problems = (str(refusal),)
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
    why_not: str = "",
) -> HttpResponse:
    """Show the page of one unit; `typed` is the form of a change that was refused.

    A fact that the address names is chosen already, if it may be waived. `why_not` says
    why nothing is decided here by whoever looks.
    """
    standing = {"tu_cach": sheet.standing, "ly_do": sheet.reason}
    titles, waivable = fact_titles(sheet.cycle), _waivable(sheet)
    waivers = sheet.waivers.select_related("decided_by").order_by("-pk")
    context = {
        "sheet": sheet,
        "cycle": sheet.cycle,
        "progress": sheets_progress(sheet.cycle, today=localdate(), sheet=sheet)[0],
        "extensions": sheet.extensions.select_related("stage", "granted_by").order_by("-pk"),
        "reopenings": sheet.reopenings.select_related("area", "opened_by", "closed_by").order_by(
            "-pk"
        ),
        "waivers": [(titles.get(one.fact, one.fact), one) for one in waivers],
        "steps": sheet.steps.select_related("by").order_by("-pk"),
        "problems": problems,
        "why_not": why_not,
        "extension": ExtensionForm(assessment=sheet, auto_id="gia-han-%s"),
        "reopening": ReopeningForm(assessment=sheet, auto_id="mo-lai-%s"),
        "standing": StandingForm(initial=standing, auto_id="tu-cach-%s"),
        "waiver": _waiver_form(request, waivable) if waivable else None,
    }
    return render(request, "scoring/cycle_unit.html", context | typed)


def _waiver_form(request: HttpRequest, waivable: dict[str, str]) -> WaiverForm:
    chosen = {"chi_so": request.GET.get(FACT, "")}
    return WaiverForm(facts=waivable, initial=chosen, auto_id="khong-xet-%s")


def _sheet(organiser_code: str, year: int, unit_code: str) -> Assessment:
    """Return the sheet of the unit that bore a code on the cycle's last day, or raise Http404."""
    cycle = cycle_or_404(organiser_code, year)
    sheets = sheets_by_code(cycle).filter(unit__code=unit_code)
    sheet = sheets.select_related(*_KNOWN).first()
    if sheet is None:
        raise Http404("Đơn vị không có phiếu trong kỳ này.")
    return sheet


def _fresh(sheet: Assessment) -> Assessment:
    """Return a sheet as the database has it, after a change that was refused."""
    return Assessment.objects.select_related(*_KNOWN).get(pk=sheet.pk)


def _waivable(sheet: Assessment) -> dict[str, str]:
    """Return the titles of the facts that nobody has waived for a unit, none once published."""
    if current_publication(sheet.cycle):
        return {}
    waived = set(sheet.waivers.values_list("fact", flat=True))
    titles = fact_titles(sheet.cycle)
    return {fact: title for fact, title in titles.items() if fact not in waived}
