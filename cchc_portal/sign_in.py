"""A brake on guessing passwords: failed sign-ins are counted for each name and each address."""

import hashlib
import logging
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from cchc_portal.addresses import client_address

log = logging.getLogger(__name__)

FAILURES_OF_A_NAME = 5
FAILURES_OF_AN_ADDRESS = 50
"""Offices share an address, so it bears more than one person's slips."""
WINDOW = 15 * 60
"""Seconds from the first failure until all of them are forgotten."""


class SignInBrake:
    """Asked before every other backend: refuses, whatever the password, after too many failures.

    It knows nobody itself, so it has no `get_user` and no session ever names it.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, **credentials: Any
    ) -> None:
        """Return nothing, so that the next backend is asked; raises PermissionDenied if braked."""
        if request is not None and username and is_braked(request, username):
            raise PermissionDenied


class SignInForm(AuthenticationForm):
    """The sign-in form, which says so when it is the brake that refused."""

    def get_invalid_login_error(self) -> ValidationError:
        """Return why nobody was signed in."""
        name = self.cleaned_data.get("username", "")
        if self.request is None or not is_braked(self.request, name):
            return super().get_invalid_login_error()
        return ValidationError(braked_words(), code="braked")


def braked_words() -> str:
    """Return what whoever failed too often is told."""
    words = _("Đã nhập sai quá nhiều lần. Hãy chờ %(minutes)d phút rồi đăng nhập lại.")
    return words % {"minutes": WINDOW // 60}


def is_braked(request: HttpRequest, username: str) -> bool:
    """Return whether the name or the address has failed too often; no cache, no brake."""
    name, address = _keys(request, username)
    try:
        failures: dict[str, int] = cache.get_many([name, address])
    except RedisError:
        log.warning("Bộ nhớ đệm không trả lời; tạm thời không hạn chế số lần đăng nhập sai.")
        return False
    return (
        failures.get(name, 0) >= FAILURES_OF_A_NAME
        or failures.get(address, 0) >= FAILURES_OF_AN_ADDRESS
    )


@receiver(user_login_failed)
def count_failure(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """Count a failed sign-in for its name and its address."""
    if request is None:
        return
    try:
        for key in _keys(request, str(credentials.get("username", ""))):
            cache.add(key, 0, WINDOW)
            cache.incr(key)
    except (RedisError, ValueError):
        log.warning("Không đếm được lần đăng nhập sai: bộ nhớ đệm không trả lời.")


@receiver(user_logged_in)
def forget_failures(request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Forget a name's failures once its owner is in; its address keeps them."""
    if request is None:
        return
    try:
        cache.delete(_keys(request, user.get_username())[0])
    except RedisError:
        log.warning("Không xoá được số lần đăng nhập sai: bộ nhớ đệm không trả lời.")


def _keys(request: HttpRequest, username: str) -> tuple[str, str]:
    """Return the cache's keys of a name and of an address; names are not kept in the clear."""
    name = hashlib.sha256(username.casefold().encode()).hexdigest()
    return f"sign-in:name:{name}", f"sign-in:address:{client_address(request)}"
