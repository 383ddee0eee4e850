"""The main menu: what is open to the person, where they are; and the builders' gallery."""

import re

import pytest
from django.urls import get_resolver

from reports.templatetags.navigation import ROOMS
from tests.reports.test_pages import RANKING, words


def menu(response) -> list[str]:
    """Return the titles of the first menu."""
    nav = response.content.decode().partition("site-menu-wide")[2].partition("</nav>")[0]
    return [title.strip() for title in re.findall(r"<a [^>]*>([^<]+)</a>", nav)]


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("reader", ["Xếp hạng", "Đơn vị", "Kỳ đánh giá", "Cách tính", "Công bố"]),
        (
            "appraiser",
            [
                "Xếp hạng",
                "Đơn vị",
                "Thẩm định",
                "Kỳ đánh giá",
                "Công việc",
                "Cách tính",
                "Công bố",
            ],
        ),
        (
            "home_affairs",
            [
                "Xếp hạng",
                "Đơn vị",
                "Thẩm định",
                "Kỳ đánh giá",
                "Hồ sơ",
                "Nhập dữ liệu",
                "Công việc",
                "Cách tính",
                "Công bố",
                "Quản trị",
            ],
        ),
    ],
)
def test_the_menu_shows_what_is_open(client, run, make_user, role, titles):
    client.force_login(make_user(role))

    assert menu(client.get(RANKING)) == titles


def test_a_room_of_rooms_leads_to_the_first_that_is_open(client, run, make_user):
    client.force_login(make_user("home_affairs"))

    page = " ".join(client.get("/nghi-van/").content.decode().split())
    inner = page.partition("site-menu-inner")[2].partition("</nav>")[0]

    assert '<a href="/so-lieu/" aria-current="true">Hồ sơ</a>' in page
    assert re.findall(r"<a [^>]*>([^<]+)</a>", inner) == [
        "Số liệu",
        "Thư xin lỗi",
        "Nghi vấn",
        "Đối chiếu",
    ]
    assert '<a href="/nghi-van/" aria-current="page">Nghi vấn</a>' in inner


def test_where_one_inner_room_is_open_there_is_no_inner_menu(client, run, make_user):
    client.force_login(make_user("leader"))

    page = client.get("/so-lieu/").content.decode()

    assert "Hồ sơ" in page
    assert "site-menu-inner" not in page


def test_a_head_has_a_short_menu(client, people):
    client.force_login(people["own"])

    assert menu(client.get(RANKING)) == [
        "Xếp hạng",
        "Đơn vị",
        "Phiếu chấm điểm",
        "Cách tính",
        "Công bố",
    ]


@pytest.mark.parametrize(
    ("address", "current"),
    [("/xep-hang/", "page"), (RANKING, "true"), (f"{RANKING}don-vi/beta/", "true")],
)
def test_the_menu_says_where_one_is(client, people, address, current):
    client.force_login(people["own"])

    page = client.get(address).content.decode()

    assert f'<a href="/xep-hang/" aria-current="{current}">' in " ".join(page.split())


APPS = ("scoring", "dossiers", "foundation", "reports", "units")
FILES = (".xlsx", ".pdf", ".json", ".csv")
NO_PAGES = {
    *("criteria_set_export", "document_file", "intake_template", "rejects", "sheet_signed_file"),
    *("criterion_trial", "job_progress", "rule_set_example"),
    *("print_late_list", "print_letters", "gallery", "home"),
}
"""What is handed out, what fills a part of a page or leads on to one, what stands outside."""


def pages_of_the_portal() -> set[str]:
    """Return the names of all addresses that may answer with a page, also a refused form."""
    apps = [it for it in get_resolver().url_patterns if str(it.pattern) == ""]
    own = [it for it in apps if str(it.urlconf_name.__name__).split(".")[0] in APPS]
    patterns = [pattern for app in own for pattern in app.url_patterns]
    return {it.name for it in patterns if not str(it.pattern).endswith(FILES)} - NO_PAGES


def test_every_page_lies_in_a_room_of_the_menu():
    rooms = [*ROOMS, *(inner for room in ROOMS for inner in room.rooms)]

    assert pages_of_the_portal() - {name for it in rooms for name in (it.name, *it.pages)} == set()


@pytest.mark.ignore_template_errors  # the admin's kit has its own
def test_every_entry_of_the_menu_opens(client, run, make_user):
    client.force_login(make_user("home_affairs"))
    nav = client.get("/").content.decode().partition("site-menu-wide")[2].partition("</nav>")[0]

    statuses = {link: client.get(link).status_code for link in re.findall(r'href="([^"]+)"', nav)}

    assert set(statuses.values()) == {200}


def test_who_is_not_signed_in_sees_no_menu(client, db):
    assert "site-menu" not in client.get("/dang-nhap/").content.decode()


def test_the_gallery_shows_every_part(client, people):
    client.force_login(people["own"])

    page = words(client.get("/giao-dien/"))

    assert "đáng lẽ Tốt" in page
    assert "TẠM TÍNH" in page
    assert "Không có đơn vị nào khớp." in page


def test_a_portal_in_use_has_no_gallery(client, people, settings):
    settings.ENVIRONMENT = "production"
    client.force_login(people["own"])

    assert client.get("/giao-dien/").status_code == 404
