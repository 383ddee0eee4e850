"""What is odd in a cell whatever it means: its length, look-alikes, old fonts, errors of Excel."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from foundation.domain.tables.columns import Column
from foundation.domain.tables.limits import LONGEST_CELL, plain
from foundation.domain.tables.lookalikes import lookalike
from foundation.domain.tables.old_letters import old_typing

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
"""The errors a formula of Excel may leave in its cell."""
NO_VALUE = "#CÔNG THỨC"
"""What stands for a formula whose value nobody has computed yet."""
BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""Every letter that `composed` takes off the ends of a cell; U+3000 is the last there is."""
KEPT = 200
"""Characters that are kept of a cell longer than any that Excel holds."""
_CUT = re.compile(r"… \(dài ([0-9.]+) ký tự(?:, ([0-9.]+) lần xuống dòng)?\)$")
_DECIMAL = re.compile(r"-?[0-9]+,[0-9]+")
_DECIMAL_WITHIN = re.compile(r"[0-9],[0-9]")
WORDS_KEPT = 256
"""Cells of which it is kept at hand what was found: few words stand in most rows."""


class Oddity(NamedTuple):
    """One reason to refuse a row: the header of its column, a code and a sentence."""

    header: str
    code: str
    message: str


def is_plain(joined: str, cells: Iterable[str | None]) -> bool:
    """Return whether a glance at a row, and at its cells, shows that nothing can be odd in it."""
    if "#" in joined or "," in joined:
        return False
    marked = [] if joined.isascii() else [cell for cell in cells if cell and not cell.isascii()]
    return not any(map(_may_be_odd, marked))


def are_ordinary(text: str, marked: Iterable[str]) -> bool:
    """Return whether a glance at many cells together shows that none is odd, and all are composed.

    `marked` are those with letters beyond ASCII.
    """
    return (
        "#" not in text
        and not ("," in text and _DECIMAL_WITHIN.search(text))
        and all(map(_is_ordinary, marked))
    )


@lru_cache(maxsize=WORDS_KEPT)
def _is_ordinary(cell: str) -> bool:
    """Return whether a cell is composed and trimmed, and its letters are odd in no column."""
    return composed(cell) == cell and not (_CUT.search(cell) or _may_be_odd(cell))


@lru_cache(maxsize=WORDS_KEPT)
def composed(text: str) -> str:
    """Return text composed (NFC) and trimmed, also of no-break blanks."""
    return normalize("NFC", text).strip()


@lru_cache(maxsize=WORDS_KEPT)
def _may_be_odd(cell: str) -> bool:
    """Return whether the letters of a cell are odd in some column; few words stand in most rows."""
    return bool(lookalike(cell) or old_typing(cell))


def oddities(columns: Sequence[Column], cells: Sequence[str | None]) -> list[Oddity]:
    """Return everything odd in a row whose cells stand in the order of the columns."""
    found = []
    for column, cell in zip(columns, cells, strict=True):
        reason = _reason(cell, column.is_code) if cell else None
        if reason:
            found.append(Oddity(column.header, *reason))
    return found


def cut_short(cell: str) -> str:
    """Return a cell that is too long as its beginning and its size, any other trimmed at most.

    Whatever bears that mark is odd, also when the row is handed in again.
    """
    bare = cell.strip() if len(cell) > LONGEST_CELL else cell
    if len(bare) <= LONGEST_CELL:
        return bare
    breaks = bare.count("\n") or bare.count("\r")
    broken = f", {plain(breaks)} lần xuống dòng" if breaks else ""
    return f"{bare[:KEPT]}… (dài {plain(len(bare))} ký tự{broken})"


def _reason(cell: str, is_code: bool) -> tuple[str, str] | None:
    """Return (code, sentence) on what is odd in a cell, None if nothing is."""
    spoilt = _spoilt_by_excel(cell, is_code)
    if spoilt or cell.isascii():
        return spoilt
    cut = _CUT.search(cell)
    if cut:
        return "cell_too_long", _about_length(*cut.groups())
    typing = old_typing(cell)
    if typing:
        return "old_typing", f"Chữ có vẻ gõ theo {typing}; hãy chuyển sang Unicode."
    alike = lookalike(cell) if is_code else None
    return ("lookalike", alike) if alike else None


def _spoilt_by_excel(cell: str, is_code: bool) -> tuple[str, str] | None:
    """Return (code, sentence) on what a spreadsheet made of the cell, None if nothing."""
    if cell in ERRORS:
        return "excel_error", f"Ô có lỗi {cell} của Excel; hãy sửa công thức."
    if cell == NO_VALUE:
        return (
            "formula_without_value",
            "Ô là công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu lại rồi nộp lại.",
        )
    if is_code and _DECIMAL.fullmatch(cell):
        return (
            "code_as_number",
            "Mã đã thành số thập phân; hãy định dạng cột là Văn bản (Text) rồi gõ lại mã.",
        )
    return None


def _about_length(letters: str, breaks: str | None) -> str:
    """Return how long a cell was, and what its line breaks may mean."""
    said = f"Ô dài {letters} ký tự, nhiều nhất là {plain(LONGEST_CELL)}."
    if not breaks:
        return said
    return (
        f"{said} Trong ô có {breaks} lần xuống dòng: nếu tệp CSV thiếu một dấu ngoặc kép thì chừng"
        " ấy dòng của bảng đã lẫn vào ô này; hãy sửa rồi nộp lại cả tệp."
    )
