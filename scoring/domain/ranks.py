"""Ranks within a group: highest reading first, ties by rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.domain.model import Rules, Ties
from scoring.domain.numbers import ZERO
from scoring.domain.totals import AreaTotal


@dataclass(frozen=True, slots=True)
class Contender:
    """A ranked unit with the reading that is compared, and its areas by code to break ties."""

    code: str
    reading: Fraction
    areas: Mapping[str, AreaTotal]


def ranks(rules: Rules, contenders: Sequence[Contender]) -> dict[str, int]:
    """Return the rank of each unit by code, from 1.

    Equal readings share a rank: `competition` leaves a gap after them (1 2 2 4), `dense` does not
    (1 2 2 3). `ordinal` (1 2 3 4) parts them by `tie_break`, and what is still equal by code.
    """
    if rules.ties is Ties.ORDINAL:
        ordered = sorted(contenders, key=lambda it: _ordinal_key(rules, it))
        return {it.code: rank for rank, it in enumerate(ordered, start=1)}
    readings = [it.reading for it in contenders]
    if rules.ties is Ties.DENSE:
        readings = list(set(readings))
    rank_of: dict[Fraction, int] = {}
    for rank, reading in enumerate(sorted(readings, reverse=True), start=1):
        rank_of.setdefault(reading, rank)
    return {it.code: rank_of[it.reading] for it in contenders}


def _ordinal_key(
    rules: Rules, contender: Contender
) -> tuple[Fraction, list[tuple[bool, Fraction]], str]:
    """Return what sorts first: the higher reading, the higher area index, the smaller code."""
    indices = [contender.areas[area].index for area in rules.tie_break]
    by_area = [(index is None, ZERO if index is None else -index) for index in indices]
    return -contender.reading, by_area, contender.code
