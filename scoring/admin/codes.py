"""Codes of copies."""

from collections.abc import Container
from itertools import count

LONGEST = 60


def copy_code(code: str, taken: Container[str]) -> str:
    """Return a code for a copy that nobody has yet: nam-2024-2, nam-2024-3 and so on."""
    candidates = (f"{code[: LONGEST - len(str(n)) - 1]}-{n}" for n in count(2))
    return next(candidate for candidate in candidates if candidate not in taken)
