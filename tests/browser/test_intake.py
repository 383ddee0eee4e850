"""Sở Nội vụ hands a file in and watches it: a real browser, a real worker."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

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


WAITS = "select pg_advisory_xact_lock(hashtext('intake units'))"
WRITES = "lock table units_unit in exclusive mode"


@contextmanager
def held(statement: str) -> Iterator[None]:
    """Hold a lock while the block lasts, on a connection of its own."""
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute(statement)
        yield
    finally:
        holder.close()


def rows(page: Page) -> list[str]:
    """Return what a page says of the rows of a running intake: read, good, sent back."""
    return page.locator(".job-rows dd").all_inner_texts()[:3]


def bar(page: Page) -> float:
    """Return how far the bar is, 0 to 1; below 0 while nobody can say."""
    return page.get_by_role("progressbar").evaluate("bar => bar.position")


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


def test_a_running_intake_survives_a_reload_and_its_numbers_go_on(page, hand_in, var):
    """First it waits for another file, then its one good row waits to be written."""
    hand_in()
    with ExitStack() as worker:
        with held(WRITES):
            with held(WAITS):
                worker.enter_context(working(var))
                expect(page.get_by_text("Đang chờ tệp khác cùng loại")).to_be_visible()
                page.reload()
                expect(page.get_by_text("Đang chờ tệp khác cùng loại")).to_be_visible()
                assert (rows(page), bar(page)) == (["0", "chưa kiểm tra", "chưa kiểm tra"], -1)
            expect(page.get_by_text("Đang ghép các dòng đạt")).to_be_visible()
            before = bar(page)
            page.reload()
            assert rows(page) == ["2", "1", "1"]
            assert faults(page) == []
            assert bar(page) >= before > 0
        expect(page.get_by_text("2 dòng: 1 mới")).to_be_visible()


DROPPED = """([name, texts]) => {
    const dropped = new DataTransfer();
    texts.forEach((text, order) => dropped.items.add(new File([text], `${order}-${name}`)));
    return dropped;
}"""


@pytest.mark.parametrize("place", [".drop-file", "h1"])
def test_a_file_dropped_anywhere_on_the_page_is_the_one_handed_in(
    page, sign_in, make_user, live_server, var, place
):
    """Of two files the first; one is taken in at a time."""
    sign_in(make_user("home_affairs"))
    page.goto(f"{live_server.url}/nhap-du-lieu/units/")
    dropped = {"dataTransfer": page.evaluate_handle(DROPPED, ["x.csv", [FILE, "khác"]])}

    page.dispatch_event(place, "dragover", dropped)
    expect(page.locator(".upload")).to_have_class(re.compile("is-dropping"))
    page.dispatch_event(place, "drop", dropped)
    expect(page.locator(".upload")).not_to_have_class(re.compile("is-dropping"))
    page.get_by_role("button", name="Nhập tệp").click()

    expect(page.get_by_role("heading", name="Đơn vị: 0-x.csv")).to_be_visible()
    with Job.objects.get().stored_input.file.open("rb") as kept:
        assert kept.read().decode() == FILE


def test_on_paper_there_is_what_is_told_and_nothing_to_press(page, hand_in, live_server, var):
    """A4 across, without its margins, is 273 mm: 1 031 pixels."""
    page.set_viewport_size({"width": 1031, "height": 700})
    hand_in()
    with held(WAITS), working(var):
        expect(page.get_by_text("Đang chờ tệp khác cùng loại")).to_be_visible()
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", name="Đơn vị: đơn vị.csv")).to_be_visible()
        expect(page.get_by_text("Dòng đã đọc")).to_be_visible()
        for name in ("button", "navigation", "banner"):
            expect(page.get_by_role(name)).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1031

    page.goto(f"{live_server.url}/nhap-du-lieu/units/")
    expect(page.get_by_text("Mã đơn vị cha")).to_be_visible()
    expect(page.locator("form:visible")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1031


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_a_waiting_job_and_on_answers(
    page, hand_in, make_campaign, live_server, var, scheme, width
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    make_campaign("q1")
    hand_in()

    found = {"job": faults(page)}
    page.goto(f"{live_server.url}/nhap-du-lieu/answers/")
    found["answers"] = faults(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
