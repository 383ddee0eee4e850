"""Other systems that call the API in tests."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken

from units.models import ApiClient, User

SECRET = "bí mật chỉ dùng trong kiểm tra"


def make_api_client(account: User | None = None) -> ApiClient:
    """Store a system with credentials of its own; an account may answer for it."""
    return ApiClient.objects.create(
        name="Trung tâm điều hành",
        user=account,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=SECRET,
    )


def caller(*scopes: str, hours: float = 1) -> Client:
    """Return a client that sends a token of these scopes, good for so many hours."""
    token = AccessToken.objects.create(
        application=make_api_client(),
        token=f"token-{'-'.join(scopes)}",
        scope=" ".join(scopes),
        expires=timezone.now() + timedelta(hours=hours),
    )
    return Client(headers={"authorization": f"Bearer {token.token}"})
