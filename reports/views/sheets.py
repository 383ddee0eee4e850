"""The sheet of a unit and the dossiers behind it, for those to whom they are open."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.models import AccessRecord
from foundation.views.access import record_reading
from reports.selectors.asked import Asked
from reports.selectors.dossier_lists import dossier_page
from reports.selectors.sheets import line_of, sheet_of
from reports.views.doors import cycle_or_404, nothing_yet, open_line, reader, run_to_show, user_of


def unit_sheet(request: HttpRequest, organiser: str, year: int, unit_code: str) -> HttpResponse:
    """Show one unit's sheet, leaf by leaf; 403 for whom it is not open, 404 if it is not there."""
    person, cycle, asked = reader(request), cycle_or_404(organiser, year), Asked.of(request.GET)
    run = run_to_show(cycle, user_of(request), asked.run)
    if run is None:
        return nothing_yet(request, cycle)
    line = open_line(person, line_of(run, unit_code))
    context = {
        "cycle": cycle,
        "sheet": sheet_of(
            line,
            is_whole=person.reads_whole(run),
            with_unpublished=person.sees_unpublished,
        ),
        "run_link": asked.run_link,
        "has_dossiers": person.opens_dossiers(line.unit_id),
    }
    return render(request, "reports/unit_sheet.html", context)


def dossiers_behind(
    request: HttpRequest, organiser: str, year: int, unit_code: str
) -> HttpResponse:
    """Show the dossiers behind a unit's late rate; 403 for whom they are not open."""
    person, cycle, asked = reader(request), cycle_or_404(organiser, year), Asked.of(request.GET)
    run = run_to_show(cycle, user_of(request), asked.run)
    if run is None:
        return nothing_yet(request, cycle)
    line = open_line(person, line_of(run, unit_code))
    if not person.opens_dossiers(line.unit_id):
        raise PermissionDenied("Danh sách hồ sơ chỉ mở cho đơn vị đó và người thẩm định.")
    page = dossier_page(line, request.GET)
    if page is None:
        raise Http404("Lần xếp hạng này không tính hồ sơ.")
    kind, about = AccessRecord.Kind.READ, str(line.given["name"])
    record_reading(request, kind=kind, page="Hồ sơ sau tỷ lệ trễ hạn", about=about)
    context = {"cycle": cycle, "line": line, "list": page, "run_link": asked.run_link}
    return render(request, "reports/dossiers.html", context)
