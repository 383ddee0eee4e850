"""The first page, and the list of every ranking."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.selectors.cycles import cycle_entries, newest_cycles
from reports.selectors.desks import desk_of
from reports.views.doors import reader, user_of
from scoring.selectors.reminders import notices_for

_PAGE = 30


def home(request: HttpRequest) -> HttpResponse:
    """Show what lies on the person's desk."""
    person = reader(request)
    notices = notices_for(user_of(request))
    context = {"reader": person, "desk": desk_of(person), "notices": notices}
    return render(request, "reports/home.html", context)


def rankings(request: HttpRequest) -> HttpResponse:
    """Show every cycle with its result, the newest first."""
    person = reader(request)
    page = Paginator(newest_cycles(), _PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "entries": cycle_entries(page.object_list, person)}
    return render(request, "reports/rankings.html", context)
