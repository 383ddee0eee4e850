"""What a person sees first: sign in, read the first rank, open a sheet."""

import re

import pytest
from playwright.sync_api import expect

from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_cycle

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_person_signs_in_and_reads_the_first_rank(page, sign_in, make_user, width):
    page.set_viewport_size({"width": width, "height": 800})
    reader = make_user("reader")
    rank_cycle(build_cycle(make_user("home_affairs")).pk, by=None)

    sign_in(reader)
    page.get_by_role("link", name="Kỳ tính tay 2024").click()

    first = page.locator("table.ranking-table tbody tr").first
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kỳ tính tay 2024")
    expect(first.get_by_role("cell").first).to_have_text("1")
    expect(first).to_contain_text("Sở beta")
    expect(first).to_contain_text("98,00")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_unit_opens_down_to_its_leaves(page, sign_in, make_user):
    rank_cycle(build_cycle(make_user("home_affairs")).pk, by=None)
    sign_in(make_user("leader"))
    page.get_by_role("link", name="Sở, ban, ngành").click()

    page.get_by_role("link", name="Sở beta").click()

    expect(page).to_have_url(re.compile(r"/xep-hang/56/2024/don-vi/beta/$"))
    expect(page.get_by_role("row", name=re.compile("Hồ sơ không trễ hạn"))).to_contain_text("3,8")


def test_no_page_asks_anybody_else_for_anything(page, sign_in, make_user, live_server):
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    rank_cycle(build_cycle(make_user("home_affairs")).pk, by=None)

    sign_in(make_user("leader"))
    page.get_by_role("link", name="Sở, ban, ngành").click()
    page.get_by_role("link", name="Sở beta").click()

    assert asked
    assert all(url.startswith((live_server.url, "data:")) for url in asked)
    assert refused == []
