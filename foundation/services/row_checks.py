"""Checks that rows of any kind of file share."""

from dataclasses import replace

from foundation.services.intake import Check


def whole_rows(column: str, *checks: Check) -> tuple[Check, ...]:
    """Return the check that a row has a cell for each column, then others, asked only if it has.

    Where cells are missing or one too many, what stands in which column is anybody's guess.
    """
    return (
        Check(column, "cell_count", "Số ô của dòng không bằng số cột.", "not t.is_whole"),
        *(replace(check, fails=f"t.is_whole and ({check.fails})") for check in checks),
    )
