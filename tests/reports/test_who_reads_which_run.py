"""Which run an address shows to whom: a correction stays with those who decide on it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from cchc_portal.api import urls as api
from reports import urls as pages
from scoring.services.ranking import rank_cycle
from scoring.services.runs import ranked, store_run
from tests.api_clients import caller
from tests.reports.test_pages import words
from tests.scoring_world import create_dossiers, publish
from tests.stage_world import make_known
from units.models import ApiClient, Unit, User

YEAR, CYCLE = "/xep-hang/56/2024/", "/ky-danh-gia/56/2024/"
NEWER = "90,40"
"""Of beta 6 of 25 are late since: 6 + 0.76 × 4 = 9.04 of 10. Published are 98.00."""
RANKING, SHEET = f"{YEAR}?lan=2", f"{YEAR}don-vi/beta/?lan=2"
COMPARISONS = (f"{CYCLE}so-sanh/?tu=1&den=2", f"{CYCLE}so-sanh/")
SHOWING = (YEAR, RANKING, SHEET, f"{YEAR}phu-luc/2.pdf", *COMPARISONS)
OTHERS = (f"{YEAR}don-vi/beta/", "/", "/xep-hang/", "/phieu/56/2024/beta/")
PEOPLE = f"{YEAR}trach-nhiem/"
OF_PEOPLE = tuple(f"{PEOPLE}{it}?lan=2" for it in ("", "danh-sach.pdf", "danh-sach.xlsx"))
OF_HOME_AFFAIRS = (f"{CYCLE}thu/?lan=2", f"{CYCLE}cong-bo/", f"{CYCLE}chat-luong/")
RUN = "/api/v1/cycles/56/2024/runs/2/"
DECIDING, WAITING = ("home_affairs", "leader"), ("appraiser", "reader", "head", "officer")


@pytest.fixture
def correction(run, published):
    """Publish the year and rank it again after five late dossiers of beta turned up."""
    create_dossiers(Unit.through_time.get(code="beta"), 5, 5, prefix="them")
    return rank_cycle(run.cycle_id, by=None)


@pytest.fixture
def sign_in(client, make_user):
    """Return a function that signs a role in; heads and officers are beta's."""

    def enter(role):
        unit = Unit.through_time.get(code="beta") if role in ("head", "officer") else None
        client.force_login(make_user(role, unit, username="nguoi-doc"))
        return client

    return enter


def said(answer) -> str:
    """Return what an answer says, a page or a paper."""
    if not answer.streaming:
        return words(answer)
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.getvalue())).pages)


def telling(client, addresses) -> set[str]:
    """Return the addresses at which somebody reads the correction."""
    return {address for address in addresses if NEWER in said(client.get(address))}


@pytest.mark.parametrize("role", DECIDING)
def test_those_who_decide_on_a_correction_read_it(sign_in, correction, role):
    assert telling(sign_in(role), SHOWING) == set(SHOWING)


@pytest.mark.parametrize("role", WAITING)
def test_nobody_else_reads_it_at_any_address_but_what_is_published(sign_in, correction, role):
    client = sign_in(role)

    assert telling(client, [*SHOWING, *OTHERS]) == set()
    assert "98,00" in words(client.get(RANKING))
    assert "98,00" in words(client.get(SHEET))


@pytest.mark.parametrize("role", [*DECIDING, "appraiser", "reader"])
def test_the_list_of_cycles_tells_of_it_those_who_decide_alone(sign_in, correction, role):
    page = words(sign_in(role).get("/ky-danh-gia/"))

    assert "lần 1, Quyết định số 05/QĐ-UBND" in page
    assert ("lần 2" in page) == (role in DECIDING)


@pytest.mark.parametrize(("role", "number"), [("leader", 2), ("appraiser", 1), ("head", 1)])
def test_the_dossiers_stand_beside_the_run_that_is_open(sign_in, correction, role, number):
    answer = sign_in(role).get(f"{YEAR}don-vi/beta/ho-so/?lan=2")

    assert answer.context["line"].run.number == number


@pytest.mark.parametrize(
    ("role", "of_people", "of_home_affairs"),
    [("home_affairs", 200, 200), ("leader", 200, 403), *((role, 403, 403) for role in WAITING)],
)
def test_the_list_of_people_and_the_trial_are_for_those_who_see_it(
    sign_in, correction, role, of_people, of_home_affairs
):
    client = sign_in(role)

    assert {status(client, address) for address in OF_PEOPLE} == {of_people}
    assert {status(client, address) for address in OF_HOME_AFFAIRS} == {of_home_affairs}


def test_no_address_that_names_a_run_is_forgotten():
    """What is not asked above has tests of its own, and `printed_volume` names no run."""
    patterns = [*pages.urlpatterns, *api.urlpatterns]
    naming = {it.name for it in patterns if "number" in it.pattern.converters}

    asked = {"annex", "verification", "frozen_document"}
    over_the_api = {"api_run", "api_results", "api_bundle", "api_result"}
    assert naming == asked | over_the_api | {"review_reply", "printed_volume"}


def status(client, address: str) -> int:
    """Return how an address answers; a file is read to its end."""
    answer = client.get(address)
    answer.getvalue()
    return answer.status_code


def test_the_public_finds_no_such_run(client, correction):
    page = f"/xac-minh/{correction.pk}/"

    for address in ("/cong-bo/56/2024/?lan=2", page, f"{page}bundle.json", f"{page}result.json"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "expected"),
    [*((role, 200) for role in DECIDING), ("appraiser", 404), ("reader", 404), (None, 404)],
)
def test_the_api_opens_it_to_the_systems_of_those_who_decide(correction, make_user, role, expected):
    trusted = caller("rankings:read", "rankings:provisional")
    ApiClient.objects.update(user=make_user(role, username="may") if role else None)

    answers = [trusted.get(RUN + path) for path in ("", "results/", "bundle/", "result/")]

    assert [answer.status_code for answer in answers] == [expected] * 4


@pytest.mark.parametrize("role", WAITING)
def test_once_published_everybody_reads_it(sign_in, correction, role):
    publish(correction, User.objects.get(username="marker"), reason="Sót 5 hồ sơ")

    assert NEWER in words(sign_in(role).get(YEAR))


@pytest.mark.parametrize("role", [*DECIDING, "appraiser", "reader"])
def test_what_was_open_before_the_publication_stays_so(sign_in, run, next_run, surveyed, role):
    """A provisional run, made before the complete one was published, is no correction of it."""
    next_run(surveyed, is_provisional=True)
    make_known(run, User.objects.get(username="marker"))

    page = words(sign_in(role).get(f"{YEAR}?lan=2"))

    assert "TẠM TÍNH" in page


@pytest.mark.parametrize("role", DECIDING)
def test_who_reads_the_unpublished_result_of_last_year_is_told_the_change_too(
    sign_in, run, other_year, surveyed, role
):
    """Last year beta had the same 98.00."""
    texts = ranked(other_year, surveyed, {"units": {}}, is_provisional=False)
    store_run(other_year, texts, by=None)
    client = sign_in(role)

    assert "98,00" in words(client.get("/xep-hang/56/2023/?lan=1"))
    assert "So với 2023 (chưa công bố)" in words(client.get(YEAR))
