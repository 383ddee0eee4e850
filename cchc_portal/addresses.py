"""Whose address a request comes from, seen through the proxies that we run ourselves."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the caller's address: what our outermost proxy saw, else the connection's own.

    Only so many entries of X-Forwarded-For are believed as there are proxies of ours, from the
    right: what stands left of them the caller may have written.
    """
    proxies: int = settings.TRUSTED_PROXIES
    told: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    seen = [part.strip() for part in told.split(",")]
    if proxies and seen[0]:
        return seen[-min(proxies, len(seen))]
    return str(request.META.get("REMOTE_ADDR", ""))
