"""The table of a year and its annex."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports.selectors.asked import Asked
from reports.selectors.ranking_pages import ranking_page
from reports.services.annex import annex_pdf
from reports.views.doors import cycle_or_404, nothing_yet, reader, run_to_show, user_of
from scoring.selectors.runs import visible_run, visible_runs

_RUNS_LISTED, _OF_A_RUN = 12, ("number", "is_provisional", "created_at")


def ranking(request: HttpRequest, organiser: str, year: int) -> HttpResponse:
    """Show one block of a year's ranking as it is asked for."""
    person, cycle, asked = reader(request), cycle_or_404(organiser, year), Asked.of(request.GET)
    run = run_to_show(cycle, user_of(request), asked.run)
    if run is None:
        return nothing_yet(request, cycle)
    page = ranking_page(run, asked)
    rows = page.table.rows
    context = {
        "cycle": cycle,
        "page": page,
        "reader": person,
        "open_ids": {row.unit_id for row in rows if person.opens_sheet(row.unit_id)},
        "runs": visible_runs(cycle, user_of(request)).values(*_OF_A_RUN)[:_RUNS_LISTED],
        "is_asked_run": asked.run in (None, run.number),
    }
    return render(request, "reports/ranking.html", context)


def annex(request: HttpRequest, organiser: str, year: int, number: int) -> FileResponse:
    """Hand out a run's annex as PDF."""
    reader(request)
    cycle = cycle_or_404(organiser, year)
    run = visible_run(cycle, user_of(request), number)
    if run is None:
        raise Http404(f"Năm {year} không có lần xếp hạng số {number} mở cho bạn.")
    name = f"phu-luc-{cycle.organiser.code}-{year}-lan-{number}.pdf"
    return FileResponse(annex_pdf(run), filename=name, content_type="application/pdf")
