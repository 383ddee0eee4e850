"""The four words of the launcher: what each refuses, starts, ends and passes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_portal import launch, launch_setup
from cchc_portal.embedded.processes import is_alive, until

ROOT = Path(launch.__file__).parents[1]
WAIT = "import time; time.sleep(60)"


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
def process():
    """Start a process with the given command line; it is ended after the test."""
    started = []

    def start(*arguments):
        started.append(subprocess.Popen([sys.executable, "-c", WAIT, *arguments]))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()


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


def test_the_demo_never_touches_a_database_that_is_given(run):
    refused = run("demo", "--exit", DATABASE_URL="postgresql://elsewhere/real")

    assert refused.returncode == 2
    assert "DATABASE_URL" in refused.stderr


def test_trouble_is_one_sentence_without_a_traceback(run):
    refused = run("manage", "check", CCHC_VAR="/proc/nowhere", CCHC_NO_SERVICES="")

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1


def test_stop_ends_the_demo_that_runs(run, process, tmp_path):
    demo = process(str(ROOT / "manage.py"), "demo")
    (tmp_path / "demo.pid").write_text(str(demo.pid))

    stopped = run("stop")

    assert stopped.returncode == 0
    assert until(lambda: not is_alive(demo.pid), seconds=5)


def test_stop_leaves_a_stranger_alone_that_has_the_demos_old_number(run, process, tmp_path):
    stranger = process("manage.py", "demo")
    (tmp_path / "demo.pid").write_text(str(stranger.pid))

    run("stop")

    assert is_alive(stranger.pid)
