"""Checks that rows of any kind of file share."""

from dataclasses import replace

from foundation.services.intake import Check

_LINE = "replace(to_char({}, 'FM999,999,999'), ',', '.')"
_FIRST, _LAST = _LINE.format("t.first_line"), _LINE.format("t.last_line")
BOTH_LINES = f"{_FIRST} || ', lần cuối ở dòng ' || {_LAST} || '.'"
"""SQL that ends the sentence on what stands twice in a file: its first line and its last."""


def whole_rows(column: str, *checks: Check) -> tuple[Check, ...]:
    """Return the check that a row has a cell for each column, then others, asked only if it has.

    Where cells are missing or one too many, what stands in which column is anybody's guess.
    """
    return (
        Check(column, "cell_count", "Số ô của dòng không bằng số cột.", "not t.is_whole"),
        *(replace(check, fails=f"t.is_whole and ({check.fails})") for check in checks),
    )
