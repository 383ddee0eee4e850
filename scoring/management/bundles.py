"""What the commands around the pure core share: files in, results out, problems listed."""

from collections.abc import Callable
from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper

from foundation.management.system_errors import reason
from scoring.domain import BundleRefused
from scoring.domain.strict_json import MAX_BYTES

REFUSED = 2
"""The exit code when a document was refused."""


def computed(
    path: Path, compute: Callable[[bytes], str], stderr: OutputWrapper
) -> str | BundleRefused:
    """Return the result of a file's document, or its refusal after listing every problem.

    Raises CommandError with a sentence if the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # one more than allowed is enough to be refused
    except OSError as error:
        raise CommandError(f"Không đọc được {path}: {reason(error)}.") from error
    try:
        return compute(data)
    except BundleRefused as refusal:
        for problem in refusal.problems:
            parts = (path.name, problem.place, problem.message)
            stderr.write(": ".join(part for part in parts if part))
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
        raise CommandError(f"Không ghi được {path}: {reason(error)}.") from error


def remove(path: Path | None) -> None:
    """Remove an earlier result, if one stands there; raises CommandError if that fails.

    What is no plain file, /dev/null or /dev/stdout, stays.
    """
    try:
        if path and path.is_file() and not path.is_symlink():
            path.unlink()
    except OSError as error:
        raise CommandError(f"Không xoá được {path}: {reason(error)}.") from error
