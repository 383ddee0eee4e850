"""How often the API may be called: each client at its rate, each address at its rate for tokens."""

import logging
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from cchc_portal.addresses import client_address

if TYPE_CHECKING:
    from rest_framework.views import APIView

log = logging.getLogger(__name__)


class Rate(SimpleRateThrottle):
    """A rate kept in the cache; while the cache is away nobody is held up."""

    def allow_request(self, request: Request | HttpRequest, view: Any) -> bool:
        """Return whether the caller is within its rate."""
        try:
            return super().allow_request(cast(Request, request), view)
        except RedisError:
            log.warning("Bộ nhớ đệm không trả lời; API tạm thời không giới hạn số lần gọi.")
            return True

    def place_of(self, ident: str) -> str:
        """Return where the calls of one caller are counted."""
        return self.cache_format % {"scope": self.scope, "ident": ident}


class ClientRate(Rate):
    """How often one client may call; what is open to everybody is counted by address."""

    scope = "client"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        """Return the client's own key."""
        client = getattr(request.auth, "application_id", None)
        return self.place_of(str(client) if client else client_address(request))


class TokenRate(Rate):
    """How often one address may ask for a token: checking a secret is slow by design."""

    scope = "token"

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        """Return the address's own key."""
        return self.place_of(client_address(request))
