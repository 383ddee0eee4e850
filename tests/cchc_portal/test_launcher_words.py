"""The four words of the launcher: what each refuses, starts, ends and passes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_portal import launch, launch_setup
from cchc_portal.embedded.lock import holder
from cchc_portal.embedded.processes import is_alive, until

ROOT = Path(launch.__file__).parents[1]
HOLD_AND_BECOME = """
import os, pathlib, sys
from cchc_portal.embedded.lock import hold
assert hold(pathlib.Path(sys.argv[1]))
program = "import time; print('held', flush=True); time.sleep(60)"
os.execv(sys.executable, [sys.executable, "-c", program])
"""


@pytest.fixture
def run(tmp_path):
    """Run a word as `./cchc` does once everything is set up, on a `var` of its own."""
    kept = ("PATH", "HOME", "LANG")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"CCHC_VAR": str(tmp_path), "CCHC_NO_SERVICES": "1", "PYTHONUTF8": "1"}

    def word(*arguments, **more):
        return subprocess.run(
            [sys.executable, "-m", "cchc_portal.launch", *arguments],
            cwd=ROOT,
            env=environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return word


@pytest.fixture
def running_demo(tmp_path):
    """A process that holds the demo's lock and then became another program, as the demo does."""
    arguments = [sys.executable, "-c", HOLD_AND_BECOME, tmp_path / "demo.lock"]
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("words", [["tset"], [], ["demo-data"], ["migrate"]])
def test_another_word_prints_the_four_and_ends_with_2(words):
    ended = subprocess.run(
        [sys.executable, ROOT / "cchc", *words], capture_output=True, encoding="utf-8", check=False
    )

    assert ended.returncode == 2
    assert all(f"./cchc {word}" in ended.stderr for word in launch_setup.WORDS)


def test_help_is_no_mistake(capsys):
    assert launch_setup.main(["help"]) == 0
    assert "./cchc demo" in capsys.readouterr().out


def test_the_launcher_and_the_portal_know_the_same_words():
    assert set(launch_setup.WORDS) == set(launch.WORDS)


def test_manage_passes_words_and_exit_code_through(run):
    assert run("manage", "--version").stdout.startswith("5.2")
    assert run("manage", "no_such_command").returncode == 1


def test_manage_works_where_it_was_called(run, tmp_path):
    code = "import os; print(os.getcwd())"

    told = run("manage", "shell", "--no-imports", "-c", code, CCHC_CALLED_FROM=str(tmp_path))

    assert told.stdout.strip() == str(tmp_path)


@pytest.mark.parametrize(
    ("name", "address"),
    [("DATABASE_URL", "postgresql://elsewhere/real"), ("REDIS_URL", "redis://elsewhere:6379/0")],
)
def test_the_demo_never_touches_a_server_that_is_given(run, name, address):
    refused = run("demo", "--exit", **{name: address})

    assert refused.returncode == 2
    assert name in refused.stderr


def test_a_second_demo_is_turned_away_before_it_touches_anything(run, running_demo, tmp_path):
    refused = run("demo", "--exit")

    assert refused.returncode == 1
    assert f"Bản chạy thử đang chạy (tiến trình {running_demo.pid})" in refused.stderr
    assert "./cchc stop" in refused.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["demo.lock"]


def test_trouble_is_one_sentence_without_a_traceback(run):
    refused = run("manage", "check", CCHC_VAR="/proc/nowhere", CCHC_NO_SERVICES="")

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1


def test_stop_ends_the_demo_that_runs(run, running_demo):
    stopped = run("stop")

    assert stopped.returncode == 0
    assert until(lambda: not is_alive(running_demo.pid), seconds=30)


def test_what_a_killed_demo_left_is_no_demo(run, running_demo, tmp_path):
    running_demo.kill()
    running_demo.wait()

    assert holder(tmp_path / "demo.lock") is None
    assert run("stop").returncode == 0
