"""What is inside the archive of a workbook: the kind of file it is, its size, its error cells."""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from foundation.domain.tables.limits import Limits, plain
from foundation.domain.tables.oddities import NO_VALUE
from foundation.domain.tables.refusals import UnreadableTable

AS_XLSX = "Hãy mở tệp bằng Excel rồi lưu lại dạng .xlsx."
LOCKED = "Tệp Excel có mật khẩu. Hãy bỏ mật khẩu, lưu lại rồi nộp lại."
NO_WORKBOOK = "Tệp này không phải bảng tính; cổng chỉ nhận bảng dạng CSV hoặc XLSX."
_CHUNK, _LONGEST_FORMULA = 1 << 20, 1 << 14
_ERROR_MARKS = (b't="e"', b"t='e'")
_FORMULA_MARKS = (re.compile(rb"<f[>\s/]"), re.compile(rb":f[>\s/]"))
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s(?=[^<>]*\bt=["']e["'])[^<>]*\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*>"""
    rb"""(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>(\#[^<]{1,20})</"""
)
_NO_VALUE = re.compile(
    rb"""<(?:\w+:)?c\s(?![^<>]*\bt=["']str["'])[^<>]*\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*>"""
    rb"""<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"""
    rb"""(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>))?</(?:\w+:)?c>"""
)
"""A formula that left no value at all; an empty text is a value."""


def refuse_compound(file: IO[bytes]) -> None:
    """Raise UnreadableTable if the file is no archive but an old XLS, or a workbook locked up."""
    if file.read(4) != b"\xd0\xcf\x11\xe0":
        return
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableTable(LOCKED)
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise UnreadableTable(f"Tệp ở dạng Excel cũ (.xls). {AS_XLSX}")
    raise UnreadableTable(NO_WORKBOOK)


def refuse_others(archive: ZipFile, limits: Limits) -> None:
    """Raise UnreadableTable if the archive holds no workbook, or more than is reasonable."""
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise UnreadableTable(f"Tệp ở dạng Excel nhị phân (.xlsb). {AS_XLSX}")
    if "content.xml" in names:
        raise UnreadableTable(f"Tệp ở dạng OpenDocument (.ods). {AS_XLSX}")
    if "xl/workbook.xml" not in names:
        raise UnreadableTable(NO_WORKBOOK)
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise UnreadableTable(LOCKED)
    if len(names) > limits.parts:
        raise UnreadableTable(
            f"Tệp Excel gồm hơn {plain(limits.parts)} phần. Hãy chép phần dữ liệu sang một tệp mới."
        )
    if sum(part.file_size for part in archive.infolist()) > limits.unpacked_megabytes << 20:
        raise UnreadableTable(
            f"Tệp Excel khi giải nén lớn quá {plain(limits.unpacked_megabytes)} MB. "
            "Hãy chép phần dữ liệu sang một tệp mới, hoặc lưu lại dạng CSV UTF-8."
        )


def error_cells(archive: ZipFile, sheet: int, most: int) -> dict[int, dict[int, str]]:
    """Return what stands in cells that hold no value to read: by row, then by column, from 0.

    That is an error such as #N/A, or NO_VALUE for a formula that no program has computed.

    Sheets count from 0, in the order of the workbook. Raises UnreadableTable at very many of them.
    """
    found: dict[int, dict[int, str]] = {}
    count = 0
    for text in _overlapping(archive, _part_of(archive, sheet)):
        for column, row, error in _without_value(text):
            found.setdefault(int(row) - 1, {})[_place(column)] = error
            count += 1
        if count > most:
            raise UnreadableTable(
                f"Bảng tính có hơn {plain(most)} ô lỗi như #N/A, #REF!, hoặc công thức chưa có kết"
                " quả. Hãy mở tệp bằng Excel, sửa công thức, lưu lại rồi nộp lại."
            )
    return found


def _without_value(text: bytes) -> Iterator[tuple[bytes, bytes, str]]:
    """Yield (column, row, what to show) for every such cell in a piece of a sheet."""
    if any(mark in text for mark in _ERROR_MARKS):
        for column, row, error in _ERROR.findall(text):
            yield column, row, error.decode()
    if any(mark.search(text) for mark in _FORMULA_MARKS):
        for column, row in _NO_VALUE.findall(text):
            yield column, row, NO_VALUE


def _overlapping(archive: ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part chunk by chunk, each with the cell in which the one before broke off."""
    rest = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            yield (text := rest + chunk)
            rest = text[text.rfind(b"</c>") + 4 :][-_LONGEST_FORMULA:]


def _part_of(archive: ZipFile, sheet: int) -> str:
    """Return the name of the part that holds a sheet."""
    workbook = _xml(archive, "xl/workbook.xml")
    attributes = list(workbook.iterfind("{*}sheets/{*}sheet"))[sheet].attrib
    wanted = next(value for name, value in attributes.items() if name.endswith("}id"))
    relations = _xml(archive, "xl/_rels/workbook.xml.rels")
    target = next(
        relation.attrib["Target"] for relation in relations if relation.attrib["Id"] == wanted
    )
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _xml(archive: ZipFile, part: str) -> ElementTree.Element:
    """Return a small part read whole; what may be evil in it meets the limits of this process."""
    return ElementTree.fromstring(archive.read(part))  # noqa: S314


def _place(letters: bytes) -> int:
    """Return the place of a column from its letters: A is 0, Z 25, AA 26."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
