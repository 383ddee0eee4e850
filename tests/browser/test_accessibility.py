"""Every page there is: axe finds nothing wrong with it by day or night, and it fits a phone."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.browser.axe import faults
from tests.browser.every_page import build_everything

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
RANKING = "/xep-hang/56/2024/"
OTHERWISE = (
    f"{RANKING}?tim=khong-co-ai",
    "/nghi-van/?nhom=gio-ket-thuc",
    "/xep-hang/56/1999/",
)
"""Pages that find nothing or are asked for more, and one that is not there."""
SEEN_OTHERWISE = {
    *("alive", "ready", "metrics"),  # for other programs than browsers
    *("document_file", "sheet_signed_file"),  # files
    *("criterion_trial", "job_progress", "rule_set_example", "source_sample"),  # parts of a page
    "sign_in",  # for whoever is not signed in
}
"""Names of addresses that are no page of their own for somebody signed in."""


LOOKS = (("light", 1280), ("dark", 360))
"""By day at a desk, by night on a phone: a scheme of colours, a width."""


@pytest.fixture
def everything(make_user, sign_in, tmp_path) -> Callable[[], dict[str, str]]:
    """Build the world and sign its person in; return where every page is, by name."""

    def enter() -> dict[str, str]:
        user = make_user("home_affairs")
        addresses = build_everything(user, tmp_path)
        sign_in(user)
        return addresses

    return enter


def look(page, scheme: str, width: int) -> None:
    """Have pages shown in a scheme of colours and at a width, at once: no colour on its way."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})


def test_axe_finds_nothing_and_no_page_is_too_wide(page, everything, live_server):
    answers, found, wide = {}, {}, {}

    def visit(address: str) -> None:
        answers[address] = page.goto(live_server.url + address).status
        for scheme, width in LOOKS:
            look(page, scheme, width)
            found[address, scheme] = faults(page)
            wide[address, scheme] = page.evaluate("document.documentElement.scrollWidth") > width

    visit("/dang-nhap/")
    for address in (*everything().values(), *OTHERWISE):
        visit(address)

    assert {it: status for it, status in answers.items() if status != 200} == {OTHERWISE[-1]: 404}
    assert {it: wrong for it, wrong in found.items() if wrong} == {}
    assert [it for it, is_wide in wide.items() if is_wide] == []


def patterns(within=None) -> Iterator[URLPattern]:
    """Return every address of the portal but those of the admin and of the API."""
    for pattern in (within or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif not str(pattern.pattern).startswith(("quan-tri/", "api/")):
            yield from patterns(pattern)


def is_a_page(client, pattern: URLPattern) -> bool:
    """Whether the address answers a browser that only looks, with something that is no file."""
    if "." in str(pattern.pattern):
        return False
    converters = pattern.pattern.converters
    address = reverse(pattern.name, kwargs=dict.fromkeys(converters, 1))
    return client.get(address).status_code != 405


def test_every_page_is_looked_at(client, make_user, tmp_path):
    user = make_user("home_affairs")
    client.force_login(user)
    pages = {pattern.name for pattern in patterns() if is_a_page(client, pattern)}

    assert pages - SEEN_OTHERWISE == set(build_everything(user, tmp_path))


def test_the_menu_opens_without_any_script(browser, live_server, everything, page):
    look(page, "light", 360)
    everything()
    cookies = page.context.cookies()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    context.add_cookies(cookies)
    plain = context.new_page()
    plain.goto(live_server.url)

    plain.get_by_text("Mục chính").click()
    plain.get_by_role("link", name="Cách tính").click()

    assert plain.url == f"{live_server.url}/cach-tinh/"
    context.close()
