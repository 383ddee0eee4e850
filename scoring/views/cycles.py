"""The page of the cycles: how far each has come, and a ranking asked for."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from scoring.models import Assessment
from scoring.selectors.cycle_progress import LATE, blocks_progress, chosen_sheets, sheets_progress
from scoring.selectors.cycle_setup import rule_words
from scoring.selectors.cycles import cycle_states, cycle_years
from scoring.selectors.runs import open_whole_to
from scoring.selectors.stage_cards import stage_cards
from scoring.services.ranking import request_ranking
from scoring.views.doors import cycle_or_404, user_of

_STATES = {
    "dang-tu-cham": (Assessment.State.DRAFTING.value, _("Đang tự chấm")),
    "cho-ky": (Assessment.State.SUBMITTED.value, _("Chờ thủ trưởng ký")),
    "da-ky": (Assessment.State.SIGNED.value, _("Đã ký, nộp")),
    "qua-han": (LATE, _("Quá hạn")),
    "khong-tham-gia": (Assessment.Standing.EXCLUDED.value, _("Không tham gia")),
}
"""What an address calls a state of sheets, the state, and its name in the filter."""
KINDS = {"tam-tinh": True, "day-du": False}
"""What the form sends, and whether the ranking asked for is provisional."""


@require_safe
@permission_required("scoring.view_rankingrun", raise_exception=True)
def cycles(request: HttpRequest) -> HttpResponse:
    """Show the cycles of a year, the newest unless one is asked for."""
    years = cycle_years()
    asked = request.GET.get("nam", "")
    year = next((year for year in years if str(year) == asked), years[0] if years else None)
    states = [] if year is None else cycle_states(year, open_whole_to(user_of(request)))
    context: dict[str, Any] = {"years": years, "year": year, "states": states}
    return render(request, "scoring/cycles.html", context)


@require_safe
@permission_required("scoring.view_rankingrun", raise_exception=True)
def cycle(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show who has handed in and who has not, block by block and unit by unit."""
    shown = cycle_or_404(organiser_code, year)
    today = localdate()
    sheets = sheets_progress(shown, today=today)
    block, state, words = (request.GET.get(name, "") for name in ("khoi", "trang-thai", "tim"))
    wanted = _STATES[state][0] if state in _STATES else ""
    chosen = chosen_sheets(sheets, block=block, state=wanted, words=words)
    context = {
        "cycle": shown,
        "rule": rule_words(shown.rule_set),
        "cards": stage_cards(shown, today=today, with_obstacles=False),
        "blocks": blocks_progress(shown, sheets),
        "sheets": chosen,
        "states": [(name, label) for name, (_state, label) in _STATES.items()],
        "asked": {"block": block, "state": state, "words": words},
        "is_narrowed": len(chosen) < len(sheets),
    }
    return render(request, "scoring/cycle.html", context)


@require_POST
@permission_required("scoring.add_rankingrun", raise_exception=True)
def rank_now(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Ask for a ranking of a cycle and lead to its job; 404 for no cycle, 400 for no known kind."""
    cycle = cycle_or_404(organiser_code, year)
    kind = request.POST.get("loai", "")
    if kind not in KINDS:
        raise BadRequest("Hãy chọn tính tạm hoặc xếp hạng đầy đủ.")
    job = request_ranking(cycle, by=user_of(request), is_provisional=KINDS[kind])
    return redirect("job", job.pk)
