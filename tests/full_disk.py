"""A disk that is full."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let this process write files of so many bytes at most: longer ones meet the system's no."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[None]:
    """Have a disk of that size stand at that place while the block runs; only root may."""
    options = ["-t", "tmpfs", "-o", f"size={size}", "tmpfs"]
    mounted = subprocess.run(["mount", *options, place], check=False)
    if mounted.returncode and os.geteuid():
        pytest.skip("only root may mount a small disk")
    mounted.check_returncode()
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)
