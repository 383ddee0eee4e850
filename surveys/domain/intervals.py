"""The 95 % interval of a pooled share whose answers hang together by respondent."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A share's lower and upper bound, 0 to 1."""

    low: float
    high: float


def effective_size(respondents: Iterable[tuple[int, int]]) -> float:
    """Return how many independent answers the sample is worth, from (satisfied, valid) of each.

    Variance of the ratio estimator between respondents against that of independent answers; a
    sample without spread, or of one respondent, is worth its number of respondents.
    """
    forms = [(satisfied, valid) for satisfied, valid in respondents if valid]
    size, answers = len(forms), sum(valid for _, valid in forms)
    share = sum(satisfied for satisfied, _ in forms) / answers if answers else 0.0
    residuals = sum((satisfied - share * valid) ** 2 for satisfied, valid in forms)
    if size < 2 or not residuals or share in (0.0, 1.0):
        return float(size)
    variance = size / (size - 1) * residuals / answers**2
    return min(float(answers), share * (1 - share) / variance)


def wilson(share: float, size: float) -> Interval:
    """Return Wilson's 95 % interval of a share on that (effective) sample size, above 0."""
    square = Z_95**2
    middle = (share + square / (2 * size)) / (1 + square / size)
    reach = Z_95 / (1 + square / size) * sqrt(share * (1 - share) / size + square / (4 * size**2))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))
