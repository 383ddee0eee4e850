"""What workbooks leave on the disk: nothing, be it full or the process killed a day ago."""

import errno
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import load_workbook

from foundation.services.files import NoRoomToGive
from foundation.services.workbook_files import workbook
from foundation.views.downloads import workbook_response
from tests.full_disk import small_disk

ROOMS = ("foundation", "units", "dossiers", "surveys", "scoring", "reports", "cchc_portal", "bench")
STEP = 64 << 10
HOUR = 3600
KILLED = """
import io, os, signal
from foundation.services.workbook_files import workbook
with workbook(io.BytesIO()) as book:
    book.add_worksheet().write_string(0, 0, "x")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def disk(tmp_path, monkeypatch) -> Iterator[Path]:
    """A disk of a megabyte, on which lies whatever is written for a while."""
    place = tmp_path / "disk"
    place.mkdir()
    with small_disk(place, "1m"):
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        yield place


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """The directory in which lies whatever is written for a while."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def write(out) -> None:
    """Write a workbook of two sheets of some 250 kB each before they are packed."""
    with workbook(out) as book:
        for _ in range(2):
            sheet = book.add_worksheet()
            for row in range(1_000):
                for column in range(5):
                    sheet.write_string(row, column, f"ô {row * column}")


def test_wherever_the_disk_is_full_nothing_is_left_of_a_workbook(disk):
    refused = 0
    for room in range(0, 1 << 20, STEP):
        others = disk / "others"
        others.write_bytes(b"x" * ((1 << 20) - room))
        before = shutil.disk_usage(disk).used
        try:
            whole = workbook_response("x.xlsx", write)
        except NoRoomToGive as trouble:
            assert trouble.__cause__.errno == errno.ENOSPC
            refused += 1
        else:
            assert load_workbook(whole.file_to_stream).sheetnames == ["Sheet1", "Sheet2"]
            whole.close()
        assert list(disk.iterdir()) == [others]
        assert shutil.disk_usage(disk).used == before

    # The sheets alone take half a megabyte: eight steps; all of it has room in one, the sixteenth.
    assert 8 <= refused < 16


def test_what_a_killed_process_left_goes_when_a_workbook_is_begun_a_day_later(temporary):
    others = temporary / "others"
    others.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", KILLED]
    killed = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = set(temporary.iterdir()) - {others}
    assert any(left.iterdir())

    for hours, kept in ((23, {left, others}), (25, {others})):
        for one in (left, others):
            os.utime(one, (time.time() - hours * HOUR,) * 2)
        write(io.BytesIO())
        assert set(temporary.iterdir()) == kept


def test_nothing_else_writes_a_workbook():
    modules = (path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py"))
    found = [path.name for path in modules if re.search(r"\bWorkbook\(", path.read_text("utf-8"))]

    assert found == ["workbook_files.py"]
