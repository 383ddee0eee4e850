"""What the commands around the pure core share: files in, results out, problems listed."""

from collections.abc import Callable
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper

from scoring.domain import BundleRefused

REFUSED = 2
"""The exit code when a document was refused."""


def computed(
    path: Path, compute: Callable[[bytes], str], stderr: OutputWrapper
) -> str | BundleRefused:
    """Return the result of a file's document, or its refusal after listing every problem.

    Raises CommandError with a sentence if the file cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"Không đọc được {path}: {error.strerror}.") from error
    try:
        return compute(data)
    except BundleRefused as refusal:
        for problem in refusal.problems:
            stderr.write(f"{path.name}: {problem.place}: {problem.message}")
        return refusal


def hand_out(text: str, target: Path | None, stdout: OutputWrapper) -> None:
    """Write a result to its file, or print it where there is none."""
    if target:
        write(target, text)
    else:
        stdout.write(text, ending="")


def write(path: Path, text: str) -> None:
    """Write a file, its directory too; raises CommandError with a sentence if that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"Không ghi được {path}: {error.strerror}.") from error
