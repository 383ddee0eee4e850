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

    Variance of the ratio estimator between respondents against that of independent answers, in
    whole numbers: share (1 − share) / (Σ (satisfied − share × valid)² / answers²). Respondents who
    agree with themselves are worth one answer each; so are those of a sample without spread.
    """
    forms = [(satisfied, valid) for satisfied, valid in respondents if valid]
    total, answers = sum(satisfied for satisfied, _ in forms), sum(valid for _, valid in forms)
    residuals = sum((satisfied * answers - total * valid) ** 2 for satisfied, valid in forms)
    if not residuals:
        return float(len(forms))
    return min(float(answers), total * (answers - total) * answers**2 / residuals)


def wilson(share: float, size: float) -> Interval:
    """Return Wilson's 95 % interval of a share on that (effective) sample size, above 0."""
    square = Z_95**2
    middle = (share + square / (2 * size)) / (1 + square / size)
    reach = Z_95 / (1 + square / size) * sqrt(share * (1 - share) / size + square / (4 * size**2))
    return Interval(max(0.0, middle - reach), min(1.0, middle + reach))
