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
NO_LEAF = "Phiếu không có tiêu chí này; có thể bộ tiêu chí vừa có phiên bản mới."


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
    request: HttpRequest,
    refusal: Exception | str,
    said: Sequence[tuple[str, str]] | None = None,
    *,
    status: int | None = None,
) -> HttpResponse:
    """Return a refusal with what somebody typed, each text with its label.

    Without `said` it is the mark and the words of the form that was sent. The status is that of
    the refusal, 409 is given where the place is gone from its page. Whoever sent it in place gets
    the refusal in its place.
    """
    context = {"exception": str(refusal), "typed": said_in(request.POST) if said is None else said}
    if request.headers.get("HX-Request"):
        return render(request, "components/typed_in_vain.html", context)
    status = status or (404 if isinstance(refusal, Http404) else 403)
    return render(request, f"{status}.html", context, status=status)
