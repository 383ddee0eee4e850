"""What a marked leaf earns: the eight kinds of marking."""

from collections.abc import Sequence
from fractions import Fraction

from scoring.domain.model import (
    Answered,
    Answers,
    Checklist,
    Choice,
    Chosen,
    Counted,
    Deduction,
    Direct,
    Given,
    Leaf,
    Mark,
    Measured,
    PerItem,
    Ratio,
    Scoring,
    Steps,
)
from scoring.domain.numbers import ONE, ZERO, exact_sum, rounded


def earned(leaf: Leaf, mark: Mark) -> Fraction:
    """Return the points that a mark earns, exact, from 0 to the leaf's maximum.

    A leaf with `decimals` is rounded half up, because its rule says so, and held at its maximum.
    Raises TypeError for a mark that does not fit the leaf; a bundle that was read has none.
    """
    points = _points(leaf.scoring, mark, leaf.max_points)
    if leaf.decimals is None:
        return points
    return min(leaf.max_points, rounded(points, leaf.decimals))


def _points(scoring: Scoring, mark: Mark, maximum: Fraction) -> Fraction:
    points: Fraction | None = None
    match scoring, mark:
        case Direct(), Given(given):
            points = given
        case Choice(worth), Chosen((option,)):
            points = worth[option]
        case Checklist(worth), Chosen(options):
            points = min(maximum, exact_sum([worth[option] for option in options]))
        case Steps(steps, is_inverted), Measured(value):
            points = _highest_step(steps, ONE - value if is_inverted else value)
        case Ratio(is_inverted=is_inverted), Measured(value):
            points = _share(scoring, ONE - value if is_inverted else value) * maximum
        case Deduction(per_fault), Counted(count):
            left = maximum - count * per_fault
            points = left if left.numerator > 0 else ZERO
        case PerItem(per_item), Counted(count):
            points = min(maximum, count * per_item)
        case Answers(worth), Answered(counts):
            total = exact_sum([count * worth[option] for option, count in counts.items()])
            points = total / sum(counts.values()) * maximum
    if points is None:
        raise TypeError(f"{type(mark).__name__} is no mark for {type(scoring).__name__}")
    return points


def _highest_step(steps: Sequence[tuple[Fraction, Fraction]], value: Fraction) -> Fraction:
    return next((points for at_least, points in steps if value >= at_least), ZERO)


def _share(ratio: Ratio, value: Fraction) -> Fraction:
    if ratio.floor and value < ratio.floor:
        return ZERO
    share = value / ratio.target
    return ONE if share.numerator > share.denominator else share
