"""The demo's single steps when something goes wrong, without a whole demo around them."""

import io
import os
import signal
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cchc_portal.demo import processes
from cchc_portal.embedded.processes import is_alive, until
from cchc_portal.management.commands.demo import Command
from foundation.models import Job

PARENT = """
import pathlib, sys, time
from cchc_portal.demo.processes import running
with running(["http.server", "--bind=127.0.0.1", "8297"], pathlib.Path(sys.argv[1])) as child:
    print(child.pid, flush=True)
    time.sleep(60)
"""


def test_a_worker_that_ends_is_named_at_once_with_its_log(db):
    job = Job.objects.create(kind="x")
    ended = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    ended.wait()

    with pytest.raises(CommandError, match=r"Celery đã dừng \(mã 3\), xem .*worker\.log.*chạy lại"):
        Command(stdout=io.StringIO()).wait_for(job, ended)


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

    assert until(lambda: not is_alive(child), seconds=10)


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
