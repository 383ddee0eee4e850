"""Files dropped on a leaf of the sheet, and beside it: a form takes them, and nothing is lost.

Of area 1 only 1.1 asks for evidence, or for an explanation in its place.
"""

import re

import pytest
from playwright.sync_api import expect

from scoring.models import Evidence
from tests.appraisal_world import appraised, build_appraisal, open_stage
from tests.browser.test_four_roles import tab_to
from tests.browser.test_sheet_filling import form_of
from tests.claim_world import PAGE, build_sheets, cite, leaf, move
from units.models import Unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
DROP = """(place, name) => {
  const carried = new DataTransfer();
  carried.items.add(new File(["%PDF-1.4\\n%%EOF\\n"], name, { type: "application/pdf" }));
  return ["dragover", "drop"].map((type) => {
    const event = new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true });
    return !place.dispatchEvent(event);
  });
}"""
"""Drops a PDF on a place; returns whether the page kept the browser from opening it, twice."""


@pytest.fixture
def sheet(db):
    """Return alpha's sheet in the open stage."""
    return build_sheets()


@pytest.fixture
def officer(make_user, sheet):
    """Return alpha's officer."""
    return make_user("officer", sheet.unit)


def row_of(page, code):
    """Return the row of a leaf."""
    return page.locator(f"#tieu-chi-{code.replace('.', '-')}")


def file_in(row):
    """Return the name of the file that stands in a row's form, "" for none."""
    return row.locator("input[type=file]").evaluate("it => it.files[0]?.name ?? ''")


def test_a_file_dropped_on_a_leaf_waits_in_its_form(page, sign_in, officer, live_server):
    sign_in(officer)
    page.goto(live_server.url + PAGE)
    row = row_of(page, "1.1")

    kept = row.get_by_role("heading").evaluate(DROP, "Kế hoạch 12.pdf")

    expect(row.locator("input[type=file]")).to_be_focused()
    assert kept == [True, True]
    assert file_in(row) == "Kế hoạch 12.pdf"
    assert not Evidence.objects.exists()
    row.get_by_role("button", name="Nộp và dẫn").click()
    expect(row.get_by_role("link", name="Kế hoạch 12")).to_be_visible()
    assert Evidence.objects.get().criterion.code == "1.1"


def test_a_second_file_goes_into_the_form_that_is_there(page, sign_in, officer, live_server):
    sign_in(officer)
    page.goto(live_server.url + PAGE)
    row = row_of(page, "1.1")
    row.evaluate(DROP, "cũ.pdf")
    expect(row.locator("input[type=file]")).to_be_focused()

    row.evaluate(DROP, "mới.pdf")

    assert file_in(row) == "mới.pdf"


def test_what_falls_beside_a_leaf_that_takes_evidence_opens_nothing(
    page, sign_in, officer, live_server
):
    sign_in(officer)
    page.goto(live_server.url + PAGE)
    form_of(page, "1.1").get_by_label("Điểm").fill("1,5")

    kept = row_of(page, "1.2").evaluate(DROP, "lạc.pdf")

    assert kept == [True, True]
    expect(form_of(page, "1.1").get_by_label("Điểm")).to_have_value("1,5")
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_the_place_under_the_file_is_marked_until_it_is_gone(page, sign_in, officer, live_server):
    sign_in(officer)
    page.goto(live_server.url + PAGE)
    row = row_of(page, "1.1")

    row.evaluate(DROP.replace('["dragover", "drop"]', '["dragover"]'), "kế hoạch.pdf")
    expect(row).to_have_class(re.compile("is-dropping"))
    row.evaluate(DROP, "kế hoạch.pdf")

    expect(row).not_to_have_class(re.compile("is-dropping"))


def test_a_sheet_that_is_signed_takes_no_file(page, sign_in, sheet, officer, live_server):
    cite(sheet, "1.1", officer)
    move(sheet, "signed", officer)
    sign_in(officer)
    page.goto(live_server.url + PAGE)

    kept = row_of(page, "1.1").evaluate(DROP, "muộn.pdf")

    assert kept == [True, True]
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_a_file_is_brought_by_the_keyboard_as_well(page, sign_in, officer, live_server):
    sign_in(officer)
    page.goto(live_server.url + PAGE)
    row = row_of(page, "1.1")

    tab_to(page, "Tài liệu 0 · Tài liệu, hoặc giải trình thay")
    page.keyboard.press("Enter")
    expect(row.get_by_text("Thêm tài liệu")).to_be_visible()
    tab_to(page, "Thêm tài liệu")
    page.keyboard.press("Enter")
    tab_to(page, "Tệp")

    expect(row.locator("input[type=file]")).to_be_focused()


def test_the_library_takes_a_file_that_falls_anywhere(page, sign_in, officer, live_server):
    sign_in(officer)
    page.goto(f"{live_server.url}/tai-lieu/")

    page.get_by_role("heading", name="Kho tài liệu").evaluate(DROP, "quyết định.pdf")

    expect(page.locator("input[type=file]")).to_be_focused()
    assert file_in(page.locator("main")) == "quyết định.pdf"


def test_the_page_of_one_leaf_takes_a_file_too(page, sign_in, sheet, officer, live_server):
    sign_in(officer)
    page.goto(f"{live_server.url}{PAGE}tai-lieu/{leaf(sheet, '1.1').pk}/")

    page.get_by_role("heading", level=1).evaluate(DROP, "kế hoạch.pdf")

    expect(page.locator("input[type=file]")).to_be_focused()
    assert file_in(page.locator("main")) == "kế hoạch.pdf"


def test_an_explanation_takes_a_file_too(page, sign_in, make_user, live_server):
    marker = make_user("home_affairs")
    cycle = build_appraisal(marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    open_stage(cycle, "explanation")
    sign_in(make_user("officer", Unit.through_time.get(code="tai-chinh")))
    page.goto(f"{live_server.url}/phieu/56/2024/tai-chinh/giai-trinh/")
    row = page.get_by_role("article", name=re.compile(r"^A\.1 "))

    row.evaluate(DROP, "bổ sung.pdf")

    expect(row.locator("input[type=file]")).to_be_focused()
    row.get_by_role("button", name="Nộp và dẫn").click()
    expect(row.get_by_role("link", name="bổ sung")).to_be_visible()
    assert Evidence.objects.get().purpose == Evidence.Purpose.EXPLANATION
