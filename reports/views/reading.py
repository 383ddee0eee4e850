"""Pages to be read: how everything is computed, and for builders what the pages are made of."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reports.selectors.gallery import NOTES, sample_page
from reports.selectors.method_text import method_text


def method(request: HttpRequest) -> HttpResponse:
    """Show how everything is computed, to whoever is signed in."""
    return render(request, "reports/method.html", {"method": method_text()})


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every part of the pages with made-up figures; 404 on a portal in use."""
    if settings.ENVIRONMENT not in ("local", "test") and not settings.DEBUG:
        raise Http404
    context = {
        "page": sample_page(),
        "notes": NOTES,
        "pages": Paginator(range(90), 30).get_page(2),
        "open_ids": set(),
        "bars": ("0", "37.5", "100"),
    }
    return render(request, "reports/gallery.html", context)
