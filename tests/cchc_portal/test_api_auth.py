"""Systems sign in by client credentials and in no other way; a token opens what its scopes say."""

import base64

import pytest
from django.core.cache import cache
from django.test import Client

from cchc_portal.api.rates import ClientRate, TokenRate
from tests.api_clients import SECRET, caller, make_api_client

TOKEN, REVOKE, UNITS = "/api/v1/oauth/token/", "/api/v1/oauth/revoke/", "/api/v1/units/"


@pytest.fixture(autouse=True)
def _no_calls_yet():
    cache.clear()


@pytest.fixture
def system(db):
    """A system nobody in particular answers for."""
    return make_api_client()


def ask(client, secret: str = SECRET, **asked):
    """Ask for a token with the credentials in the header."""
    pair = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()
    body = {"grant_type": "client_credentials"} | asked
    return Client().post(TOKEN, body, headers={"authorization": f"Basic {pair}"})


def use(token: str):
    """Call the API with a token."""
    return Client().get(UNITS, headers={"authorization": f"Bearer {token}"})


def test_a_system_gets_a_token_for_an_hour_and_calls_with_it(system):
    given = ask(system).json()

    assert (given["token_type"], given["expires_in"]) == ("Bearer", 3600)
    assert given["scope"].split() == ["units:read", "rankings:read"]
    assert use(given["access_token"]).status_code == 200


def test_a_system_may_ask_for_less(system):
    given = ask(system, scope="rankings:read").json()

    assert given["scope"] == "rankings:read"
    assert use(given["access_token"]).status_code == 403


def test_a_revoked_token_opens_nothing(system):
    token = ask(system).json()["access_token"]

    Client().post(REVOKE, {"token": token, "client_id": system.client_id, "client_secret": SECRET})

    assert use(token).status_code == 401


def test_a_wrong_secret_gives_no_token(system):
    answer = ask(system, secret="x")

    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


@pytest.mark.parametrize(
    "grant",
    [
        "password",
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "implicit",
        "",
    ],
)
def test_every_other_grant_is_refused(system, grant):
    answer = ask(system, grant_type=grant, username="a", password="b", code="c", refresh_token="d")

    assert answer.status_code in (400, 401)
    assert "error" in answer.json()


@pytest.mark.parametrize("path", ["authorize/", "introspect/", "applications/", "device/"])
def test_nothing_else_of_oauth_is_mounted(db, path):
    assert Client().get(f"/api/v1/oauth/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [(None, 400), ("officer", 400), ("reader", 200), ("leader", 200)]
)
def test_provisional_rankings_are_for_systems_whose_account_may_see_them(
    make_user, make_unit, role, status
):
    unit = make_unit("a") if role == "officer" else None
    system = make_api_client(make_user(role, unit))

    assert ask(system, scope="rankings:provisional").status_code == status


def test_a_system_that_nobody_answers_for_gets_no_provisional_rankings(system):
    assert ask(system, scope="rankings:provisional").json() == {"error": "invalid_scope"}


def test_a_token_counts_only_in_its_header(db):
    by_header = caller("units:read")
    token = by_header.defaults["HTTP_AUTHORIZATION"].split()[1]

    assert Client().get(UNITS, {"access_token": token}).status_code == 401
    assert by_header.get(UNITS).status_code == 200


def test_a_stale_token_is_told_to_be_renewed(db):
    answer = caller("units:read", hours=-1).get(UNITS)

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Bearer x y", "Basic eA==", "\x00", "ơ"])
def test_a_header_that_is_no_token_is_nobody(db, header):
    answer = Client().get(UNITS, headers={"authorization": header})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("role", [None, "home_affairs", "reader"])
def test_signing_in_on_the_pages_opens_nothing_of_the_api(client, make_user, role):
    client.force_login(make_user(role))

    assert client.get(UNITS).status_code == 401


def test_a_client_that_calls_too_often_is_asked_to_wait(db, monkeypatch):
    monkeypatch.setattr(ClientRate, "rate", "2/min", raising=False)
    eager, other = caller("units:read"), caller("units:read", "rankings:read")

    answers = [eager.get(UNITS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert other.get(UNITS).status_code == 200


def test_an_address_that_asks_for_too_many_tokens_waits(system, monkeypatch):
    monkeypatch.setattr(TokenRate, "rate", "1/min", raising=False)

    first, second = ask(system), ask(system)

    assert (first.status_code, second.status_code) == (200, 429)
    assert "Retry-After" in second.headers


def test_while_the_cache_is_away_clients_are_served(db, settings):
    away = settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/valkey.sock?db=1"}
    settings.CACHES = {"default": away}

    assert caller("units:read").get(UNITS).status_code == 200


def test_a_system_whose_account_is_deactivated_is_shut_out_at_once(make_user):
    account = make_user("reader")
    system = make_api_client(account)
    token = ask(system).json()["access_token"]
    assert use(token).status_code == 200

    account.is_active = False
    account.save()

    assert use(token).status_code == 401
    assert ask(system).json() == {"error": "invalid_scope"}


def test_a_system_whose_account_has_no_role_any_more_is_shut_out_at_once(make_user, make_unit):
    account = make_user("head", make_unit("a"))
    system = make_api_client(account)
    token = ask(system).json()["access_token"]
    assert use(token).status_code == 200

    account.grants.all().delete()

    assert use(token).status_code == 401
    assert ask(system, scope="units:read").json() == {"error": "invalid_scope"}
