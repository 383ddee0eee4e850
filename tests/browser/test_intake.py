"""Sở Nội vụ hands a file in and watches it: a real browser, a real worker."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from foundation.models import Job
from tests.browser.axe import faults
from tests.workers import forget_bells, working
from units.models import Unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
FILE = (
    "Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cha,Từ ngày,Đến ngày\n"
    "56,Tỉnh Khánh Hòa,Tỉnh,,01/07/1989,\n"
    "57,Tỉnh Ninh Thuận,Tỉnh,,31/02/1992,\n"
)
PATIENCE = 60_000
PAGES = ("/nhap-du-lieu/", "/nhap-du-lieu/units/", "/nhap-du-lieu/answers/", "/cong-viec/")


@pytest.fixture
def var(tmp_path: Path, settings) -> Path:
    """Return where the worker keeps what it writes, and reads what was handed in."""
    forget_bells()
    settings.MEDIA_ROOT = tmp_path / "var" / "files"
    return tmp_path / "var"


@pytest.fixture
def hand_in(page, sign_in, make_user, live_server, tmp_path):
    """Return a function that signs Sở Nội vụ in and hands the file in by the form."""

    def by_form() -> None:
        sign_in(make_user("home_affairs"))
        page.goto(f"{live_server.url}/nhap-du-lieu/")
        page.get_by_role("link", name="Nhập tệp – Đơn vị").click()
        path = tmp_path / "đơn vị.csv"
        path.write_text(FILE, encoding="utf-8")
        page.get_by_label("Tệp XLSX hoặc CSV").set_input_files(path)
        page.get_by_role("button", name="Nhập tệp").click()

    return by_form


def test_a_file_is_handed_in_watched_and_its_bad_rows_are_taken_home(page, hand_in, var, tmp_path):
    hand_in()
    expect(page.get_by_text("Đang chờ")).to_be_visible()

    with working(var):
        batch = page.get_by_role("link", name="Xem từng dòng của đợt nhập")
        expect(batch).to_be_visible(timeout=PATIENCE)  # the page asks by itself
        expect(
            page.get_by_text("2 dòng: 1 mới, 0 thay đổi, 0 không đổi, 1 bị trả lại.")
        ).to_be_visible()
    batch.click()
    expect(page.get_by_role("row", name="31/02/1992")).to_contain_text("Từ ngày")
    assert faults(page) == []

    with page.expect_download() as download:
        page.get_by_role("link", name="Tải các dòng bị trả lại").click()

    download.value.save_as(tmp_path / "tra-lai.xlsx")
    sheet = load_workbook(tmp_path / "tra-lai.xlsx").active
    assert "Tỉnh Ninh Thuận" in [cell.value for cell in sheet[2]]


def test_a_file_that_waits_is_cancelled_by_its_button(page, hand_in, var):
    hand_in()

    page.get_by_role("button", name="Hủy việc này").click()

    expect(page.get_by_text("không có gì được ghi lại")).to_be_visible()
    assert Job.objects.get().state == Job.State.CANCELLED
    assert not Unit.through_time.exists()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_any_page_of_intake(
    page, hand_in, make_campaign, live_server, var, scheme, width
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    make_campaign("q1")
    hand_in()

    found = {"job": faults(page)}
    for address in PAGES:
        page.goto(live_server.url + address)
        found[address] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
