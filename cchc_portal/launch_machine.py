"""What the machine itself must have besides Python: seen to by apt for root, else asked for."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence

Say = Callable[[str], None]
DOCUMENT_LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
"""What WeasyPrint loads, and the Debian package that carries it."""
BROWSER_LIBRARIES = {"libatomic.so.1": "libatomic1", "libstdc++.so.6": "libstdc++6"}
"""What the driver that steers the tests' browser loads."""
BROWSER = "chromium"
APT_PATIENCE = 600


class SetupError(Exception):
    """The portal cannot be set up; its text is a Vietnamese sentence that says what to do."""


def require_programs(say: Say, *, with_browser: bool) -> None:
    """See to the libraries that documents need, and to the browser that tests need.

    Raises SetupError, with the one command to run, if a library is missing and cannot be had.
    A missing browser is only told of: all but the browser's own tests run without it.
    """
    libraries = _missing(DOCUMENT_LIBRARIES)
    wanted = libraries + (_missing_for_browser() if with_browser else [])
    if wanted:
        install(wanted, say)
    if libraries and _missing(DOCUMENT_LIBRARIES):
        raise SetupError(
            "Thiếu thư viện hệ thống để tạo tài liệu PDF. Hãy chạy một lần rồi thử lại:\n"
            f"  {command(wanted)}"
        )
    if wanted and with_browser and (missing := _missing_for_browser()):
        say(f"Thiếu trình duyệt để kiểm tra giao diện. Nên chạy: {command(missing)}")


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
    options = ("-y", "--no-install-recommends", "-o", f"DPkg::Lock::Timeout={APT_PATIENCE}")
    done = subprocess.run(
        ["apt-get", "-qq", *options, word, *packages],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def _missing(libraries: Mapping[str, str]) -> list[str]:
    """Return the Debian packages whose library this machine cannot load."""
    return [package for name, package in libraries.items() if not _loads(name)]


def _missing_for_browser() -> list[str]:
    browser = shutil.which(os.environ.get("CCHC_CHROMIUM") or BROWSER)
    return _missing(BROWSER_LIBRARIES) + ([] if browser else [BROWSER])


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
