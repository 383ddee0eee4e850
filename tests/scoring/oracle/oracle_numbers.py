"""The oracle's exact numbers: pairs of whole numbers, put over a common denominator to be added."""

from collections.abc import Sequence
from math import gcd, lcm

Pair = tuple[int, int]

NOTHING: Pair = (0, 1)
WHOLE: Pair = (1, 1)


def number(text: str) -> Pair:
    whole, _, parts = text.partition(".")
    return int(whole + parts), 10 ** len(parts)


def over_one_denominator(pairs: Sequence[Pair]) -> tuple[list[int], int]:
    """Return the numerators that the pairs have over their least common denominator, and it."""
    denominator = lcm(*(below for _, below in pairs))
    return [above * (denominator // below) for above, below in pairs], denominator


def total(pairs: Sequence[Pair]) -> Pair:
    numerators, denominator = over_one_denominator(pairs)
    return sum(numerators), denominator


def minus(first: Pair, second: Pair) -> Pair:
    return total([first, (-second[0], second[1])])


def times(first: Pair, second: Pair) -> Pair:
    return first[0] * second[0], first[1] * second[1]


def divided(first: Pair, second: Pair) -> Pair:
    return first[0] * second[1], first[1] * second[0]


def compared(first: Pair, second: Pair) -> int:
    """Return a number below, at or above zero as the first is below, at or above the second."""
    return first[0] * second[1] - second[0] * first[1]


def lower(first: Pair, second: Pair) -> Pair:
    return first if compared(first, second) <= 0 else second


def higher(first: Pair, second: Pair) -> Pair:
    return first if compared(first, second) >= 0 else second


def rounded(pair: Pair, digits: int, mode: str = "half_up") -> Pair:
    """Return the number cut to so many digits, its denominator the power of ten."""
    whole, rest = divmod(pair[0] * 10**digits, pair[1])
    twice = 2 * rest - pair[1]
    if mode == "half_up" and twice >= 0:
        whole += 1
    if mode == "half_even" and (twice > 0 or (twice == 0 and whole % 2)):
        whole += 1
    return whole, 10**digits


def printed(pair: Pair, digits: int, mode: str = "half_up") -> str:
    """Return the number with exactly so many digits."""
    figures = str(rounded(pair, digits, mode)[0]).zfill(digits + 1)
    return f"{figures[:-digits]}.{figures[-digits:]}" if digits else figures


def written(pair: Pair) -> str:
    """Return the number exactly and without trailing zeros, else with ten digits, half up."""
    shared = gcd(*pair)
    above, below = pair[0] // shared, pair[1] // shared
    twos, rest = factor_out(2, below)
    fives, rest = factor_out(5, rest)
    return printed((above, below), max(twos, fives) if rest == 1 else 10)


def factor_out(prime: int, whole: int) -> tuple[int, int]:
    """Return how often the prime is in the number, and what is left of it."""
    times_found = 0
    while whole % prime == 0:
        whole //= prime
        times_found += 1
    return times_found, whole
