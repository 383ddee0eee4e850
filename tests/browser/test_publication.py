"""Publishing by the keyboard, and the public pages in a browser of nobody in particular."""

import re

import pytest
from playwright.sync_api import expect

from foundation.models import Job
from scoring.models import Publication
from scoring.services.ranking import rank_cycle
from scoring.tasks import publish_run as publish_in_the_worker
from tests.browser.axe import faults
from tests.browser.test_four_roles import tab_to
from tests.scoring_world import approve_sets, build_cycle, create_dossiers, publish
from units.models import Unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
PUBLISH = "/ky-danh-gia/56/2024/cong-bo/"


@pytest.fixture
def marker(make_user):
    """Return who ranks and publishes."""
    return make_user("home_affairs")


@pytest.fixture
def corrected(marker) -> list[Publication]:
    """Publish a run and its correction; return both publications."""
    cycle = build_cycle(marker)
    first = publish(rank_cycle(cycle.pk, by=None), marker)
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")
    newer = rank_cycle(cycle.pk, by=None)
    second = publish(newer, marker, decision_number="09/QĐ-UBND", reason="Sót 1 hồ sơ")
    return [first, second]


def test_home_affairs_publishes_by_the_keyboard_alone(page, sign_in, marker, live_server):
    cycle = build_cycle(marker)
    approve_sets(cycle)
    rank_cycle(cycle.pk, by=None)
    sign_in(marker)
    page.goto(live_server.url + PUBLISH)

    tab_to(page, "Số quyết định")
    page.keyboard.type("05/QĐ-UBND")
    tab_to(page, "Ngày quyết định")
    page.keyboard.type("15/01/2025")
    tab_to(page, "Tôi đã đối chiếu với quyết định đã ký")
    page.keyboard.press("Space")
    tab_to(page, "Công bố")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cong-viec/[0-9]+/"))
    publish_in_the_worker(Job.objects.get().pk)
    page.goto(f"{live_server.url}/cong-bo/56/2024/")

    expect(page.get_by_role("row", name=re.compile("Sở beta"))).to_contain_text("98,00")
    expect(page.get_by_role("main")).to_contain_text("Quyết định số 05/QĐ-UBND ngày 15/01/2025")


def test_a_citizen_finds_a_ranking_and_checks_the_digest_on_paper(page, corrected, live_server):
    digest = corrected[1].run.bundle_sha256
    page.goto(f"{live_server.url}/cong-bo/")

    page.get_by_role("link", name="Kỳ tính tay 2024").click()
    page.get_by_role("link", name="Xác minh, tải số liệu").click()
    page.get_by_label("So với mã số in trên giấy").fill(digest)
    page.get_by_role("button", name="So mã số").click()

    expect(page.get_by_role("status")).to_contain_text("Khớp.")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_public_pages(page, corrected, live_server, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    first, second = (it.run_id for it in corrected)
    addresses = [
        "/cong-bo/",
        "/cong-bo/56/2024/",
        "/cong-bo/56/2024/?lan=1",
        f"/xac-minh/{second}/",
        f"/xac-minh/{first}/?ma={'0' * 64}",
    ]
    found = {}
    for address in addresses:
        page.goto(live_server.url + address)
        is_wide = page.evaluate("document.documentElement.scrollWidth") > width
        found[address] = (faults(page), is_wide)

    assert {address: wrong for address, wrong in found.items() if wrong != ([], False)} == {}


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_the_pages_of_publishing(
    page, sign_in, corrected, marker, live_server, width
):
    page.set_viewport_size({"width": width, "height": 800})
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="nua")
    rank_cycle(corrected[0].cycle_id, by=None)
    sign_in(marker)
    found = {}
    for address in (PUBLISH, "/ky-danh-gia/", "/xep-hang/56/2024/", "/xep-hang/56/2024/?lan=1"):
        page.goto(live_server.url + address)
        is_wide = page.evaluate("document.documentElement.scrollWidth") > width
        found[address] = (faults(page), is_wide)

    assert {address: wrong for address, wrong in found.items() if wrong != ([], False)} == {}
