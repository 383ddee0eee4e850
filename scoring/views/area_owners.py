"""The page on which Sở Nội vụ gives each area to those who appraise it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from scoring.forms.appraisal import AreaForm
from scoring.models import Cycle
from scoring.selectors.area_owners import area_rows, possible_owners
from scoring.services.area_owners import AssignmentRefused, assign_area, copy_areas
from scoring.views.doors import cycle_or_404, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("scoring.change_cycle", raise_exception=True)
def area_owners(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show who appraises what in a cycle, or give one area to others."""
    cycle = cycle_or_404(organiser_code, year)
    if request.method != "POST":
        return _page(request, cycle)
    form = AreaForm(cycle, request.POST)
    if not form.is_valid():
        return _page(request, cycle, form.sentence, status=400)
    try:
        assign_area(**form.given, by=user_of(request))
    except AssignmentRefused as refusal:
        return _page(request, cycle, str(refusal), status=409)
    messages.success(request, f"Đã ghi người thẩm định lĩnh vực {form.given['area'].code}.")
    return redirect(f"{request.path}#linh-vuc-{form.key}")


@require_POST
@permission_required("scoring.change_cycle", raise_exception=True)
def copy_area_owners(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Take the areas over from last year and say what could not be."""
    cycle = cycle_or_404(organiser_code, year)
    copied = copy_areas(cycle, by=user_of(request))
    if copied.areas:
        messages.success(request, f"Đã chép {copied.areas} lĩnh vực từ năm trước.")
    else:
        messages.info(request, "Không còn lĩnh vực nào để chép từ năm trước.")
    for sentence in copied.left_out:
        messages.warning(request, sentence)
    return redirect(reverse("area_owners", args=[organiser_code, year]))


def _page(request: HttpRequest, cycle: Cycle, wrong: str = "", status: int = 200) -> HttpResponse:
    blocks = area_rows(cycle)
    context: dict[str, Any] = {
        "cycle": cycle,
        "blocks": blocks,
        "units": list(possible_owners(cycle)),
        "gaps": [gap for block in blocks for row in block.rows for gap in row.sentences],
        "wrong": wrong,
    }
    return render(request, "scoring/area_owners.html", context, status=status)
