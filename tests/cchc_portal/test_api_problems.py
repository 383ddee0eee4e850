"""Every error of the API is problem details (RFC 9457), and none is a page for people."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client, override_settings
from django.urls import include, path

from tests.api_clients import caller

UNITS = "/api/v1/units/"


@login_not_required
def explode(request):
    """Fail as nobody foresaw."""
    raise RuntimeError("mật khẩu nằm ở đây")


urlpatterns = [path("api/v1/no/", explode), path("", include("cchc_portal.urls"))]


@pytest.fixture
def api(db) -> Client:
    """A system that may read units."""
    return caller("units:read")


def the_problem(answer, status: int) -> dict:
    """Return the problem, having seen that it is one."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["type"], told["status"]) == ("about:blank", status)
    assert told["title"] and told["detail"]
    return told


def test_a_wrong_parameter_is_told_in_vietnamese(api):
    told = the_problem(api.get(UNITS, {"on": "hôm qua", "x": 1}), 400)

    assert told["instance"] == UNITS
    assert [fault["parameter"] for fault in told["errors"]] == ["on", "x"]
    assert told["errors"][1]["detail"] == "Không có tham số này."


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/units/", "/api/v1/nothing/"])
def test_an_unknown_address_is_a_problem(db, path):
    assert the_problem(Client().get(path), 404)["instance"] == path


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_only_reads_says_so(api, method):
    answer = getattr(api, method)(UNITS, content_type="application/json")

    the_problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("method", ["head", "options"])
def test_asking_about_an_address_is_fine(api, method):
    assert getattr(api, method)(UNITS).status_code == 200


def test_a_token_is_asked_for_by_post_alone(db):
    answer = Client().get("/api/v1/oauth/token/")

    the_problem(answer, 405)
    assert "POST" in answer.headers["Allow"]


def test_nobody_is_sent_to_the_sign_in_page(db):
    answer = Client().get(UNITS)

    the_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_without_the_scope_is_refused(db):
    the_problem(caller("rankings:read").get(UNITS), 403)


def test_only_json_is_spoken(api):
    the_problem(api.get(UNITS, headers={"accept": "text/html"}), 406)


@override_settings(ROOT_URLCONF="tests.cchc_portal.test_api_problems")
def test_an_unforeseen_error_tells_nothing_of_itself():
    answer = Client(raise_request_exception=False).get("/api/v1/no/")

    the_problem(answer, 500)
    assert "mật khẩu" not in answer.content.decode()


def test_a_strange_host_is_a_problem_too(db):
    the_problem(Client().get(UNITS, headers={"host": "evil.example"}), 400)


@pytest.mark.parametrize("query", ["on=%00", "%00=1", "on=%ED%A0%80", "a=%ZZ", "search=%00%FF"])
def test_garbage_is_refused_and_breaks_nothing(api, query):
    the_problem(api.get(f"{UNITS}?{query}"), 400)


def test_a_client_with_a_nul_is_refused(db):
    given = {"grant_type": "client_credentials", "client_id": "a\0", "client_secret": "x"}

    the_problem(Client().post("/api/v1/oauth/token/", given), 400)


def test_pages_for_people_keep_their_own_errors(client, make_user):
    client.force_login(make_user("home_affairs"))

    assert client.get("/khong-co/").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"page": "x"}, "Hãy ghi một số nguyên."),
        ({"page_size": "0"}, "Giá trị nhỏ nhất là 1."),
        ({"page_size": "1001"}, "Giá trị lớn nhất là 1000."),
        ({"on": "hôm qua"}, "Ngày không đúng dạng; hãy dùng dạng YYYY-MM-DD."),
        ({"level": "x"}, "“x” không phải là một lựa chọn."),
        ({"search": ""}, "Không được để trống."),
    ],
)
def test_every_fault_is_told_in_vietnamese(api, asked, sentence):
    (fault,) = the_problem(api.get(UNITS, asked), 400)["errors"]

    assert fault["detail"] == sentence
