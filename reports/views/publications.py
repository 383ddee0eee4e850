"""Pages for everybody, without signing in: what was published, and how to verify it.

Nothing of people is on them. They may be kept by caches for a few minutes.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.selectors.asked import Asked
from reports.selectors.ranking_pages import ranking_page
from reports.selectors.verifications import DOCUMENTS, frozen_text, verification_of
from reports.views.doors import cycle_or_404
from scoring.models import Cycle, Publication
from scoring.selectors.publications import (
    current_publications,
    publication_of_number,
    publications_of,
)

View = Callable[..., HttpResponseBase]
_KEPT_SECONDS = 300


def open_to_everybody(view: View) -> View:
    """Let a page be read without signing in, and be kept for a while."""
    kept = cache_control(public=True, max_age=_KEPT_SECONDS)(view)
    page: View = login_not_required(require_safe(kept))
    return page


@open_to_everybody
def published(request: HttpRequest) -> HttpResponse:
    """List the cycles whose results are published, the newest year first."""
    publications = current_publications()
    return render(request, "reports/publications.html", {"publications": publications})


@open_to_everybody
def publication(request: HttpRequest, organiser: str, year: int) -> HttpResponse:
    """Show one block of a published ranking; an earlier publication is marked as superseded."""
    cycle, asked = cycle_or_404(organiser, year), Asked.of(request.GET)
    history = list(publications_of(cycle))
    shown = _shown(cycle, history, asked.run)
    page = ranking_page(shown.run, Asked(block=asked.block, run=asked.run))
    context = {"cycle": cycle, "publication": shown, "history": history, "page": page}
    return render(request, "reports/publication.html", context)


@open_to_everybody
def verification(request: HttpRequest, number: int) -> HttpResponse:
    """Show what anybody can check about a published run, and whether a digest is one of its."""
    found = verification_of(_publication_or_404(number), request.GET.get("ma", ""))
    return render(request, "reports/verification.html", {"verification": found})


@open_to_everybody
def frozen(request: HttpRequest, number: int, document: str) -> HttpResponseBase:
    """Hand out a published run's bundle or result byte for byte."""
    known = _publication_or_404(number)
    if document not in DOCUMENTS:
        raise Http404("Chỉ có bundle.json và result.json.")
    content, sha256 = frozen_text(known, document)
    cycle = known.cycle
    name = f"{cycle.organiser.code}-{cycle.year}-lan-{known.run.number}-{document}.json"
    headers: dict[str, Any] = {
        "ETag": f'"{sha256}"',
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    whole = HttpResponse(content, content_type="application/json", headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=whole) or whole


def _shown(cycle: Cycle, history: list[Publication], number: int | None) -> Publication:
    """Return the publication of that run, or the one that holds; 404 where there is none."""
    asked = history if number is None else [it for it in history if it.run.number == number]
    if not asked:
        raise Http404(f"Chưa có kết quả nào như vậy của {cycle} được công bố.")
    return asked[0]


def _publication_or_404(number: int) -> Publication:
    """Return the publication of the run that the portal numbered so."""
    known = publication_of_number(number) if number < 2**63 else None
    if known is None:
        raise Http404("Không có lần xếp hạng nào đã công bố mang số này.")
    return known
