"""What the machine itself must have besides Python: seen to by apt for root, else asked for."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence

Say = Callable[[str], None]
LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
"""What WeasyPrint loads, and the Debian package that carries it."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_PACKAGE = "chromium"


class SetupError(Exception):
    """The portal cannot be set up; its text is a Vietnamese sentence that says what to do."""


def require_programs(say: Say, *, with_browser: bool) -> None:
    """See to the libraries that documents need, and to the browser that tests need.

    Raises SetupError, with the one command to run, if a library is missing and cannot be had.
    A missing browser is only told of: all but the browser's own tests run without it.
    """
    libraries = missing_libraries()
    browser = [BROWSER_PACKAGE] if with_browser and not any(map(shutil.which, BROWSERS)) else []
    if not libraries and not browser:
        return
    if install(libraries + browser, say):
        return
    if missing_libraries():
        raise SetupError(
            "Thiếu thư viện hệ thống để tạo tài liệu PDF. Hãy chạy một lần rồi thử lại:\n"
            f"  {command(libraries + browser)}"
        )
    say(f"Thiếu trình duyệt để kiểm tra giao diện. Nên chạy: {command(browser)}")


def missing_libraries() -> list[str]:
    """Return the Debian packages whose library this machine cannot load."""
    return [package for name, package in LIBRARIES.items() if not _loads(name)]


def install(packages: Sequence[str], say: Say) -> bool:
    """Install Debian packages if this is root on Debian; say whether that was done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Đang cài bằng apt-get: {' '.join(packages)} (có thể mất vài phút)…")
    return _apt("install", *packages) or (_apt("update") and _apt("install", *packages))


def command(packages: Sequence[str]) -> str:
    """Return the one command with which a person installs Debian packages."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def _apt(word: str, *packages: str) -> bool:
    options = ("-y", "--no-install-recommends") if packages else ()
    done = subprocess.run(
        ["apt-get", "-qq", word, *options, *packages],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
