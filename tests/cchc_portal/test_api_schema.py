"""The API is what its description says, called in many strange ways."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation

from cchc_portal.api.rates import ClientRate
from cchc_portal.wsgi import application
from scoring.services.ranking import rank_cycle
from tests.api_clients import caller
from tests.scoring_world import build_cycle

REAL = {"organiser": "56", "year": 2024, "number": 1, "code": "alpha"}
BRIEF = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = application


@pytest.fixture
def _one_connection():
    """Keep the test's own connection open from one request to the next."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(make_user, monkeypatch, _one_connection) -> dict[str, str]:
    """What a system sends that may read everything there is in the hand-worked world."""
    monkeypatch.setattr(ClientRate, "rate", "1000000/s", raising=False)
    rank_cycle(build_cycle(make_user("home_affairs")).pk, by=None)
    system = caller("units:read", "rankings:read", "rankings:provisional")
    return {"Authorization": system.defaults["HTTP_AUTHORIZATION"]}


@schema.parametrize()
@BRIEF
def test_whatever_is_asked_is_answered_as_described(case, headers):
    place = case.meta.components.get(ParameterLocation.PATH)
    if place is None or not place.mode.is_negative:
        case.path_parameters.update({name: REAL[name] for name in case.path_parameters})

    answer = case.call(headers=headers)

    case.validate_response(answer)


def test_the_description_is_valid_openapi():
    validate_schema(SchemaGenerator().get_schema(request=None, public=True))


def test_every_operation_has_a_vietnamese_summary_and_a_scope():
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]

    operations = [operation for path in paths.values() for operation in path.values()]
    assert len(operations) == 11
    assert all(operation["summary"] and operation["security"] for operation in operations)


@pytest.mark.parametrize("path", ["/api/v1/schema/", "/api/v1/docs/", "/api/v1/docs/?script="])
def test_the_description_is_open_to_everybody(client, db, path):
    assert client.get(path).status_code == 200


def test_only_the_page_of_the_description_may_draw_with_inline_styles(client, db):
    page, other = client.get("/api/v1/docs/"), client.get("/api/v1/schema/")

    assert "style-src 'self' 'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].count("unsafe") == 1
    assert "unsafe" not in other.headers["Content-Security-Policy"]


def test_the_page_of_the_description_fetches_nothing_from_elsewhere(client, db):
    assert "//" not in client.get("/api/v1/docs/").content.decode().replace("<!--", "")
