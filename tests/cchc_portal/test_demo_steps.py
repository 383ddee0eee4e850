"""The demo's single steps when something goes wrong, without a whole demo around them."""

import io
import os
import signal
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection

from cchc_portal.demo import processes, steps
from cchc_portal.demo.house import claim
from cchc_portal.demo.plan import FULL, SMALL
from cchc_portal.demo.steps import Steps, standing
from cchc_portal.demo.workers import Workers, WorkStopped
from cchc_portal.embedded.processes import is_alive, until
from cchc_portal.management.commands.demo import Command
from foundation.models import Job
from foundation.services.progress import Progress, Said
from tests.scoring_world import build_cycle

PARENT = """
import pathlib, sys, time
from cchc_portal.demo.processes import running
with running(["http.server", "--bind=127.0.0.1", "8297"], pathlib.Path(sys.argv[1])) as child:
    print(child.pid, flush=True)
    time.sleep(60)
"""


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        """Say so."""
        return True


@pytest.fixture
def ended():
    """Return a process that has ended with 3."""
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    process.wait()
    return process


@pytest.fixture
def workers(ended, make_user, tmp_path):
    """Return workers whose process has ended."""
    heard = Steps(OutputWrapper(io.StringIO()))
    return Workers(ended, tmp_path / "worker.log", make_user("home_affairs"), heard)


def test_a_worker_that_ends_is_named_at_once_with_its_log(db, workers):
    job = Job.objects.create(kind="x")

    with pytest.raises(WorkStopped, match=r"Celery đã dừng \(mã 3\), xem .*worker\.log.*chạy lại"):
        workers.wait_for(job, Progress())


def test_work_that_is_refused_says_what_is_to_be_mended(db, workers):
    job = Job.objects.create(kind="x", message="Chưa xếp hạng được.")
    problems = {"problems": [{"message": "Sở A chưa chấm 1.1."}]}
    Job.objects.filter(pk=job.pk).update(
        state="failed", started_at="2026-01-01T00:00Z", finished_at="2026-01-01T00:00Z",
        result=problems,
    )  # fmt: skip

    with pytest.raises(WorkStopped, match=r"Chưa xếp hạng được\.\nSở A chưa chấm 1\.1\."):
        workers.wait_for(job, Progress())


def test_two_scales_do_not_mix_in_one_place(db, tmp_path):
    claim(tmp_path, SMALL)
    claim(tmp_path, SMALL)

    with pytest.raises(WorkStopped, match="Hãy dựng ở chỗ khác"):
        claim(tmp_path, FULL)


def test_a_demo_is_not_laid_over_what_somebody_else_set_up(make_user, tmp_path):
    build_cycle(by=make_user("home_affairs"))

    with pytest.raises(WorkStopped, match="Hãy dựng ở chỗ khác"):
        claim(tmp_path, SMALL)


def test_a_step_tells_its_title_its_standing_and_its_time(monkeypatch):
    monkeypatch.setattr(steps, "BEAT", 0.01)
    out = io.StringIO()

    with Steps(OutputWrapper(out)).step("Nhập hồ sơ") as progress:
        progress.report(81_000)
        assert until(lambda: "81.000 dòng · 0 giây" in out.getvalue(), seconds=30)

    assert out.getvalue().startswith("… Nhập hồ sơ · ")
    assert out.getvalue().endswith(" giây)\n")
    assert out.getvalue().count("\n") == 1


def test_on_a_terminal_a_step_moves_on_its_own_line(monkeypatch):
    monkeypatch.setattr(steps, "TERMINAL_BEAT", 0.01)
    out = Terminal()

    with Steps(OutputWrapper(out)).step("Xếp hạng") as progress:
        progress.report(1, 3, "Đang tính")
        assert until(lambda: "33 % · Đang tính" in out.getvalue(), seconds=30)

    assert "\r\x1b[K… Xếp hạng · 33 % · Đang tính · 0 giây" in out.getvalue()
    assert out.getvalue().rpartition("\r\x1b[K")[2].startswith("… Xếp hạng  (")


def test_a_step_that_fails_ends_its_line():
    out = io.StringIO()

    with pytest.raises(ZeroDivisionError), Steps(OutputWrapper(out)).step("Xếp hạng"):
        raise ZeroDivisionError

    assert out.getvalue() == "… Xếp hạng\n"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(), []),
        (Said(81_000), ["81.000 dòng"]),
        (Said(81_000, 100_000, "Đang kiểm tra."), ["81 %", "Đang kiểm tra"]),
        (Said(0, 3), ["0 %"]),
    ],
)
def test_standing_is_a_share_where_the_whole_is_known(said, words):
    assert standing(said) == words


@pytest.mark.django_db(transaction=True)
def test_a_database_that_stops_is_one_sentence():
    def ended(**options):
        connection.cursor().execute("select pg_terminate_backend(pg_backend_pid())")

    command = Command(stdout=io.StringIO())
    command.run = ended

    with pytest.raises(CommandError, match=r"Cơ sở dữ liệu vừa dừng\. Hãy chạy lại ./cchc demo"):
        command.work()
    connection.close()


@pytest.mark.parametrize("port", ["0", "99999", "x", "-1"])
def test_a_port_that_is_none_is_refused_with_a_sentence(port):
    with pytest.raises(CommandError, match="hãy chọn một số từ 1 đến 65535"):
        call_command("demo", f"--port={port}")


def test_a_process_of_the_demo_ends_even_if_the_demo_is_killed(tmp_path):
    arguments = [sys.executable, "-c", PARENT, tmp_path / "log"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as demo:
        child = int(demo.stdout.readline())
        assert is_alive(child)

        demo.send_signal(signal.SIGKILL)

    assert until(lambda: not is_alive(child), seconds=30)


def begin_for(parent):
    """Return what the module `this` prints when it is begun for that process."""
    command = [sys.executable, processes.BOUND, str(parent), "this"]
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=30).stdout


def test_a_process_whose_demo_was_killed_before_it_began_does_not_begin():
    nobody = 2**22  # no process has this number: it is the kernel's upper bound

    assert begin_for(nobody) == ""


def test_a_process_of_the_demo_begins_while_the_demo_lives():
    assert "Beautiful is better than ugly" in begin_for(os.getpid())


def test_logs_of_the_demo_are_for_their_owner_alone(tmp_path):
    with processes.running(["http.server", "--help"], tmp_path / "log" / "x.log"):
        pass

    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o700
