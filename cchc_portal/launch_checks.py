"""Every check of `./cchc test`, in order, each with its time; all run, whatever the others say."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_portal.embedded.layout import layout

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy"),
    "import-linter": ("-c", LINT_IMPORTS),
    "djlint (lint)": ("-m", "djlint", "templates", "--lint"),
    "djlint (format)": ("-m", "djlint", "templates", "--check"),
    "migrations": ("manage.py", "makemigrations", "--check", "--dry-run"),
    "pytest": ("-m", "pytest"),
}


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


def run_checks(arguments: Sequence[str]) -> int:
    """Run every check, or pytest alone if arguments are given; return 0 only if all passed."""
    chosen = {"pytest": (*CHECKS["pytest"], *arguments)} if arguments else CHECKS
    outcomes = [_run(name, command) for name, command in chosen.items()]
    failed = [outcome.name for outcome in outcomes if outcome.code != 0]
    print("\nKết quả kiểm tra:", *outcomes, sep="\n", flush=True)
    print(f"Không đạt: {', '.join(failed)}." if failed else "Tất cả đều đạt.", flush=True)
    return 1 if failed else 0


def _run(name: str, command: Sequence[str]) -> Outcome:
    print(f"\n── {name}", flush=True)
    started = time.monotonic()
    root = layout().root
    done = subprocess.run(
        [sys.executable, *command], cwd=root, stdin=subprocess.DEVNULL, env=os.environ, check=False
    )
    return Outcome(name, done.returncode, time.monotonic() - started)
