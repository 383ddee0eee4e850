"""Cells that go out into a CSV file: no spreadsheet may take one for a formula."""

_STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; plain numbers stay as they are.

    An apostrophe goes in front, also of those that already stand before a formula: the first one
    is always the one to take away.
    """
    return f"'{cell}" if _is_formula(cell.lstrip("'")) else cell


def readable_again(cell: str) -> str:
    """Return what `restored` turns into the cell, for files in which every cell is text anyway."""
    return harmless(cell) if cell.startswith("'") else cell


def restored(cell: str) -> str:
    """Return the cell that `harmless` was given."""
    bare = cell.removeprefix("'")
    return bare if harmless(bare) == cell else cell


def _is_formula(cell: str) -> bool:
    is_number = cell.removeprefix("-").replace(",", "").replace(".", "").isdigit()
    return cell.startswith(_STARTS_OF_FORMULAS) and not is_number
