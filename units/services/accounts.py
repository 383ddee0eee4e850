"""Accounts of people and of other systems: passwords and secrets that are given show once."""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from oauth2_provider.models import get_access_token_model

from units.models import ApiClient, User

PASSWORD_BYTES = 12


@transaction.atomic
def renew_password(user: User, *, by: Any) -> str:
    """Give a person a new random password and return it; it is kept nowhere else.

    Given by somebody else, it opens nothing until the person has changed it. Raises
    PermissionDenied if anybody but a superuser asks for a superuser's.
    """
    if user.is_superuser and not by.is_superuser:
        raise PermissionDenied("Chỉ quản trị hệ thống cấp được mật khẩu cho tài khoản này.")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user.set_password(password)
    user.must_change_password = user.pk != by.pk
    user.save(update_fields=["password", "must_change_password"])
    return password


def change_own_password(user: User, password: str) -> None:
    """Set the password that a person chose, which is theirs alone from now on."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def create_client(client: ApiClient, *, by: Any) -> str:
    """Store a new system that signs in by client credentials, and return its secret."""
    client.client_type = ApiClient.CLIENT_CONFIDENTIAL
    client.authorization_grant_type = ApiClient.GRANT_CLIENT_CREDENTIALS
    return _with_new_secret(client)


@transaction.atomic
def renew_secret(client: ApiClient, *, by: Any) -> str:
    """Give a system a new secret and return it; the old one is void, and every token with it."""
    get_access_token_model().objects.filter(application=client).delete()
    return _with_new_secret(client)


def _with_new_secret(client: ApiClient) -> str:
    secret = secrets.token_urlsafe(48)
    client.client_secret, client.hash_client_secret = secret, True
    client.save()
    return secret
