"""What the portal adds to every response."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from foundation.views.posted import refuse_nul


class PrivatePages:
    """Keep what signed-in people read out of every cache: offices share their computers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and forbid keeping the answer if it was for somebody."""
        response = self.get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response


class NoNulBytes:
    """Refuse addresses and forms with a NUL, which no text of the database can hold.

    The answer is the page for a request that cannot be understood; of its addresses the API says
    so itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; raises BadRequest for a NUL in the path or after the question mark."""
        has_nul = "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
        if has_nul and not request.path.startswith("/api/"):
            raise BadRequest("NUL")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_given: Any) -> None:
        """Look at what a form sends, unless the view does so once it has limited its files."""
        if not getattr(view, "reads_its_form_itself", False):
            refuse_nul(request)
