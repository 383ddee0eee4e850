"""Guessing passwords is slow: failures are counted for each name and each address."""

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from cchc_portal.addresses import client_address
from cchc_portal.sign_in import FAILURES_OF_A_NAME, FAILURES_OF_AN_ADDRESS
from units.models import User

PAGE = "/dang-nhap/"


@pytest.fixture(autouse=True)
def _no_failures_yet():
    cache.clear()


@pytest.fixture
def clerk(db) -> User:
    """Somebody with a password."""
    return User.objects.create_user("clerk", password="đúng mật khẩu")


def sign_in(password: str, name: str = "clerk", address: str = "10.0.0.1") -> bool:
    """Try to sign in, and say whether it worked."""
    form = {"username": name, "password": password}
    return Client(REMOTE_ADDR=address).post(PAGE, form).status_code == 302


def test_a_name_that_failed_too_often_waits_even_with_the_right_password(clerk):
    for _ in range(FAILURES_OF_A_NAME):
        assert not sign_in("sai")

    assert not sign_in("đúng mật khẩu")
    assert not sign_in("đúng mật khẩu", address="10.0.0.2")


def test_a_session_names_the_backend_that_knows_people(clerk):
    client = Client()
    client.force_login(clerk)

    assert client.session["_auth_user_backend"] == "units.selectors.permissions.GrantBackend"


def test_whoever_waits_is_told_so(clerk):
    for _ in range(FAILURES_OF_A_NAME):
        sign_in("sai")

    page = Client().post(PAGE, {"username": "clerk", "password": "sai"}).content.decode()

    assert "Đã nhập sai quá nhiều lần. Hãy chờ 15 phút rồi đăng nhập lại." in page


def test_the_owner_who_gets_in_in_time_starts_anew(clerk):
    for _ in range(FAILURES_OF_A_NAME - 1):
        sign_in("sai")

    assert sign_in("đúng mật khẩu")
    assert not sign_in("sai")
    assert sign_in("đúng mật khẩu")


def test_a_name_is_the_same_however_it_is_written(clerk):
    for _ in range(FAILURES_OF_A_NAME):
        sign_in("sai", name="CLERK")

    assert not sign_in("đúng mật khẩu")


def test_others_are_not_held_up_by_somebody_elses_failures(clerk):
    for _ in range(FAILURES_OF_A_NAME):
        sign_in("sai", name="other")

    assert sign_in("đúng mật khẩu")


def test_an_address_that_tries_many_names_waits(clerk, monkeypatch):
    monkeypatch.setattr("cchc_portal.sign_in.FAILURES_OF_AN_ADDRESS", 3)
    assert FAILURES_OF_AN_ADDRESS > FAILURES_OF_A_NAME
    for number in range(3):
        sign_in("sai", name=f"name-{number}")

    assert not sign_in("đúng mật khẩu")
    assert sign_in("đúng mật khẩu", address="10.0.0.2")


def test_while_the_cache_is_away_people_get_in(clerk, settings):
    away = settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock?db=1"}
    settings.CACHES = {"default": away}

    assert not sign_in("sai")
    assert sign_in("đúng mật khẩu")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (3, "1.1.1.1, 2.2.2.2", "1.1.1.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}

    request = RequestFactory(REMOTE_ADDR="9.9.9.9").get("/", headers=headers)

    assert client_address(request) == address
