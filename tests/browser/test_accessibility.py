"""What axe finds wrong with a page: nothing, by day and by night, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from foundation.services.jobs import request_job
from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_cycle

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
RANKING = "/xep-hang/56/2024/"
PAGES = (
    "/",
    "/xep-hang/",
    RANKING,
    f"{RANKING}?tim=khong-co-ai",
    f"{RANKING}don-vi/beta/",
    f"{RANKING}don-vi/beta/ho-so/",
    f"{RANKING}trach-nhiem/",
    "/don-vi/",
    "/don-vi/beta/",
    "/ky-danh-gia/",
    "/nhap-du-lieu/",
    "/nhap-du-lieu/units/",
    "/cong-viec/",
    "/cach-tinh/",
    "/so-lieu/",
    "/don-vi/beta/so-lieu/",
    "/thu-xin-loi/",
    "/don-vi/beta/thu-xin-loi/",
    "/nghi-van/",
    "/nghi-van/?nhom=gio-ket-thuc",
    "/doi-chieu/",
    "/doi-chieu/nhap-tay/",
    "/nguon-du-lieu/",
    "/nguon-du-lieu/moi/",
    "/cong-bo/",
    "/giao-dien/",
    "/doi-mat-khau/",
    "/xep-hang/56/1999/",
)


@pytest.fixture
def everything(page, make_user, sign_in):
    """Sign Sở Nội vụ in, who may open every page of a ranked year."""

    def enter(scheme: str, width: int) -> None:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        marker = make_user("home_affairs")
        rank_cycle(build_cycle(marker).pk, by=None)
        request_job("foundation.take_in", input={}, by=marker, title="Nhập hồ sơ tháng 5")
        sign_in(marker)

    return enter


def faults(page) -> list[tuple[str, str]]:
    """Return what axe finds on the page: rule and the element's markup."""
    violations = Axe().run(page).response["violations"]
    return [(fault["id"], node["html"]) for fault in violations for node in fault["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_any_page(page, everything, live_server, scheme, width):
    page.goto(live_server.url)
    found = {"sign in": faults(page)}
    everything(scheme, width)
    for address in PAGES:
        page.goto(live_server.url + address)
        found[address] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_page_is_wider_than_a_phone(page, everything, live_server):
    everything("light", 360)
    widths = {}
    for address in PAGES:
        page.goto(live_server.url + address)
        widths[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: width for name, width in widths.items() if width > 360} == {}


def test_the_menu_opens_without_any_script(browser, live_server, everything, page):
    everything("light", 360)
    cookies = page.context.cookies()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    context.add_cookies(cookies)
    plain = context.new_page()
    plain.goto(live_server.url)

    plain.get_by_text("Mục chính").click()
    plain.get_by_role("link", name="Cách tính").click()

    assert plain.url == f"{live_server.url}/cach-tinh/"
    context.close()
