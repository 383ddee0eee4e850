"""The figures of a report on dossiers, and the identities that must hold between them."""

from collections.abc import Mapping
from dataclasses import dataclass

IDENTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("total", ("refused", "accepted")),
    ("accepted", ("received", "carried_over")),
    ("accepted", ("waiting", "open", "dropped", "released")),
    ("released", ("early", "on_time", "late", "undetermined")),
)
"""A whole and the parts that make it up, each by the name of its figure."""


@dataclass(frozen=True, slots=True)
class Breach:
    """An identity that does not hold: the whole as it is said, and its parts with theirs.

    `is_partial` says that some parts are not known, and those that are known are too many already.
    """

    whole: str
    count: int
    parts: tuple[tuple[str, int], ...]
    is_partial: bool = False

    @property
    def sum(self) -> int:
        """What the parts come to."""
        return sum(count for _name, count in self.parts)


def breaches(figures: Mapping[str, int]) -> list[Breach]:
    """Return every identity that figures contradict; those not known are left out of `figures`.

    Where parts are missing, the others may still not exceed the whole.
    """
    found = []
    for whole, names in IDENTITIES:
        parts = tuple((name, figures[name]) for name in names if name in figures)
        if whole not in figures or not parts:
            continue
        breach = Breach(whole, figures[whole], parts, is_partial=len(parts) < len(names))
        if breach.sum > breach.count or (breach.sum < breach.count and not breach.is_partial):
            found.append(breach)
    return found
