"""The list for review of responsibility, for Sở Nội vụ and leaders."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.selectors.asked import Asked
from reports.selectors.review_lists import review_list
from reports.views.doors import cycle_or_404, nothing_yet, reader, run_to_show, user_of


def reviews(request: HttpRequest, organiser: str, year: int) -> HttpResponse:
    """Show whom the rules on people concern in a run, unit by unit."""
    person, cycle, asked = reader(request), cycle_or_404(organiser, year), Asked.of(request.GET)
    if not person.sees_people:
        raise PermissionDenied("Danh sách này chỉ mở cho Sở Nội vụ và lãnh đạo tỉnh.")
    run = run_to_show(cycle, user_of(request), asked.run)
    if run is None:
        return nothing_yet(request, cycle)
    context = {
        "cycle": cycle,
        "run": run,
        "run_link": asked.run_link,
        "list": review_list(run),
    }
    return render(request, "reports/reviews.html", context)
