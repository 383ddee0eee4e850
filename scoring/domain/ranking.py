"""The ranking of a bundle: every unit computed, banded and ranked within its group."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.domain.bands import Banding, banding, lacks_required_fact
from scoring.domain.model import Basis, Bundle, Group, RankOn, Standing, Unit, UnmarkedRule
from scoring.domain.numbers import exact_sum, rounded
from scoring.domain.ranks import Contender, ranks
from scoring.domain.totals import UnitTotal, unit_total

PENDING = "pending"
"""The standing of a unit that is not complete yet, in a provisional run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a complete unit comes to: the figure that is ranked, the published one, the band."""

    reading: Fraction
    published: Fraction
    banding: Banding


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit's line: an excluded unit has no total, a pending one no outcome, others no rank.

    `standing` is the bundle's, or `pending`; `decimals` are those of the published figure.
    """

    code: str
    group: str
    standing: str
    reason: str
    decimals: int
    total: UnitTotal | None = None
    outcome: Outcome | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class GroupResult:
    """A group's figures, of ranked units only; `bands` counts final bands without zeros."""

    code: str
    ranked: int
    mean_published: Fraction | None
    decimals: int
    bands: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RankingResult:
    """The result of a bundle: units by group, rank and code; groups in the order of the bundle."""

    bundle_sha256: str
    units: tuple[UnitResult, ...]
    groups: tuple[GroupResult, ...]


class NothingApplicable(Exception):
    """A complete unit has no maximum at all; a bundle that was read has no such unit."""


def rank(bundle: Bundle) -> RankingResult:
    """Return the ranking of a bundle, exact; every bundle that was read has one."""
    units_of: dict[str, list[Unit]] = {group.code: [] for group in bundle.groups}
    for unit in bundle.units:
        units_of[unit.group].append(unit)
    listed = [(group, _rank_group(group, units_of[group.code])) for group in bundle.groups]
    units = tuple(unit for _, group_units in listed for unit in group_units)
    groups = tuple(_group_result(group, group_units) for group, group_units in listed)
    return RankingResult(bundle.sha256, units, groups)


def _rank_group(group: Group, units: Iterable[Unit]) -> list[UnitResult]:
    """Return the group's units as they are listed: by rank, then the unranked, then by code."""
    computed = [_compute(group, unit) for unit in units]
    contenders = [
        Contender(it.code, it.outcome.reading, it.total.areas)
        for it in computed
        if it.standing == Standing.RANKED and it.outcome and it.total
    ]
    rank_of = ranks(group.rules, contenders)
    ranked = [replace(it, rank=rank_of.get(it.code)) for it in computed]
    return sorted(ranked, key=lambda it: (it.rank is None, it.rank or 0, it.code))


def _compute(group: Group, unit: Unit) -> UnitResult:
    result = UnitResult(unit.code, unit.group, unit.standing, unit.reason, group.rules.decimals)
    if unit.standing is Standing.EXCLUDED:
        return result
    total = unit_total(group, unit)
    if _is_pending(group, unit, total):
        return replace(result, standing=PENDING, total=total)
    return replace(result, total=total, outcome=_outcome(group, unit, total))


def _is_pending(group: Group, unit: Unit, total: UnitTotal) -> bool:
    if group.rules.unmarked is not UnmarkedRule.PENDING:
        return False
    return total.unmarked > 0 or lacks_required_fact(group.rules, unit.facts)


def _outcome(group: Group, unit: Unit, total: UnitTotal) -> Outcome:
    rules = group.rules
    exact = total.index if rules.basis is Basis.INDEX else total.points
    if exact is None:
        raise NothingApplicable(unit.code)
    published = rounded(exact, rules.decimals, rules.rounding)
    reading = published if rules.rank_on is RankOn.PUBLISHED else exact
    return Outcome(reading, published, banding(rules, reading, unit.facts))


def _group_result(group: Group, units: Sequence[UnitResult]) -> GroupResult:
    outcomes = [unit.outcome for unit in units if unit.outcome and unit.rank is not None]
    bands = Counter(outcome.banding.band for outcome in outcomes)
    mean = None
    if outcomes:
        exact_mean = exact_sum(outcome.published for outcome in outcomes) / len(outcomes)
        mean = rounded(exact_mean, group.rules.decimals, group.rules.rounding)
    return GroupResult(group.code, len(outcomes), mean, group.rules.decimals, bands)
