"""Which band a reading falls into, and which bands a unit's facts bar to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.domain.model import Band, Fact, Measured, NotApplicable, Rules


@dataclass(frozen=True, slots=True)
class Waiver:
    """A block that does not apply to a unit, with the reason."""

    block: str
    reason: str


@dataclass(frozen=True, slots=True)
class Banding:
    """The band of the reading, the band that is left, and what lies between them."""

    band_by_points: str
    band: str
    blocked_by: tuple[str, ...]
    waived: tuple[Waiver, ...]


def banding(rules: Rules, reading: Fraction, facts: Mapping[str, Fact]) -> Banding:
    """Return a unit's band: a holding block bars its band and every better one.

    `blocked_by` lists every block that holds, whether or not it changes anything, in rule order.
    A block whose fact is not applicable is waived; without a fact it does not hold.
    """
    by_points = _position(rules.bands, reading)
    position, blocked_by, waived = by_points, [], []
    for block in rules.blocks:
        fact = facts.get(block.fact)
        if isinstance(fact, NotApplicable):
            waived.append(Waiver(block.code, fact.reason))
        elif isinstance(fact, Measured) and block.comparison.holds(fact.value, block.threshold):
            blocked_by.append(block.code)
            position = max(position, _position_of(rules.bands, block.bars) + 1)
    codes = [band.code for band in rules.bands]
    return Banding(codes[by_points], codes[position], tuple(blocked_by), tuple(waived))


def lacks_required_fact(rules: Rules, facts: Mapping[str, Fact]) -> bool:
    """Return whether a block needs a fact that nobody gave."""
    return any(block.is_required and block.fact not in facts for block in rules.blocks)


def _position(bands: Sequence[Band], reading: Fraction) -> int:
    """Return the position of the best band that the reading reaches; the last takes anything."""
    return next(position for position, band in enumerate(bands) if band.takes(reading))


def _position_of(bands: Sequence[Band], code: str) -> int:
    return next(position for position, band in enumerate(bands) if band.code == code)
