"""What a form sends, looked at before any page works with it."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest


def refuse_nul(request: HttpRequest) -> None:
    """Raise BadRequest for a NUL in what a form sends, which no text of the database can hold.

    Files may have some.
    """
    if any("\0" in text for name, texts in request.POST.lists() for text in (name, *texts)):
        raise BadRequest("NUL")
