"""The table of a year and its annex."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.models import AccessRecord
from foundation.views.access import record_reading
from reports.selectors.asked import Asked
from reports.selectors.ranking_pages import ranking_page
from reports.services.annex import annex_pdf
from reports.views.doors import cycle_or_404, nothing_yet, reader, run_to_show, user_of
from scoring.models import Publication, RankingRun
from scoring.selectors.publications import current_publication, publication_of
from scoring.selectors.runs import visible_run, visible_runs

_RUNS_LISTED = 12
_OF_A_RUN = ("number", "is_provisional", "created_at", "publication__state")


def ranking(request: HttpRequest, organiser: str, year: int) -> HttpResponse:
    """Show one block of a year's ranking as it is asked for."""
    person, cycle, asked = reader(request), cycle_or_404(organiser, year), Asked.of(request.GET)
    run = run_to_show(cycle, user_of(request), asked.run)
    if run is None:
        return nothing_yet(request, cycle)
    is_whole = person.reads_whole(run)
    only = None if is_whole else person.own_ids
    page = ranking_page(run, asked, only, with_unpublished=person.sees_unpublished)
    rows = page.table.rows
    context = {
        "cycle": cycle,
        "page": page,
        "reader": person,
        "open_ids": {row.unit_id for row in rows if person.opens_sheet(row.unit_id)},
        "runs": visible_runs(cycle, user_of(request)).values(*_OF_A_RUN)[:_RUNS_LISTED],
        "holding": holding_instead(run),
        "is_asked_run": asked.run in (None, run.number),
    }
    return render(request, "reports/ranking.html", context)


def holding_instead(run: RankingRun) -> Publication | None:
    """Return the publication that holds where a run's own does not; None where the run's does."""
    known = publication_of(run)
    is_holding = known is not None and not known.is_superseded
    return None if is_holding else current_publication(run.cycle)


def annex(request: HttpRequest, organiser: str, year: int, number: int) -> FileResponse:
    """Hand out a run's annex as PDF."""
    reader(request)
    cycle = cycle_or_404(organiser, year)
    run = visible_run(cycle, user_of(request), number)
    if run is None:
        raise Http404(f"Năm {year} không có lần xếp hạng số {number} mở cho bạn.")
    kind = AccessRecord.Kind.EXPORT
    record_reading(request, kind=kind, page=_("Phụ lục xếp hạng"), about=str(run))
    name = f"phu-luc-{cycle.organiser.code}-{year}-lan-{number}.pdf"
    pdf = annex_pdf(run, verification_address(request, run))
    return FileResponse(pdf, filename=name, content_type="application/pdf")


def verification_address(request: HttpRequest, run: RankingRun) -> str:
    """Return the whole address at which anybody can verify a run, once it is published."""
    return request.build_absolute_uri(reverse("verification", args=[run.pk]))
