"""What `./cchc` does before the portal's own packages are there: all of it with Python alone."""

import errno
import os
import sys
from pathlib import Path

from cchc_portal.embedded.lock import alone
from cchc_portal.launch_machine import SetupError, require_programs
from cchc_portal.launch_packages import DEVELOPMENT, RUNTIME, Packages

ROOT = Path(__file__).resolve().parent.parent
WORDS = ("demo", "test", "stop", "manage")
HELP = """\
Cách dùng:
  ./cchc demo [--exit] [--port SỐ]   chạy thử cổng trên máy này với dữ liệu mẫu
  ./cchc test [THAM SỐ PYTEST]       chạy mọi phép kiểm tra
  ./cchc stop                        dừng bản chạy thử và các dịch vụ đi kèm
  ./cchc manage LỆNH …               chạy một lệnh quản trị
"""
WAITING = "Đang chờ một lệnh ./cchc khác cài đặt xong…"
MISLEADING = ("PYTHONHOME", "PYTHONPATH", "PYTHONSAFEPATH", "VIRTUAL_ENV", "PIP_TARGET")


def main(arguments: list[str]) -> int:
    """Set up whatever is missing and go on as the portal; return only when that cannot be."""
    _speak_utf8()
    word = arguments[0] if arguments else ""
    if word not in WORDS:
        asked = word in {"help", "-h", "--help"}
        (sys.stdout if asked else sys.stderr).write(HELP)
        return 0 if asked else 2
    try:
        python = _set_up(word)
    except SetupError as trouble:
        _tell(str(trouble))
    except OSError as error:
        _tell(_sentence(error))
    except KeyboardInterrupt:
        return 130
    else:
        _go_on(python, arguments)
    return 1


def _set_up(word: str) -> Path:
    """Return the interpreter of a `.venv` that holds what the word needs."""
    for name in MISLEADING:
        os.environ.pop(name, None)
    packages = Packages(ROOT, DEVELOPMENT if word == "test" else RUNTIME)
    if not packages.are_ready:
        with alone(ROOT / "var" / "setup.lock", _tell, WAITING):
            if not packages.are_ready:
                packages.install(_tell)
    if word != "stop":
        require_programs(_tell, with_browser=word == "test")
    return packages.python


def _go_on(python: Path, arguments: list[str]) -> None:
    """Replace this process; the portal learns where it was called, and works at the root."""
    os.environ["CCHC_CALLED_FROM"] = _working_directory()
    os.environ["PYTHONUTF8"] = "1"
    os.chdir(ROOT)
    command = [str(python), "-m", "cchc_portal.launch", *arguments]
    os.execv(python, command)  # noqa: S606


def _working_directory() -> str:
    try:
        return str(Path.cwd())
    except FileNotFoundError:
        return str(ROOT)


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _sentence(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Không ghi được {error.filename}. Hãy chạy bằng tài khoản sở hữu {ROOT}, hoặc sudo."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"Ổ đĩa chứa {ROOT} đã đầy. Hãy xoá bớt tệp rồi chạy lại."
    return f"Không cài đặt được: {error}"


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
