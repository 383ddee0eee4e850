"""Cells that go out into a CSV file: no spreadsheet may take one for a formula."""

_STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; plain numbers stay as they are."""
    is_number = cell.removeprefix("-").replace(",", "").replace(".", "").isdigit()
    return f"'{cell}" if cell.startswith(_STARTS_OF_FORMULAS) and not is_number else cell


def restored(cell: str) -> str:
    """Return the cell that `harmless` was given."""
    bare = cell.removeprefix("'")
    return bare if harmless(bare) == cell else cell
