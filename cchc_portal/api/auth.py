"""Who may call the API: OAuth 2 client credentials alone, and what each client may ask for."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.scopes import SettingsScopes
from rest_framework.request import Request

from units.selectors.grants import sight_of

PROVISIONAL = "rankings:provisional"
SEES_PROVISIONAL = "scoring.view_rankingrun"


class ClientScopes(SettingsScopes):
    """What a client may ask for: nothing once its account is shut.

    Provisional rankings are open only to a client whose account may see them.
    """

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Return the scopes open to the client."""
        if application is not None and is_shut(application):
            return []
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
        if found is None or is_shut(found[1].application):
            return None
        return AnonymousUser(), found[1]


def is_shut(client: Any) -> bool:
    """Return whether the client's account is deactivated or without grants; none is never shut."""
    account = getattr(client, "user", None)
    return account is not None and (not account.is_active or sight_of(account).is_blind)
