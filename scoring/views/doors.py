"""Who asks, and for which cycle; without one there is no page."""

from collections.abc import Sequence
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from scoring.forms.appraisal import said_in
from scoring.models import Cycle
from scoring.selectors.cycles import cycle_named
from units.models import User

MOVED = "Bộ tiêu chí vừa có phiên bản mới; chưa lưu. Hãy xem lại tiêu chí rồi lưu."


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; the middleware lets nobody else come this far."""
    return cast(User, request.user)


def cycle_or_404(organiser_code: str, year: int) -> Cycle:
    """Return the organiser's cycle of that year, or raise Http404."""
    cycle = cycle_named(organiser_code, year)
    if cycle is None:
        raise Http404("Không có kỳ đánh giá này.")
    return cycle


def typed_in_vain(
    request: HttpRequest, why_not: str, said: Sequence[tuple[str, str]] | None = None
) -> HttpResponse:
    """Return a refusal with what somebody typed who may not give it, each text with its label.

    Without `said` it is the mark and the reason of the form that was sent.
    """
    context = {"exception": why_not, "typed": said_in(request.POST) if said is None else said}
    return render(request, "403.html", context, status=403)
