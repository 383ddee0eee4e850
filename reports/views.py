"""Pages of the ranking: the table of a year and the sheet of a unit, for those who may see them."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from reports.selectors.method_text import method_text
from reports.selectors.rankings import latest_run, ranking_of
from reports.selectors.sheets import sheet_of
from reports.services.annex import annex_pdf
from scoring.models import Cycle
from units.models import User
from units.selectors.grants import Sight, sight_of


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the newest year's ranking, or say that there is none yet."""
    _sight(request)
    cycle = Cycle.objects.order_by("-year").first()
    if cycle is None:
        return render(request, "reports/nothing_yet.html")
    return redirect("ranking", year=cycle.year)


def ranking(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year's newest run, block by block."""
    sight, cycle = _sight(request), _cycle(year)
    run = latest_run(cycle)
    if run is None:
        return render(request, "reports/nothing_yet.html")
    table = ranking_of(run)
    codes = (row.code for group in table.groups for row in group.rows)
    open_codes = {code for code in codes if sight.covers(code, cycle.last_on)}
    return render(request, "reports/ranking.html", {"ranking": table, "open_codes": open_codes})


def unit_sheet(request: HttpRequest, year: int, unit_code: str) -> HttpResponse:
    """Show one unit's sheet, leaf by leaf; 403 for whom it is not open, 404 if it is not there."""
    sight, cycle = _sight(request), _cycle(year)
    if not sight.covers(unit_code, cycle.last_on):
        raise PermissionDenied("Phiếu chấm điểm này chỉ mở cho đơn vị đó và người thẩm định.")
    run = latest_run(cycle)
    sheet = sheet_of(run, unit_code) if run else None
    if sheet is None:
        raise Http404("Đơn vị không có trong kỳ đánh giá này.")
    return render(request, "reports/unit_sheet.html", {"sheet": sheet})


def annex(request: HttpRequest, year: int, number: int) -> FileResponse:
    """Hand out a run's annex as PDF."""
    _sight(request)
    run = _cycle(year).runs.select_related("cycle__organiser").filter(number=number).first()
    if run is None:
        raise Http404(f"Năm {year} không có lần xếp hạng số {number}.")
    name = f"phu-luc-{year}-lan-{number}.pdf"
    return FileResponse(annex_pdf(run), filename=name, content_type="application/pdf")


def method(request: HttpRequest) -> HttpResponse:
    """Show how everything is computed, to whoever is signed in."""
    return render(request, "reports/method.html", {"method": method_text()})


def _cycle(year: int) -> Cycle:
    """Return the year's only cycle; 404 without one, and where the year alone names several."""
    cycles = Cycle.objects.filter(year=year)[:2]
    if not cycles:
        raise Http404(f"Không có kỳ đánh giá năm {year}.")
    if len(cycles) > 1:
        raise Http404(
            f"Năm {year} có kỳ đánh giá của nhiều cơ quan;"
            " cổng chưa mở được trang riêng của từng cơ quan."
        )
    return cycles[0]


def _sight(request: HttpRequest) -> Sight:
    """Return what the person may see; 403 for one who has no grant at all."""
    sight = sight_of(cast(User, request.user))
    if sight.is_blind:
        raise PermissionDenied("Tài khoản này chưa được phân quyền. Hãy liên hệ Sở Nội vụ.")
    return sight
