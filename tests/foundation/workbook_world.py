"""Workbooks made for tests, and what reading one comes to."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from foundation.domain.tables import AS_IT_STANDS, Column, UnreadableTable, opened, rows
from foundation.domain.tables.limits import USUAL, Limits

COLUMNS = (
    Column("code", "Mã hồ sơ", is_code=True),
    Column("unit", "Đơn vị"),
    Column("note", "Ghi chú", False),
)
HEADER = ["Mã hồ sơ", "Đơn vị", "Ghi chú"]


def book(*lines: list[Any], change: Callable[[Any], object] | None = None) -> bytes:
    """Return a workbook of those lines below the header, its first sheet changed as asked."""
    workbook, out = Workbook(), io.BytesIO()
    for line in (HEADER, *lines):
        workbook.active.append(line)
    if change:
        change(workbook.active)
    workbook.save(out)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return the workbook with each of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", 8) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return out.getvalue()


def archive(*names: str) -> bytes:
    """Return a ZIP archive that holds empty files of those names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "")
    return out.getvalue()


def compound(stream: str) -> bytes:
    """Return the start of a compound file of old Office that holds a stream of that name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999) + stream.encode("utf-16-le")


def read(data: bytes, limits: Limits = USUAL) -> list[tuple[int, bool, list[str | None]]]:
    with opened(io.BytesIO(data), AS_IT_STANDS, limits) as source:
        return [row[:3] for row in rows(source.rows, COLUMNS, AS_IT_STANDS, limits)]


def refusal(data: bytes, limits: Limits = USUAL) -> str:
    with pytest.raises(UnreadableTable) as refused:
        read(data, limits)
    return str(refused.value)
