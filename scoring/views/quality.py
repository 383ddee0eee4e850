"""The page on which Sở Nội vụ looks at how a cycle was appraised."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scoring.selectors.contrasts import contrasts_of, facts_to_compare, leaves_to_compare
from scoring.selectors.quality import quality_of
from scoring.selectors.quality_words import contrast_line, quality_tables
from scoring.selectors.runs import runs_of
from scoring.views.doors import cycle_or_404


@require_safe
@permission_required("scoring.change_cycle", raise_exception=True)
def quality(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show spread, equal marks, over-claiming, pace, and one leaf beside one fact."""
    cycle = cycle_or_404(organiser_code, year)
    run = runs_of(cycle).first()
    leaf, fact = request.GET.get("tieu-chi", ""), request.GET.get("so-lieu", "")
    contrasts = contrasts_of(run, leaf, fact) if run and leaf and fact else []
    context = {
        "cycle": cycle,
        "tables": quality_tables(quality_of(cycle)),
        "run": run,
        "leaves": leaves_to_compare(run) if run else [],
        "facts": facts_to_compare(run) if run else [],
        "leaf": leaf,
        "fact": fact,
        "contrasts": [contrast_line(contrast) for contrast in contrasts],
    }
    return render(request, "scoring/quality.html", context)
