"""Which level of the administration stands above which."""

HEIGHTS = {"province": 3, "department": 2, "district": 2, "commune": 1}
"""Departments and districts stand side by side below the province, communes below them all."""


def is_above(upper: str, lower: str) -> bool:
    """Return whether a unit of level `upper` may be the parent of one of level `lower`.

    A parent stands strictly higher, so that no chain of parents ever comes back to its start.
    """
    return HEIGHTS[upper] > HEIGHTS[lower]
