"""The four words of `./cchc`, once the portal's packages are there: demo, test, stop, manage."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from cchc_portal.embedded.layout import layout
from cchc_portal.embedded.lock import alone, hold, holder
from cchc_portal.embedded.placement import forget_shelter
from cchc_portal.embedded.processes import is_alive, until
from cchc_portal.embedded.supervisor import SERVICES, services_down, services_up, tell
from cchc_portal.embedded.trouble import ServiceError
from cchc_portal.launch_checks import run_checks

DEMO_PATIENCE = 15.0


def main(arguments: list[str]) -> int:
    """Run a word and return its exit code, if the word does not take this process over."""
    word, *rest = arguments
    try:
        return WORDS[word](rest)
    except ServiceError as trouble:
        tell(str(trouble))
        return 1
    except OSError as error:
        tell(f"Không chạy được dịch vụ: {error}")
        return 1
    except KeyboardInterrupt:
        return 130


def manage(arguments: list[str]) -> int:
    """Start the services, unless CCHC_NO_SERVICES=1, and become manage.py where it was called."""
    if os.environ.get("CCHC_NO_SERVICES") != "1":
        services_up(layout())
    with contextlib.suppress(OSError):
        os.chdir(os.environ.get("CCHC_CALLED_FROM", "."))
    return _become_manage(arguments)


def demo(arguments: list[str]) -> int:
    """Start the services, bring the embedded database up to date, and become the demo."""
    given = [name for name in SERVICES if os.environ.get(name, "").strip()]
    if given:
        tell(
            "Bản chạy thử chỉ dùng các dịch vụ đi kèm, không đụng đến máy chủ khác."
            f" Hãy bỏ biến môi trường {', '.join(given)} rồi chạy lại."
        )
        return 2
    places = layout()
    if not hold(places.demo_lock):
        tell(
            f"Bản chạy thử đang chạy (tiến trình {holder(places.demo_lock)})."
            " Hãy dùng trang web của nó, hoặc chạy ./cchc stop để dừng rồi chạy lại."
        )
        return 1
    services_up(places)
    if not _migrate():
        return 1
    return _become_manage(["demo", *arguments])


def stop(arguments: list[str]) -> int:
    """End the running demo, if there is one, and then this clone's services."""
    places = layout()
    if (pid := holder(places.demo_lock)) is not None:
        tell("Đang dừng bản chạy thử…")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        if not until(lambda: not is_alive(pid), seconds=DEMO_PATIENCE):
            tell(f"Bản chạy thử (tiến trình {pid}) chưa dừng sau {DEMO_PATIENCE:.0f} giây.")
    services_down(places)
    return 0


def test(arguments: list[str]) -> int:
    """Run every check, or pytest alone with the given arguments, against servers of their own."""
    os.environ["CCHC_VAR"] = str(layout().root / "var" / "test")
    os.environ["CCHC_ENV"] = "test"
    places = layout()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with alone(places.var / "test.lock", tell, "Đang chờ lượt kiểm tra khác xong…"):
        try:
            services_up(places)
            return run_checks(arguments)
        finally:
            services_down(places)
            forget_shelter(places)


WORDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "stop": stop,
    "manage": manage,
}


def _become_manage(arguments: list[str]) -> int:
    command = [sys.executable, str(layout().root / "manage.py"), *arguments]
    os.execv(sys.executable, command)  # noqa: S606


def _migrate() -> bool:
    """Bring the database up to date; show what was printed only if that fails."""
    tell("Đang cập nhật cấu trúc cơ sở dữ liệu…")
    started = time.monotonic()
    command = [sys.executable, str(layout().root / "manage.py"), "migrate", "--noinput"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
        tell(f"Cấu trúc cơ sở dữ liệu đã sẵn sàng ({seconds} giây).")
        return True
    tell(f"{done.stdout}{done.stderr}\nKhông cập nhật được cấu trúc cơ sở dữ liệu (xem ở trên).")
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
