"""Whoever reads a page is written down; who asks for its headers alone reads nothing."""

from django.http import HttpRequest

from foundation.models import AccessRecord
from foundation.services.access import record_access


def record_reading(request: HttpRequest, *, kind: AccessRecord.Kind, page: str, about: str) -> None:
    """Write down that whoever asks reads, or takes out, what a page shows; nothing for a HEAD."""
    if request.method != "HEAD":
        record_access(user=request.user, kind=kind, page=page, about=about)
