"""Exact numbers: reading decimals, rounding once, and writing them out again."""

import re
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import lcm

ZERO = Fraction(0)
ONE = Fraction(1)

EXACT_DECIMALS = 10
"""Digits after the point of an index, and of points that no finite decimal can express."""

_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,10})?")


class Rounding(StrEnum):
    """How a published figure is rounded."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"


@lru_cache(maxsize=8192)
def parse_decimal(text: str) -> Fraction | None:
    """Return the decimal that the text spells, or None if it is not spelt as the format asks."""
    if _DECIMAL.fullmatch(text) is None:
        return None
    whole, _, digits = text.partition(".")
    return Fraction(int(whole + digits), 10 ** len(digits))


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Return the exact sum, added as integers over the common denominator."""
    numerators: dict[int, int] = {}
    for value in values:
        numerator, denominator = value.as_integer_ratio()
        numerators[denominator] = numerators.get(denominator, 0) + numerator
    common = lcm(*numerators)
    return Fraction(sum(n * (common // d) for d, n in numerators.items()), common)


def rounded(value: Fraction, decimals: int, rounding: Rounding = Rounding.HALF_UP) -> Fraction:
    """Return a non-negative value rounded to so many decimals."""
    return Fraction(_scaled(value, decimals, rounding), 10**decimals)


def fixed_text(value: Fraction, decimals: int) -> str:
    """Return a non-negative value with exactly so many decimals, rounded half up."""
    return _place_point(_scaled(value, decimals, Rounding.HALF_UP), decimals)


def exact_text(value: Fraction) -> str:
    """Return a non-negative value in full without trailing zeros.

    Where no finite decimal exists, ten decimals, rounded half up, trailing zeros kept.
    """
    decimals = _finite_decimals(value.denominator)
    if decimals is None:
        return fixed_text(value, EXACT_DECIMALS)
    return _place_point(value.numerator * 10**decimals // value.denominator, decimals)


def _scaled(value: Fraction, decimals: int, rounding: Rounding) -> int:
    scale: int = 10**decimals
    whole, rest = divmod(value.numerator * scale, value.denominator)
    twice = 2 * rest
    if rounding is Rounding.DOWN or twice < value.denominator:
        return whole
    if rounding is Rounding.HALF_EVEN and twice == value.denominator:
        return whole + whole % 2
    return whole + 1


def _place_point(scaled: int, decimals: int) -> str:
    if decimals == 0:
        return str(scaled)
    digits = str(scaled).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


@lru_cache(maxsize=1024)
def _finite_decimals(denominator: int) -> int | None:
    """Return how many decimals a reduced fraction with this denominator needs; None: no end."""
    twos = (denominator & -denominator).bit_length() - 1
    fives, rest = 0, denominator >> twos
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    return max(twos, fives) if rest == 1 else None
