"""Dossier files as an enemy or an accident would write them, and how they are handed in."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from openpyxl import Workbook

HEADER = (
    *("Mã hồ sơ", "Mã đơn vị", "Mã thủ tục", "Kênh"),
    *("Tiếp nhận", "Hẹn trả", "Trả kết quả", "Kết quả"),
)
FIRST, SECOND = "H32.10-240105-0001", "H32.10-240105-0002"
REST = (
    *("so-tu-phap", "1.001", "Trực tuyến"),
    *("05/01/2024 08:00", "12/01/2024 17:00", "11/01/2024 10:00", "Đã trả kết quả"),
)


def table(*codes: str, separator: str = ",", end: str = "\n") -> str:
    """Return a good CSV file of dossiers of those codes."""
    lines = [HEADER, *((code, *REST) for code in codes)]
    return "".join(separator.join(line) + end for line in lines)


def book(*codes: str, change: Callable[[Any], object] | None = None) -> bytes:
    """Return a good workbook of dossiers of those codes, its first sheet changed as asked."""
    workbook, out = Workbook(), io.BytesIO()
    workbook.active.title = "Hồ sơ"
    for line in (HEADER, *((code, *REST) for code in codes)):
        workbook.active.append(line)
    if change:
        change(workbook.active)
    workbook.save(out)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Return the workbook with each of its parts changed and more parts added, "__" for "/"."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", 8) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
        for name, part in more.items():
            after.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def real_dates(sheet: Any) -> None:
    """Turn the instants of the first dossier into real dates of Excel."""
    for column, day in ((5, 5), (6, 12), (7, 11)):
        sheet.cell(2, column, datetime(2024, 1, day, 10))
