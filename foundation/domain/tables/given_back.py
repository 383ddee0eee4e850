"""Files of rows that the portal gave back: how they are known, and rows nobody has set right yet.

A row with cells too many or too few bears a mark in a column of its own, so that it is refused
again until a person has looked at it and taken the mark away.
"""

from collections.abc import Sequence

from foundation.domain.tables.oddities import Oddity
from foundation.domain.vietnamese import fold

GIVEN_BACK = ["Dòng", "Cột", "Lý do"]
"""The first columns of a file of rejected rows, which may be handed in again."""
MARK = "Ô thừa, thiếu (xóa khi đã sửa)"
"""The header under which such a file marks rows of another width than their header."""
COLUMNS_ADDED = len(GIVEN_BACK) + 1
"""Columns that such a file has more than the one its rows come from."""
UNEVEN = "Số ô không bằng số cột"
"""The mark of a row whose surplus cells hold nothing, or that lacks some."""
SURPLUS = "surplus_cells"
"""The code of the reason that holds the cells beyond the last column."""
KEPT = 2_000
"""Characters of the surplus cells of a row that are kept."""


def is_given_back(header: Sequence[str]) -> bool:
    """Return whether a header is that of a file of rejected rows."""
    return [name.strip() for name in header[:3]] == GIVEN_BACK


def place_of_mark(header: Sequence[str]) -> int | None:
    """Return where a file given back has its marks, None if it has none."""
    folded = list(map(fold, header)) if is_given_back(header) else []
    return folded.index(fold(MARK)) if fold(MARK) in folded else None


def evenness(cells: Sequence[str], width: int, mark: int | None) -> tuple[bool, list[Oddity]]:
    """Return whether a row has a cell for each column and no mark, and the cells it has beyond."""
    marked = cells[mark].strip() if mark is not None and mark < len(cells) else ""
    said = [marked] if marked and marked != UNEVEN else []
    if any(map(str.strip, cells[width:])):
        said.append(_surplus(cells[width:]))
    return len(cells) == width and not marked, [Oddity("Ô thừa", SURPLUS, text) for text in said]


def _surplus(cells: Sequence[str]) -> str:
    """Return a sentence that holds the cells, cut where they are very many."""
    shown = "; ".join(f"“{cell.strip()}”" for cell in cells[:KEPT])
    cut = shown if len(shown) <= KEPT else f"{shown[:KEPT]}…"
    return f"Sau cột cuối còn {len(cells)} ô: {cut}."
