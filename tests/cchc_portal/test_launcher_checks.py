"""`./cchc test` runs every check whatever the others say, and fails if one of them did."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_portal import launch_checks
from cchc_portal.embedded.processes import is_alive, until

PASS = ("-c", "pass")
FAIL = ("-c", "raise SystemExit(3)")
ECHO = ("-c", "import sys; print(sys.argv[1:])")
MEET = """
import pathlib, sys, time
own, other = map(pathlib.Path, sys.argv[1:])
own.touch()
while not other.exists():
    time.sleep(0.01)
print("both", own.name, "words")
"""
STOPPED = """
import pathlib, signal, sys
from cchc_portal import launch_checks
program = "import os, sys, time; print(os.getpid(), file=open(sys.argv[1], 'w'), flush=True);"
launch_checks.READERS = {"long": ("-c", program + "time.sleep(60)", sys.argv[1])}
signal.signal(signal.SIGTERM, signal.default_int_handler)
launch_checks.run_checks([])
"""

CRASH = """
import os

def test_one(): pass
def test_that_ends_its_worker(): os._exit(1)
def test_three(): pass
"""


@pytest.fixture
def checks(monkeypatch):
    """Put other checks in the place of the real ones."""

    def put(pytest=PASS, **readers):
        monkeypatch.setattr(launch_checks, "READERS", readers)
        monkeypatch.setattr(launch_checks, "PYTEST", pytest)

    return put


def test_all_checks_run_even_if_one_fails(checks, capfd):
    checks(first=FAIL, second=PASS)

    code = launch_checks.run_checks([])

    out = capfd.readouterr().out
    assert code == 1
    assert "KHÔNG ĐẠT (mã 3)" in out
    assert "── pytest" in out
    assert "Không đạt: first." in out


def test_tests_that_fail_fail_the_run(checks, capfd):
    checks(first=PASS, pytest=FAIL)

    assert launch_checks.run_checks([]) == 1
    assert "Không đạt: pytest." in capfd.readouterr().out


def test_all_checks_that_pass_end_well(checks, capfd):
    checks(first=PASS, second=PASS)

    code = launch_checks.run_checks([])

    assert code == 0
    assert "Tất cả đều đạt." in capfd.readouterr().out


def test_checks_that_read_the_code_run_at_once_each_with_its_words_together(
    checks, capfd, tmp_path
):
    one, other = tmp_path / "one", tmp_path / "other"
    checks(one=("-c", MEET, one, other), other=("-c", MEET, other, one))

    assert launch_checks.run_checks([]) == 0

    out = capfd.readouterr().out
    assert "── one\nboth one words\n" in out
    assert "── other\nboth other words\n" in out


def test_a_run_that_is_stopped_takes_its_checks_along(tmp_path):
    told = tmp_path / "pid"
    command = [sys.executable, "-c", STOPPED, told]
    run = subprocess.Popen(
        command, cwd=Path(launch_checks.__file__).parents[1], stderr=subprocess.DEVNULL
    )
    assert until(lambda: told.exists() and told.read_text().endswith("\n"), seconds=30)

    run.send_signal(signal.SIGTERM)

    assert run.wait(30) != 0
    assert not is_alive(int(told.read_text()))


def test_arguments_go_to_pytest_alone(checks, capfd):
    checks(ruff=FAIL, pytest=ECHO)

    code = launch_checks.run_checks(["-k", "rounding"])

    assert code == 0
    assert "['-k', 'rounding']" in capfd.readouterr().out


@pytest.mark.parametrize(("processors", "workers"), [(1, 2), (2, 2), (6, 6), (64, 8)])
def test_the_whole_of_the_tests_is_shared_out_among_all_processors(
    checks, capfd, monkeypatch, processors, workers
):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(processors)))
    checks(pytest=ECHO)

    launch_checks.run_checks([])

    assert f"['--numprocesses={workers}', '--dist=loadgroup'" in capfd.readouterr().out


def test_a_worker_of_the_tests_that_crashes_fails_the_run_by_the_name_of_its_test(tmp_path):
    (tmp_path / "test_crash.py").write_text(CRASH)
    shared_out = ["-p", "xdist", "--numprocesses=2", *launch_checks.SHARED_OUT]
    own = f"--basetemp={tmp_path / 'tmp'}"  # in the usual place it clears up after other runs

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *shared_out, own, tmp_path],
        cwd=tmp_path,
        env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "test_crash.py::test_that_ends_its_worker" in done.stdout
    assert "2 passed" in done.stdout
