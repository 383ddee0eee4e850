"""An appraiser goes through a queue by keyboard alone; axe finds nothing on the pages around it."""

import pytest
from playwright.sync_api import expect

from scoring.models import Appraisal
from tests.appraisal_world import appraised, build_appraisal, objected, open_stage
from tests.browser.axe import faults
from units.models import Unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
LEAF = "/tham-dinh/56/2024/A.1/tai-chinh/"


@pytest.fixture
def cycle(make_user):
    """The year under appraisal."""
    return build_appraisal(make_user("home_affairs"))


@pytest.fixture
def appraiser(cycle, make_user, sign_in):
    """Somebody of Sở Nội vụ, signed in."""
    user = make_user("appraiser", Unit.through_time.get(code="noi-vu"), username="tham-dinh")
    sign_in(user)
    return user


def test_a_queue_is_gone_through_by_keyboard_alone(page, live_server, appraiser):
    page.goto(f"{live_server.url}/tham-dinh/")
    page.get_by_role("link", name="Chấm tiếp").press("Enter")
    expect(page.get_by_label("Điểm", exact=True)).to_be_focused()

    page.keyboard.press("a")  # as claimed, on to the next unit
    expect(page).to_have_url(f"{live_server.url}/tham-dinh/56/2024/A.1/tu-phap/")
    page.keyboard.type("2,5")
    page.keyboard.press("Tab")
    page.keyboard.type("jak")  # letters of a reason are letters
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(f"{live_server.url}/tham-dinh/56/2024/A.2/tai-chinh/")
    page.keyboard.press("k")
    expect(page).to_have_url(f"{live_server.url}/tham-dinh/56/2024/A.1/tu-phap/")
    page.keyboard.press("Control+ArrowDown")
    expect(page).to_have_url(f"{live_server.url}/tham-dinh/56/2024/A.2/tai-chinh/")

    given = Appraisal.objects.order_by("pk").values_list("points", "reason")
    assert list(given) == [(4, ""), (2.5, "jak")]


def test_keys_of_one_letter_can_be_turned_off(page, live_server, appraiser):
    page.goto(live_server.url + LEAF)
    page.get_by_label("Dùng phím một chữ").uncheck()

    page.keyboard.press("a")
    page.reload()

    expect(page.get_by_label("Dùng phím một chữ")).not_to_be_checked()
    assert page.url == live_server.url + LEAF and not Appraisal.objects.exists()


def test_a_unit_answers_in_place(page, live_server, cycle, make_user, sign_in):
    appraised(cycle, "tai-chinh", "A.1", "3", make_user("appraiser"))
    open_stage(cycle, "explanation")
    sign_in(make_user("officer", Unit.through_time.get(code="tai-chinh")))
    page.goto(f"{live_server.url}/phieu/56/2024/tai-chinh/giai-trinh/")
    expect(page.locator(".answer-documents a")).to_have_count(0)  # none flickers before it loads

    page.get_by_role("radio", name="Không đồng ý").check()
    page.get_by_label("Giải trình (bắt buộc").fill("đã ban hành ngày 05/01")
    page.get_by_role("button", name="Ghi ý kiến A.1").click()

    expect(page.get_by_text("Đã ghi.")).to_be_visible()
    expect(page.get_by_text("Còn 0/1 tiêu chí chưa có ý kiến, 1 tiêu chí")).to_be_visible()
    expect(page.get_by_role("button", name="Đồng ý tất cả còn lại")).to_have_count(0)
    assert faults(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_and_no_page_is_too_wide(
    page, live_server, cycle, make_user, sign_in, scheme, width
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    Unit.through_time.filter(code="tu-phap").update(name="Ban Quản lý Khu kinh tế Vân Phong " * 3)
    user = make_user("home_affairs", Unit.through_time.get(code="noi-vu"), username="so-noi-vu")
    for kind in ("explanation", "second_appraisal", "council"):
        open_stage(cycle, kind)
    appraised(cycle, "tai-chinh", "A.1", "3", user)
    objected(cycle, "tai-chinh", "A.1", user)
    appraised(cycle, "noi-vu", "A.1", "3", user)
    objected(cycle, "noi-vu", "A.1", user)
    changed = appraised(cycle, "tu-phap", "A.1", "3", user)
    changed.claim_edition = 0
    changed.save()
    sign_in(user)

    found, widths = {}, {}
    for address in (
        "/tham-dinh/",
        LEAF,
        "/tham-dinh/56/2024/A.2/tu-phap/",
        "/tham-dinh/56/2024/A.1/tu-phap/",
        "/tham-dinh/56/2024/chap-nhan/tu-phap/A/",
        "/tham-dinh/phan-cong/56/2024/",
        "/phieu/56/2024/tai-chinh/giai-trinh/",
        "/hoi-dong/56/2024/",
    ):
        assert page.goto(live_server.url + address).status == 200
        for details in page.locator("main details").all():
            details.evaluate("it => { it.open = true }")
        found[address] = faults(page)
        widths[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert {name: wide for name, wide in widths.items() if wide > width} == {}
