"""Who may call the API: OAuth 2 client credentials alone, and what each client may ask for."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.scopes import SettingsScopes
from rest_framework.request import Request

PROVISIONAL = "rankings:provisional"
SEES_PROVISIONAL = "scoring.view_rankingrun"


class ClientScopes(SettingsScopes):
    """Provisional rankings are open only to a client whose account may see them."""

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Return the scopes open to the client."""
        scopes = super().get_available_scopes(application, request)
        account = getattr(application, "user", None)
        may = account is not None and account.has_perm(SEES_PROVISIONAL)
        return [scope for scope in scopes if may or scope != PROVISIONAL]


class ClientToken(OAuth2Authentication):
    """A bearer token in the Authorization header, and nowhere else."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Any] | None:
        """Return nobody and the token, None without a valid one."""
        kind, _, _ = request.headers.get("Authorization", "").partition(" ")
        found = super().authenticate(request) if kind.lower() == "bearer" else None
        return (AnonymousUser(), found[1]) if found else None
