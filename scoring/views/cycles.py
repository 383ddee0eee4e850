"""The page of the cycles: how far each has come, and a ranking asked for."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scoring.selectors.cycles import cycle_states, cycle_years
from scoring.services.ranking import request_ranking
from scoring.views.doors import cycle_or_404, user_of

_KINDS = {"tam-tinh": True, "day-du": False}
"""What the form sends, and whether the ranking asked for is provisional."""


@require_safe
@permission_required("scoring.view_rankingrun", raise_exception=True)
def cycles(request: HttpRequest) -> HttpResponse:
    """Show the cycles of a year, the newest unless one is asked for."""
    years = cycle_years()
    asked = request.GET.get("nam", "")
    year = next((year for year in years if str(year) == asked), years[0] if years else None)
    states = [] if year is None else cycle_states(year)
    context: dict[str, Any] = {"years": years, "year": year, "states": states}
    return render(request, "scoring/cycles.html", context)


@require_POST
@permission_required("scoring.add_rankingrun", raise_exception=True)
def rank_now(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Ask for a ranking of a cycle and lead to its job; 404 for no cycle, 400 for no known kind."""
    cycle = cycle_or_404(organiser_code, year)
    kind = request.POST.get("loai", "")
    if kind not in _KINDS:
        raise BadRequest("Hãy chọn tính tạm hoặc xếp hạng đầy đủ.")
    job = request_ranking(cycle, by=user_of(request), is_provisional=_KINDS[kind])
    return redirect("job", job.pk)
