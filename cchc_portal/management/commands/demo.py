"""`demo`: from raw files to a ranked province, then a web page to look at it."""

import os
import signal
import subprocess
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from cchc_portal.demo import processes, province, synthesis
from cchc_portal.embedded.lock import hold
from cchc_portal.embedded.supervisor import SERVICES
from dossiers.services.intake import import_dossiers
from foundation.models import ImportBatch, Job
from foundation.services.calendar import fill_calendar
from foundation.services.files import store_file
from reports.selectors.rankings import ranking_of
from reports.services.annex import write_annex
from scoring.models import Cycle, RankingRun
from scoring.services.marks_intake import import_marks
from scoring.services.ranking import request_ranking, verify_run
from scoring.services.waivers import waive_fact
from surveys.services.intake import import_answers
from units.models import User

WAIT_SECONDS = 120
REJECTS_SHOWN = 3


class Command(BaseCommand):
    """Fill a demo province with real departments and synthetic data, rank it, serve it."""

    help = "Nạp dữ liệu mẫu của Khánh Hòa năm 2024, xếp hạng, xuất phụ lục PDF rồi mở trang web."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the two options."""
        parser.add_argument("--exit", action="store_true", help="dừng sau khi xuất PDF")
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
            self.stdout.write("\nĐã dừng. Dữ liệu còn nguyên; ./cchc stop tắt cả cơ sở dữ liệu.")
        except (OperationalError, InterfaceError) as error:
            raise CommandError(
                "Cơ sở dữ liệu vừa dừng. Hãy chạy lại ./cchc demo; dữ liệu đã nhập còn nguyên."
            ) from error

    def run(self, *, exit: bool, port: int, **options: Any) -> None:
        """Prepare, rank, print; then serve until interrupted."""
        with processes.worker(settings.LAYOUT.logs) as worker:
            cycle, accounts = self.prepare()
            run = self.rank(cycle, worker)
            self.show(run)
            if not exit:
                self.serve(port, accounts)

    def prepare(self) -> tuple[Cycle, list[tuple[str, str, str]]]:
        """Create what a year needs and take the three files in."""
        with self.step("Lịch làm việc, đơn vị, tài khoản, thủ tục, bộ tiêu chí mẫu"):
            fill_calendar()
            codes = province.create_units()
            accounts = province.create_accounts()
            procedures = province.create_procedures()
            campaign = province.create_campaign()
            cycle = province.create_cycle(campaign)
        folder = settings.LAYOUT.var / "demo"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        by = User.objects.get(username="sonoivu")
        with self.step("Viết ba tệp CSV giả lập"):
            synthesis.write_dossiers(folder / "ho-so.csv", codes, procedures)
            synthesis.write_answers(folder / "khao-sat.csv", codes)
            synthesis.write_marks(
                folder / "diem.csv", codes, province.read_json("sample_criteria.json")
            )
        self.take_in("Nhập hồ sơ", folder / "ho-so.csv", import_dossiers, by=by)
        self.take_in(
            "Nhập phiếu khảo sát",
            folder / "khao-sat.csv",
            partial(import_answers, campaign=campaign),
            by=by,
        )
        self.take_in("Nhập điểm", folder / "diem.csv", partial(import_marks, cycle=cycle), by=by)
        self.waive(cycle, by)
        return cycle, accounts

    def waive(self, cycle: Cycle, by: User) -> None:
        """Decide, as Sở Nội vụ would, about departments with too small a sample or none."""
        reasons = province.waiver_reasons(cycle.rule_set.minimum_sample)
        for sheet in cycle.assessments.select_related("unit", "cycle"):
            if sheet.unit.name in reasons:
                reason = reasons[sheet.unit.name]
                waive_fact(assessment=sheet, fact="satisfaction", reason=reason, by=by)

    def rank(self, cycle: Cycle, worker: subprocess.Popen[bytes]) -> RankingRun:
        """Let the worker rank the cycle, recompute the stored run, and write the annex."""
        with self.step("Xếp hạng bằng Celery"):
            job = request_ranking(cycle, by=User.objects.get(username="sonoivu"))
            job = self.wait_for(job, worker)
        run = RankingRun.objects.get(pk=job.result["run"])
        with self.step("Tính lại từ gói đã lưu"):
            if not verify_run(run).is_right:
                raise CommandError(f"Lần xếp hạng {run.number} tính lại không khớp.")
        return run

    def wait_for(self, job: Job, worker: subprocess.Popen[bytes]) -> Job:
        """Return the job once it is done; raises CommandError if it failed or the worker ended."""
        log = settings.LAYOUT.logs / "worker.log"
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            job.refresh_from_db()
            if job.state == Job.State.DONE:
                return job
            if job.state == Job.State.FAILED:
                problems = [p["message"] for p in job.result.get("problems", [])]
                raise CommandError("\n".join([job.message, *problems]))
            if worker.poll() is not None:
                raise CommandError(
                    f"Tiến trình Celery đã dừng (mã {worker.returncode}), xem {log}."
                    " Hãy chạy lại ./cchc demo; dữ liệu đã nhập còn nguyên."
                )
            time.sleep(0.2)
        raise CommandError(
            f"Sau {WAIT_SECONDS} giây Celery vẫn chưa xếp hạng xong, xem {log}."
            " Hãy chạy lại ./cchc demo; dữ liệu đã nhập còn nguyên."
        )

    def show(self, run: RankingRun) -> None:
        """Write the annex, print its path and the first five."""
        path = settings.LAYOUT.var / "demo" / f"phu-luc-{run.cycle.year}-lan-{run.number}.pdf"
        with self.step("Xuất phụ lục PDF"):
            write_annex(run, path)
        self.stdout.write(f"\nPhụ lục: {path}\nMã số gói (SHA-256): {run.bundle_sha256}\n")
        for row in ranking_of(run).groups[0].rows[:5]:
            self.stdout.write(
                f"{row.rank:>3}. {row.name:<45} {row.published:>7} %  {row.band_label}"
            )

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

    def take_in(
        self, title: str, path: Path, intake: Callable[..., ImportBatch], *, by: User
    ) -> None:
        """Take a file in once, and print what became of its rows and the first sent back."""
        with self.step(title):
            stored = store_file(path, by=by)
            earlier = stored.batches.last()
            batch = earlier or intake(stored, by=by)
        when = "đã nhập lần trước: " if earlier else ""
        self.stdout.write(
            f"    {when}{batch.rows} dòng: {batch.created_rows} mới, {batch.changed_rows} thay đổi,"
            f" {batch.unchanged_rows} không đổi, {batch.rejected_rows} bị trả lại"
        )
        for reject in batch.rejects.all()[:REJECTS_SHOWN]:
            self.stdout.write(f"      {reject}")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Announce a step and say how long it took."""
        self.stdout.write(f"… {title}", ending="")
        self.stdout.flush()
        start = time.monotonic()
        try:
            yield
        except Exception:
            self.stdout.write("")
            raise
        self.stdout.write(f"  ({time.monotonic() - start:.1f} giây)".replace(".", ","))


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
