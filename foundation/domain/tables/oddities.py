"""What is odd in a cell whatever it means: look-alike letters, old fonts, errors of Excel."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from foundation.domain.tables.columns import Column
from foundation.domain.tables.lookalikes import lookalike
from foundation.domain.tables.old_letters import old_typing

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
"""The errors a formula of Excel may leave in its cell."""
_DECIMAL = re.compile(r"-?[0-9]+,[0-9]+")


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


@lru_cache(maxsize=1024)
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


def _reason(cell: str, is_code: bool) -> tuple[str, str] | None:
    """Return (code, sentence) on what is odd in a cell, None if nothing is."""
    if cell in ERRORS:
        return "excel_error", f"Ô có lỗi {cell} của Excel; hãy sửa công thức."
    if is_code and _DECIMAL.fullmatch(cell):
        return (
            "code_as_number",
            "Mã đã thành số thập phân; hãy định dạng cột là Văn bản (Text) rồi gõ lại mã.",
        )
    if cell.isascii():
        return None
    typing = old_typing(cell)
    if typing:
        return "old_typing", f"Chữ có vẻ gõ theo {typing}; hãy chuyển sang Unicode."
    alike = lookalike(cell) if is_code else None
    return ("lookalike", alike) if alike else None
