"""A real browser (Debian's Chromium, headless) against the portal on this machine."""

import os
import shutil

import pytest
from playwright.sync_api import expect

from units.models import User

# The browser's own event loop runs in the thread of the test, which also reads the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# A busy machine may take its time; what is expected returns as soon as it is seen.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Use the installed Chromium, without its talk to the outside."""
    return browser_type_launch_args | {
        "executable_path": os.environ.get("CCHC_CHROMIUM") or shutil.which("chromium"),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture
def password() -> str:
    """Return the password of everybody who signs in here."""
    return "mat-khau-chi-cho-kiem-thu"


@pytest.fixture
def sign_in(page, live_server, password):
    """Return a function that signs a person in by the form."""

    def enter(user: User) -> None:
        user.set_password(password)
        user.save()
        page.goto(live_server.url)
        page.get_by_label("Tên đăng nhập").fill(user.username)
        page.get_by_label("Mật khẩu").fill(password)
        page.get_by_role("button", name="Đăng nhập").click()

    return enter
