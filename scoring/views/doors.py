"""Who asks, and for which cycle; without one there is no page."""

from typing import cast

from django.http import Http404, HttpRequest

from scoring.models import Cycle
from scoring.selectors.cycles import cycle_named
from units.models import User


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; the middleware lets nobody else come this far."""
    return cast(User, request.user)


def cycle_or_404(organiser_code: str, year: int) -> Cycle:
    """Return the organiser's cycle of that year, or raise Http404."""
    cycle = cycle_named(organiser_code, year)
    if cycle is None:
        raise Http404("Không có kỳ đánh giá này.")
    return cycle
