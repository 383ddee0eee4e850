"""The late budget: how far a share of late dossiers is from the threshold of a block."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class LateBudget:
    """What is left before a block holds, or what it takes until it holds no longer.

    `late_left` is the number of the late dossier that brings the block about, 0 if it holds
    already, None if no number does. `on_time_needed` is how many more dossiers on time, with no
    further late one, end it: 0 if it does not hold, None if no number does.
    """

    late_left: int | None
    on_time_needed: int | None

    @property
    def is_spent(self) -> bool:
        """Whether the block holds already."""
        return self.late_left == 0


def late_budget(
    late: int, counted: int, threshold: Fraction, *, is_inclusive: bool = True
) -> LateBudget:
    """Return the budget of `late` among `counted` dossiers under an upper threshold.

    The block holds from the threshold on, or only above it if not inclusive. Every further late
    dossier counts in both numbers, as in all three definitions of the late rate.
    """
    share = Fraction(late, counted)
    holds = share >= threshold if is_inclusive else share > threshold
    if holds:
        return LateBudget(0, _on_time_needed(late, counted, threshold, is_inclusive))
    return LateBudget(_late_left(late, counted, threshold, is_inclusive), 0)


def _late_left(late: int, counted: int, threshold: Fraction, is_inclusive: bool) -> int | None:
    """Return the least k with (late + k) / (counted + k) at the threshold, or above it."""
    if threshold >= 1:
        return None
    exact = (threshold * counted - late) / (1 - threshold)
    return ceil(exact) if is_inclusive else floor(exact) + 1


def _on_time_needed(late: int, counted: int, threshold: Fraction, is_inclusive: bool) -> int | None:
    """Return the least m with late / (counted + m) below the threshold, or at it."""
    if threshold == 0:
        return None
    exact = late / threshold - counted
    return floor(exact) + 1 if is_inclusive else ceil(exact)
