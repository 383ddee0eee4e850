"""A unit's sheet in a browser: two people on one leaf, the keyboard alone, a phone, no scripts."""

import re

import pytest
from playwright.sync_api import expect

from scoring.models import Claim
from tests.browser.axe import faults
from tests.browser.test_four_roles import tab_to
from tests.claim_world import PAGE, build_sheets, cite, leaf, move, put_claims, reopen

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage."""
    return build_sheets()


@pytest.fixture
def officer(make_user, sheet):
    """Return alpha's officer."""
    return make_user("officer", sheet.unit)


@pytest.fixture
def second_page(browser, live_server, password, make_user, sheet):
    """Return a page in a browser of its own, in which alpha's head has signed in."""
    head = make_user("head", sheet.unit)
    head.set_password(password)
    head.save()
    context = browser.new_context()
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_label("Tên đăng nhập").fill(head.username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    yield page
    context.close()


def form_of(page, code):
    """Return the form of a leaf."""
    return page.get_by_role("form", name=re.compile(rf"^{re.escape(code)} "))


def test_two_people_on_one_leaf_see_each_others_values(
    page, second_page, sign_in, officer, live_server
):
    sign_in(officer)
    for one in (page, second_page):
        one.goto(live_server.url + PAGE)
    form_of(page, "1.1").get_by_label("Điểm").fill("1,5")
    expect(form_of(page, "1.1")).to_contain_text("Đã lưu")

    theirs = form_of(second_page, "1.1")
    theirs.get_by_label("Điểm").fill("2")

    expect(theirs).to_contain_text("Người khác vừa lưu tiêu chí này")
    expect(theirs).to_contain_text("1,5 điểm")
    assert Claim.objects.get().points == 1.5
    theirs.get_by_role("button", name="Giữ của tôi").click()
    expect(theirs).to_contain_text("Đã lưu")
    assert Claim.objects.get().points == 2
    form_of(page, "1.1").get_by_label("Điểm").fill("0,5")
    form_of(page, "1.1").get_by_role("link", name="Lấy của người kia").click()
    expect(form_of(page, "1.1").get_by_label("Điểm")).to_have_value("2")
    assert Claim.objects.get().points == 2


def test_a_sheet_is_filled_in_by_the_keyboard_alone(page, sign_in, officer, live_server):
    sign_in(officer)
    page.goto(live_server.url + PAGE)

    tab_to(page, "Điểm")
    page.keyboard.type("1,5")
    page.keyboard.press("Tab")
    page.keyboard.type("Họp ngày 05/01")
    page.keyboard.press("Tab")
    expect(form_of(page, "1.1")).to_contain_text("Đã lưu")
    form_of(page, "1.2").get_by_label("Chưa chọn").focus()
    page.keyboard.press("ArrowUp")
    expect(form_of(page, "1.2")).to_contain_text("Đã lưu")

    expect(page.locator("#tinh-hinh")).to_contain_text("Đã chấm 2/9 tiêu chí")
    assert [it.points for it in Claim.objects.order_by("criterion__position")] == [1.5, 0]
    assert Claim.objects.get(criterion__code="1.1").explanation == "Họp ngày 05/01"


def test_a_slow_answer_does_not_undo_the_count_of_a_later_one(page, sign_in, officer, live_server):
    """What was counted before 1.2 was saved comes back after it: leaves are saved one by one."""
    sign_in(officer)
    page.goto(live_server.url + PAGE)
    held = []
    page.route(
        re.compile(r"/tieu-chi/\d+/"), lambda route: held.append((route, route.fetch())), times=1
    )

    form_of(page, "1.1").get_by_label("Điểm").fill("1,5")
    page.wait_for_timeout(1500)
    form_of(page, "1.2").get_by_label("Chưa chọn").focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(1500)
    ((route, response),) = held
    route.fulfill(response=response)

    expect(form_of(page, "1.2")).to_contain_text("Đã lưu")
    expect(page.locator("#tinh-hinh")).to_contain_text("Đã chấm 2/9 tiêu chí")


def test_typing_goes_on_while_what_stands_is_saved(page, sign_in, officer, live_server):
    sign_in(officer)
    page.goto(f"{live_server.url}{PAGE}?linh-vuc=2")
    form = form_of(page, "2.2")

    form.get_by_label("Tử số").fill("3")
    expect(form).to_contain_text("Hãy nhập cả tử số và mẫu số")
    form.get_by_label("Mẫu số").press_sequentially("4", delay=20)

    expect(form).to_contain_text("2,25/3 điểm")
    expect(form.get_by_label("Mẫu số")).to_be_focused()
    expect(form.get_by_label("Tử số")).to_have_value("3")


def test_what_does_not_arrive_is_said_to_be_unsaved(page, sign_in, officer, live_server):
    sign_in(officer)
    page.goto(live_server.url + PAGE)
    page.context.clear_cookies()

    form_of(page, "1.1").get_by_label("Điểm").fill("1")

    expect(form_of(page, "1.1")).to_contain_text("Chưa lưu được")
    expect(form_of(page, "1.1").get_by_label("Điểm")).to_have_value("1")
    assert not Claim.objects.exists()


def test_without_scripts_a_leaf_is_saved_by_its_button(
    page, browser, sign_in, officer, live_server
):
    sign_in(officer)
    page.goto(live_server.url)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(live_server.url + PAGE)

    form_of(plain, "1.1").get_by_label("Điểm").fill("1,25")
    form_of(plain, "1.1").get_by_role("button", name="Lưu").click()

    assert plain.url == f"{live_server.url}{PAGE}?linh-vuc=1#tieu-chi-1-1"
    assert Claim.objects.get().points == 1.25
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_any_page_of_a_sheet(
    page, second_page, sheet, officer, live_server, scheme, width
):
    put_claims(sheet, officer)
    Claim.objects.get(criterion__code="3.2").delete()
    cite(sheet, "1.1", officer)
    second_page.emulate_media(color_scheme=scheme)
    second_page.set_viewport_size({"width": width, "height": 800})
    found = {}
    addresses = ["/phieu/", PAGE, f"{PAGE}?linh-vuc=2", f"{PAGE}ky/", f"{PAGE}nop-tep/"]
    for state, address in [*(("drafting", it) for it in addresses), ("signed", PAGE)]:
        if state == "signed":
            reopen(move(sheet, "signed", officer), "1", officer)
        second_page.goto(live_server.url + address)
        is_wide = second_page.evaluate("document.documentElement.scrollWidth") > width
        found[state, address] = (faults(second_page), is_wide)

    assert {name: wrong for name, wrong in found.items() if wrong != ([], False)} == {}


def test_a_conflict_is_readable_for_everybody_on_a_phone(
    page, sign_in, sheet, officer, live_server
):
    sign_in(officer)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + PAGE)
    Claim.objects.create(
        assessment=sheet,
        criterion=leaf(sheet, "1.1"),
        content={"points": "1"},
        points=1,
        claimed_by=officer,
    )

    form_of(page, "1.1").get_by_label("Điểm").fill("2")
    expect(form_of(page, "1.1")).to_contain_text("Giữ của tôi")

    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
