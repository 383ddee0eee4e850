"""Every check of `./cchc test`, each with its time; all run, whatever the others say."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from cchc_portal.embedded.layout import layout

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
READERS: dict[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy"),
    "import-linter": ("-c", LINT_IMPORTS),
    "djlint (lint)": ("-m", "djlint", "templates", "--lint"),
    "djlint (format)": ("-m", "djlint", "templates", "--check"),
    "migrations": ("manage.py", "makemigrations", "--check", "--dry-run"),
}
"""The checks that only read the code, and so may run at once."""
PYTEST: tuple[str, ...] = ("-m", "pytest")
SHARED_OUT = ("--dist=loadgroup", "--max-worker-restart=0")
MOST_WORKERS = 8
"""Valkey has sixteen databases, of which a worker of the tests takes two."""
PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check's name, its exit code and how long it took, in seconds."""

    name: str
    code: int
    seconds: float

    def __str__(self) -> str:
        """Return one line of the closing table."""
        verdict = "đạt" if self.code == 0 else f"KHÔNG ĐẠT (mã {self.code})"
        return f"  {self.name:<16} {self.seconds:7.1f} giây   {verdict}"


@dataclass(frozen=True, slots=True)
class Run:
    """A check that was started, what it writes to unless that is the terminal, and when."""

    name: str
    process: "subprocess.Popen[bytes]"
    output: IO[bytes] | None
    started: float

    @property
    def has_ended(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    def outcome(self) -> Outcome:
        """Wait for its end and return what came of it."""
        return Outcome(self.name, self.process.wait(), time.monotonic() - self.started)

    def told(self) -> str:
        """Return what it has written."""
        if self.output is None:
            return ""
        self.output.seek(0)
        return self.output.read().decode(errors="replace")


def run_checks(arguments: Sequence[str]) -> int:
    """Run every check, or pytest alone if arguments are given; return 0 only if all passed."""
    outcomes = [] if arguments else _run_at_once(READERS)
    outcomes.append(_run("pytest", (*PYTEST, *(arguments or on_every_processor()))))
    failed = [outcome.name for outcome in outcomes if outcome.code != 0]
    print("\nKết quả kiểm tra:", *outcomes, sep="\n", flush=True)
    print(f"Không đạt: {', '.join(failed)}." if failed else "Tất cả đều đạt.", flush=True)
    return 1 if failed else 0


def on_every_processor() -> tuple[str, ...]:
    """Return what makes pytest share the tests out among two to eight workers."""
    workers = min(max(len(os.sched_getaffinity(0)), 2), MOST_WORKERS)
    return (f"--numprocesses={workers}", *SHARED_OUT)


def _run(name: str, command: Sequence[str]) -> Outcome:
    _announce(name)
    with _started(name, command) as run:
        return run.outcome()


def _run_at_once(checks: Mapping[str, Sequence[str]]) -> list[Outcome]:
    """Run checks beside each other; print what each says, whole, once it has ended."""
    outcomes: dict[str, Outcome] = {}
    with ExitStack() as stack:
        runs = []
        for name, command in checks.items():
            output = stack.enter_context(TemporaryFile())
            runs.append(stack.enter_context(_started(name, command, output)))
        for run in _as_they_end(runs):
            outcomes[run.name] = run.outcome()
            _announce(run.name)
            print(run.told(), end="", flush=True)
    return [outcomes[name] for name in checks]


@contextmanager
def _started(name: str, command: Sequence[str], output: IO[bytes] | None = None) -> Iterator[Run]:
    """Start a check; it does not outlive the block."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=layout().root,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output and subprocess.STDOUT,
    )
    try:
        yield Run(name, process, output, time.monotonic())
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _as_they_end(runs: Sequence[Run]) -> Iterator[Run]:
    left = list(runs)
    while left:
        time.sleep(PAUSE)
        for run in [run for run in left if run.has_ended]:
            left.remove(run)
            yield run


def _announce(name: str) -> None:
    print(f"\n── {name}", flush=True)
