"""Sở Nội vụ describes a source, looks at its file and takes it in: a real browser and worker."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from dossiers.models import Dossier, Procedure
from tests.browser.axe import faults
from tests.workers import forget_bells, working

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]),
]
FILE = (
    "Số HS;Cơ quan;Mã TTHC;Cách nộp;Ngày tiếp nhận;Ngày hẹn trả;Ngày trả kết quả;Tình trạng\n"
    "H32.10-240105-0001;H32.15;2.002;DVC;05-01-2024 08:30;12-01-2024;11-01-2024 16:00;Xong\n"
)
CHOSEN = {
    "code": "Số HS",
    "unit_code": "Cơ quan",
    "procedure_code": "Mã TTHC",
    "channel": "Cách nộp",
    "received": "Ngày tiếp nhận",
    "due": "Ngày hẹn trả",
    "finished": "Ngày trả kết quả",
    "outcome": "Tình trạng",
}
PATIENCE = 60_000


@pytest.fixture
def var(tmp_path: Path, settings) -> Path:
    """Return where the worker keeps what it writes, and reads what was handed in."""
    forget_bells()
    settings.MEDIA_ROOT = tmp_path / "var" / "files"
    return tmp_path / "var"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Write a file as the source writes it."""
    path = tmp_path / "mot-cua.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def describe(page: Page, url: str, sample: Path) -> None:
    """Name a source, choose its columns, then say what its words and its unit code mean."""
    page.goto(f"{url}/nguon-du-lieu/moi/")
    page.get_by_label("Tên").fill("Một cửa tỉnh")
    page.get_by_label("Mã nguồn").fill("mot-cua-tinh")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Tệp CSV, hoặc XLSX").set_input_files(sample)
    page.get_by_role("button", name="Xem tệp mẫu").click()
    for column, header in CHOSEN.items():
        page.locator(f"#cot-{column}").select_option(value=header)
    page.get_by_label("Cách viết ngày").select_option("dmy")
    page.get_by_role("button", name="Lưu cách đọc").click()
    page.get_by_label("“DVC”").select_option("Trực tuyến")
    page.get_by_label("“Xong”").select_option("Đã trả kết quả")
    assert faults(page) == []
    page.get_by_role("button", name="Lưu cách đọc").click()
    page.get_by_role("link", name="Khai đơn vị cho các mã ấy").click()
    page.get_by_role("link", name="H32.15").click()
    page.get_by_label("Mã đơn vị").fill("so-tu-phap")
    page.get_by_role("button", name="Ghi").click()
    assert faults(page) == []


def test_a_source_is_described_and_its_file_looked_at_mended_and_taken_in(
    page, sign_in, make_user, make_unit, live_server, var, sample
):
    make_unit("so-tu-phap", "Sở Tư pháp", first=date(2020, 1, 1))
    sign_in(make_user("home_affairs"))
    describe(page, live_server.url, sample)
    page.goto(f"{live_server.url}/nguon-du-lieu/")
    page.get_by_role("link", name="Nhập tệp Một cửa tỉnh").click()
    page.get_by_label("Tệp XLSX hoặc CSV").set_input_files(sample)
    page.get_by_role("button", name="Xem trước").click()

    with working(var):
        seen = page.get_by_role("link", name="Xem tệp được đọc ra sao")
        seen.click(timeout=PATIENCE)
        expect(page.get_by_text("Chưa có thủ tục nào mang mã này.").first).to_be_visible()
        assert faults(page) == []
        page.get_by_role("button", name="Tạo 1 thủ tục này").click()
        seen.click(timeout=PATIENCE)
        expect(page.get_by_role("row", name="Sở Tư pháp")).to_contain_text("05/01/2024 08:30")
        assert not Dossier.objects.exists()
        page.get_by_role("button", name="Nhập tệp này").click()
        expect(page.get_by_text("1 dòng: 1 mới")).to_be_visible(timeout=PATIENCE)

    dossier = Dossier.objects.select_related("unit", "source").get()
    assert (dossier.unit.code, dossier.source.code) == ("so-tu-phap", "mot-cua-tinh")
    assert (dossier.channel, dossier.outcome) == ("online", "granted")
    assert f"{timezone.localtime(dossier.due_at):%d/%m/%Y %H:%M}" == "12/01/2024 17:00"
    assert Procedure.objects.get().name == "2.002 (chưa có tên)"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_the_pages_of_a_source(
    page, sign_in, make_user, live_server, var, sample, make_unit, scheme, width
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    make_unit("so-tu-phap")
    sign_in(make_user("home_affairs"))
    describe(page, live_server.url, sample)

    found = {}
    for address in ("mot-cua-tinh/", "mot-cua-tinh/don-vi/"):
        page.goto(f"{live_server.url}/nguon-du-lieu/{address}")
        found[address] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
