"""`demo`: from raw files to a ranked province, then a web page to look at it."""

import os
import signal
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from cchc_portal.demo import processes, province
from cchc_portal.demo.house import Demo, claim
from cchc_portal.demo.plan import FULL, SMALL
from cchc_portal.demo.steps import Steps
from cchc_portal.demo.workers import Workers, WorkStopped
from cchc_portal.embedded.lock import hold
from cchc_portal.embedded.supervisor import SERVICES


class Command(BaseCommand):
    """Fill a demo province with real units and synthetic data, rank its years, serve it."""

    help = "Dựng dữ liệu mẫu của Khánh Hòa năm 2023 và 2024, xếp hạng rồi mở trang web."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--exit", action="store_true", help="dừng sau khi xuất PDF")
        parser.add_argument("--small", action="store_true", help="bản nhỏ: 40.000 hồ sơ")
        parser.add_argument("--port", type=_port, default=8000, help="cổng của trang web (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step, each announced and timed; then serve unless asked to stop."""
        if settings.IS_PRODUCTION or any(os.environ.get(name) for name in SERVICES):
            raise CommandError(
                f"Lệnh demo chỉ chạy với các dịch vụ đi kèm. Hãy bỏ {', '.join(SERVICES)}."
            )
        if not hold(settings.LAYOUT.demo_lock):
            raise CommandError("Bản chạy thử đang chạy. Hãy chạy ./cchc stop để dừng.")
        if not options["exit"] and not processes.is_free(options["port"]):
            raise CommandError(
                f"Cổng {options['port']} đang được dùng. Hãy chạy ./cchc demo --port "
                f"{options['port'] + 1}."
            )
        _end_as_by_ctrl_c(signal.SIGTERM, signal.SIGHUP)
        self.work(**options)

    def work(self, **options: Any) -> None:
        """Run, and say in a sentence why it ended early."""
        try:
            self.run(**options)
        except KeyboardInterrupt:
            self.stdout.write("Đã dừng. Dữ liệu còn nguyên; ./cchc stop tắt cả cơ sở dữ liệu.")
        except WorkStopped as error:
            raise CommandError(str(error)) from error
        except (OperationalError, InterfaceError) as error:
            raise CommandError(
                "Cơ sở dữ liệu vừa dừng. Hãy chạy lại ./cchc demo; dữ liệu đã nhập còn nguyên."
            ) from error

    def run(self, *, exit: bool, small: bool, port: int, **options: Any) -> None:
        """Prepare, rank, print; then serve until interrupted."""
        steps, layout = Steps(self.stdout), settings.LAYOUT
        folder, scale = layout.var / "demo", SMALL if small else FULL
        claim(folder, scale)
        with processes.worker(layout.logs, layout.var / "beat") as process:
            try:
                workers = Workers(process, layout.logs / "worker.log", province.clerk(), steps)
                demo = Demo(workers, folder, scale)
                demo.prepare()
                demo.rank()
                demo.open_next_year()
                demo.show()
                if not exit:
                    self.serve(port, demo.accounts)
            except KeyboardInterrupt:
                self.stdout.write("\nĐang dừng…")
                raise

    def serve(self, port: int, accounts: list[tuple[str, str, str]]) -> None:
        """Serve the portal and print who may sign in, until interrupted."""
        call_command("collectstatic", interactive=False, verbosity=0)
        with processes.web(settings.LAYOUT.logs, port) as server:
            if not processes.wait_until_open(port, server):
                raise CommandError(
                    f"Trang web không mở được. Xem {settings.LAYOUT.logs / 'web.log'}."
                )
            self.stdout.write(f"\nMở http://127.0.0.1:{port} và đăng nhập bằng một trong:\n")
            for username, role, password in accounts:
                self.stdout.write(f"  {username:<10} {password:<18} {role}")
            self.stdout.write("\nNhấn Ctrl+C để dừng.")
            self.stdout.flush()
            server.wait()
            raise CommandError(f"Trang web đã ngừng. Xem {settings.LAYOUT.logs / 'web.log'}.")


def _port(text: str) -> int:
    """Return a TCP port; raises ArgumentTypeError if the text is none."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} không phải là cổng; hãy chọn một số từ 1 đến 65535")
    return int(text)


def _end_as_by_ctrl_c(*signals: signal.Signals) -> None:
    """Let these signals end the command as Ctrl+C does, unless they were to be ignored (nohup)."""
    for number in signals:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
