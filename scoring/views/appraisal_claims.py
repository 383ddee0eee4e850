"""Accepting at once all that a unit claimed in an area and nobody has appraised yet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from scoring.models import Criterion
from scoring.selectors.appraisal_claims import claims_left
from scoring.selectors.appraisal_desk import sheet_desk
from scoring.selectors.appraisal_leaf import queue_address
from scoring.selectors.appraisal_leaves import leaves_of
from scoring.selectors.appraisal_queue import Asked
from scoring.services.appraisal_refusals import NotTheirs
from scoring.services.appraisals import accept_claims as accept
from scoring.views.appraisal_doors import desk_or_404, sheet_or_404
from scoring.views.doors import user_of


@require_http_methods(["GET", "HEAD", "POST"])
def accept_claims(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str, area_code: str
) -> HttpResponse:
    """Show what would be accepted, leaf by leaf, and accept it once that is confirmed."""
    desk = desk_or_404(request, organiser_code, year)
    sheet = sheet_or_404(desk, unit_code)
    criteria_set = sheet.cycle_group.criteria_set_id
    leaves = [it for it in leaves_of([criteria_set])[criteria_set] if it.area.code == area_code]
    if not leaves:
        raise Http404("Không có lĩnh vực này.")
    area = leaves[0].area
    right = desk.right(sheet, area)
    if not right.is_given:
        raise PermissionDenied(right.why_not)
    back = queue_address(desk.cycle, Asked(unit=unit_code, area=area_code))
    if request.method == "POST":
        try:
            taken = accept(assessment=sheet, area=area, seen=_seen(request), by=user_of(request))
        except NotTheirs as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        _tell(request, taken, len(request.POST.getlist("tieu_chi")))
        return redirect(back)
    left = claims_left(sheet_desk(desk, sheet, leaves), leaves)
    context = {"sheet": sheet, "cycle": desk.cycle, "area": area, "left": left, "back": back}
    return render(request, "scoring/appraisal_claims.html", context)


def _seen(request: HttpRequest) -> dict[int, int]:
    """Return the versions of the claims that were confirmed, by criterion id."""
    pairs = (pair.partition(":") for pair in request.POST.getlist("tieu_chi"))
    return {
        int(leaf): int(version)
        for leaf, _, version in pairs
        if leaf.isdecimal() and version.isdecimal() and len(leaf + version) < 18
    }


def _tell(request: HttpRequest, taken: list[Criterion], asked: int) -> None:
    if taken:
        messages.success(request, f"Đã chấp nhận {len(taken)} điểm tự chấm.")
    if len(taken) < asked:
        rest = asked - len(taken)
        messages.warning(
            request, f"{rest} tiêu chí đã thay đổi trong lúc bạn xem nên chưa ghi; hãy xem lại."
        )
