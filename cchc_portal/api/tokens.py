"""Where clients get their tokens."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from oauth2_provider.views import TokenView

from cchc_portal.api.rates import TokenRate


class ClientTokenView(TokenView):
    """Gives tokens for client credentials; every other grant is refused by the server class."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return a token, or the error that RFC 6749 names."""
        rate = TokenRate()
        if rate.allow_request(request, self):
            return cast(HttpResponse, self.authorization_flow_token_response(request))
        wait = {"Retry-After": str(int(rate.wait() or 1))}
        return JsonResponse({"error": "temporarily_unavailable"}, status=429, headers=wait)
