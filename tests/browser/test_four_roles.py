"""A day of four people: Sở Nội vụ, a head, an appraiser, a leader, each in a real browser."""

import re
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from playwright.sync_api import expect

from foundation.models import Job
from scoring.models import Mark
from scoring.services.ranking import rank_cycle
from scoring.tasks import rank_cycle as rank_in_the_worker
from tests.scoring_world import build_cycle
from units.models import Person, Unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
HEAD_RULE = {
    "code": "head_weak_once",
    "applies_to": "head",
    "band_at_most": "weak",
    "years": 1,
    "measure": "review",
}


@pytest.fixture
def cycle(make_user):
    """Return the hand-worked cycle, ranked, with the head of gamma under review."""
    cycle = build_cycle(make_user("home_affairs"))
    cycle.rule_set.accountability_rules = [HEAD_RULE]
    cycle.rule_set.save()
    Person.objects.create(
        code="gd-01",
        name="Nguyễn Thị Bình",
        role="head",
        unit=Unit.through_time.get(code="gamma"),
        valid=DateRange(date(2020, 1, 1), None),
    )
    rank_cycle(cycle.pk, by=None)
    return cycle


def test_home_affairs_ranks_provisionally_and_sees_who_waits(page, sign_in, cycle, make_user):
    Mark.objects.filter(assessment__unit__code="beta").delete()
    sign_in(make_user("home_affairs", username="sonoivu"))
    page.get_by_role("link", name="Kỳ đánh giá", exact=True).first.click()
    page.get_by_role("button", name="Tính tạm").click()
    rank_in_the_worker(Job.objects.get().pk)

    page.get_by_role("link", name="Cổng chấm điểm").click()
    page.get_by_role("link", name=re.compile("Tạm tính: lần 2")).click()

    expect(page.get_by_role("note")).to_contain_text("TẠM TÍNH – không phải kết quả.")
    waiting = page.get_by_role("row", name=re.compile("Sở beta"))
    expect(waiting).to_contain_text("đang chờ")
    expect(waiting).to_contain_text("Còn thiếu 1/2 tiêu chí")


def test_a_head_reads_what_blocks_and_opens_no_sister(page, sign_in, cycle, make_user, live_server):
    sign_in(make_user("head", Unit.through_time.get(code="beta")))

    expect(page.get_by_text("Cần thêm 1 hồ sơ đúng hạn")).to_be_visible()
    page.get_by_role("link", name="Mở phiếu chấm điểm").click()
    page.get_by_role("link", name="Hồ sơ trễ hạn").click()
    expect(page.get_by_role("row", name=re.compile("beta-0"))).to_contain_text("trễ 1 giờ")
    page.goto(f"{live_server.url}/xep-hang/56/2024/don-vi/gamma/")
    expect(page.get_by_role("main")).to_contain_text("chỉ mở cho đơn vị đó và người thẩm định")
    page.goto(f"{live_server.url}/xep-hang/56/2024/")
    expect(page.get_by_role("link", name="Sở gamma")).to_have_count(0)


def test_an_appraiser_opens_any_sheet_down_to_a_leaf(page, sign_in, cycle, make_user):
    sign_in(make_user("appraiser"))

    page.get_by_role("link", name="Kỳ tính tay 2024").click()
    page.get_by_role("link", name="Sở gamma").click()
    page.get_by_role("link", name="1.1 Kế hoạch").click()

    expect(page).to_have_url(re.compile("#tieu-chi-1-1$"))
    leaf = page.locator("#tieu-chi-1-1").locator("xpath=..")
    expect(leaf).to_contain_text("3 điểm")
    expect(leaf).to_contain_text("chấm trực tiếp, tối đa 6")
    expect(leaf).to_be_in_viewport()


def test_a_leader_reads_who_is_under_review_and_why(page, sign_in, cycle, make_user):
    sign_in(make_user("leader"))

    page.get_by_role("link", name="Xem xét trách nhiệm: 1 trường hợp").click()

    row = page.get_by_role("row", name=re.compile("Nguyễn Thị Bình"))
    expect(row).to_contain_text("Đơn vị xếp loại Yếu trở xuống")
    expect(row).to_contain_text("Xem xét trách nhiệm")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_ranking_is_filtered_and_sorted_by_the_keyboard_alone(
    page, sign_in, cycle, make_user, live_server, width
):
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(make_user("reader"))
    page.goto(f"{live_server.url}/xep-hang/56/2024/")

    tab_to(page, "Tìm đơn vị")
    page.keyboard.type("sở")
    tab_to(page, "Chỉ đơn vị bị chặn")
    page.keyboard.press("Space")
    tab_to(page, "Lọc")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("2 trên 3 đơn vị")
    tab_to(page, "Đơn vị", inside="thead")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"\?chan=1&tim=s%E1%BB%9F&sap-xep=ten$"))
    expect(page.get_by_role("columnheader", name="Đơn vị")).to_have_attribute(
        "aria-sort", "ascending"
    )


def tab_to(page, name: str, inside: str = "main") -> None:
    """Press Tab until what bears the name has the focus and can be seen; fail after sixty."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(f"{inside} *:focus")
        if focused.count() and (label_of(focused) == name):
            expect(focused).to_be_in_viewport()
            return
    pytest.fail(f"no Tab leads to {name}")


def label_of(element) -> str:
    """Return the words by which an element is known: its label's, else its own."""
    said = element.evaluate("it => it.labels?.[0]?.textContent ?? it.textContent")
    return " ".join(said.split())
