"""What axe finds wrong with a page: nothing, by day and by night, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_cycle

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
PAGES = ("/xep-hang/2024/", "/xep-hang/2024/don-vi/beta/", "/cach-tinh/", "/xep-hang/1999/")


def faults(page) -> list[tuple[str, str]]:
    """Return what axe finds on the page: rule and the element's markup."""
    violations = Axe().run(page).response["violations"]
    return [(fault["id"], node["html"]) for fault in violations for node in fault["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_any_page(page, sign_in, make_user, live_server, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    rank_cycle(build_cycle(make_user("home_affairs")).pk, by=None)

    page.goto(live_server.url)
    found = {"sign in": faults(page)}
    sign_in(make_user("leader"))
    for address in PAGES:
        page.goto(live_server.url + address)
        found[address] = faults(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
