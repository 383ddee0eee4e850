"""A password is one's own: given by somebody else, it opens nothing until it was changed."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.api_clients import caller
from units.models import User
from units.services.accounts import renew_password

PAGE = "/doi-mat-khau/"
NEW = "mot-mat-khau-rieng"


@pytest.fixture(autouse=True)
def _no_failures_yet():
    cache.clear()


@pytest.fixture
def head(make_user, make_unit) -> User:
    """A unit's head without any password."""
    return make_user("head", make_unit("so-tu-phap", "Sở Tư pháp"), username="thutruong")


@pytest.fixture
def given(head, make_user) -> str:
    """The password that Sở Nội vụ gave the head."""
    return renew_password(head, by=make_user("home_affairs"))


@pytest.fixture
def signed_in(client, given) -> Client:
    """The head, signed in with that password."""
    assert client.login(username="thutruong", password=given)
    return client


def change(client: Client, old: str, new: str = NEW, again: str | None = None):
    """Change the password as the page does."""
    form = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(PAGE, form)


def words(response) -> str:
    """Return a page's text without tags, every run of blanks one."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    "address", ["/", "/phieu/", "/phieu/56/2024/so-tu-phap/ky/", "/xep-hang/", "/quan-tri/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_with_a_given_password_every_page_leads_to_choosing_ones_own(signed_in, address, method):
    answer = getattr(signed_in, method)(address)

    assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)


def test_the_page_says_why_and_shows_no_menu(signed_in):
    page = words(signed_in.get(PAGE))

    assert "Mật khẩu này do người khác cấp." in page
    assert "Mục chính" not in page


@pytest.mark.parametrize("address", ["/song", "/cong-bo/", "/dang-nhap/?x"])
def test_what_asks_nobody_to_sign_in_stays_open(signed_in, address):
    answer = signed_in.get(address)

    assert answer.headers.get("Location") != PAGE


def test_whoever_does_not_want_to_signs_out(signed_in):
    assert signed_in.post("/dang-xuat/").headers["Location"] == "/dang-nhap/"
    assert "_auth_user_id" not in signed_in.session


def test_other_systems_are_not_asked_for_passwords(given):
    assert caller("units:read").get("/api/v1/units/").status_code == 200


def test_once_changed_the_portal_is_open_and_the_session_goes_on(signed_in, head, given):
    answer = change(signed_in, given)

    head.refresh_from_db()
    assert answer.headers["Location"] == "/"
    assert not head.must_change_password
    assert head.check_password(NEW)
    assert "Đã đổi mật khẩu." in words(signed_in.get("/"))


@pytest.mark.parametrize(
    ("new", "again", "why"),
    [
        (None, None, "Mật khẩu mới phải khác mật khẩu đang dùng."),
        ("ngan", "ngan", "Mật khẩu quá ngắn, phải có ít nhất 8 ký tự."),
        (NEW, "khac-han-mat-khau", "Hai trường mật khẩu không giống nhau."),
        ("20251231", "20251231", "Mật khẩu này hoàn toàn là số."),
    ],
)
def test_a_new_password_that_is_none_is_refused(signed_in, head, given, new, again, why):
    page = words(change(signed_in, given, new or given, again))

    head.refresh_from_db()
    assert why in page
    assert head.must_change_password
    assert head.check_password(given)


def test_the_present_password_is_not_to_be_guessed(signed_in, head, given):
    said = [words(change(signed_in, "sai")) for _ in range(5)]
    last = words(change(signed_in, given))

    head.refresh_from_db()
    assert "Mật khẩu đang dùng không đúng." in said[0]
    assert "Đã nhập sai quá nhiều lần. Hãy chờ 15 phút" in last
    assert head.check_password(given)


def test_everybody_finds_the_page_beside_their_name(client, make_user):
    user = make_user("reader")
    user.set_password("mat-khau-dang-dung")
    user.save()
    client.force_login(user)

    assert f'href="{PAGE}"' in client.get("/").content.decode()
    assert change(client, "mat-khau-dang-dung").headers["Location"] == "/"


def test_the_admins_own_page_leads_there(client, make_user):
    client.force_login(make_user("home_affairs"))

    assert client.get("/quan-tri/password_change/").headers["Location"] == PAGE


def test_whoever_is_signed_out_signs_in_first(client, db):
    assert client.get(PAGE).headers["Location"] == f"/dang-nhap/?next={PAGE}"


def test_a_password_that_one_gives_oneself_is_ones_own(db):
    root = User.objects.create_superuser("root")

    renew_password(root, by=root)

    root.refresh_from_db()
    assert not root.must_change_password
