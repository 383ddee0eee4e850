"""How well a cycle was appraised: signs that somebody should look again, never a verdict."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median

from django.db.models import Exists, Q

from scoring.models import Appraisal, Assessment, Claim, Cycle
from scoring.selectors.criteria_applicability import excused_leaf

FEWEST_UNITS = 5
"""A leaf that fewer units were appraised on says nothing about equal marks."""
FEWEST_APPRAISALS = 10
"""Who appraised fewer leaves has no pace to speak of."""
HASTE = timedelta(seconds=10)
"""Two appraisals of one person less than this apart were hardly weighed."""

_PENALTY = "penalty"
_ROUNDS = (Appraisal.Round.FIRST, Appraisal.Round.SECOND, Appraisal.Round.COUNCIL)


@dataclass(frozen=True, slots=True)
class Given:
    """One appraisal with what it is about; `claimed` is None where nothing was claimed.

    `counts` is false where the leaf does not apply to the unit any more, or the unit takes no part.
    """

    unit: str
    unit_code: str
    leaf_id: int
    leaf: str
    title: str
    max_points: Decimal
    round: str
    points: Decimal | None
    claimed: Decimal | None
    by_id: int
    by: str
    at: datetime
    is_penalty: bool
    counts: bool

    @property
    def gained(self) -> Decimal:
        """The points as they count in a sum: those of a penalty are below zero."""
        return self._signed(self.points)

    @property
    def hoped(self) -> Decimal:
        """The claim as it counts in a sum."""
        return self._signed(self.claimed)

    def _signed(self, points: Decimal | None) -> Decimal:
        return (points or Decimal(0)) * (-1 if self.is_penalty else 1)


@dataclass(frozen=True, slots=True)
class Spread:
    """A leaf on which two blind appraisals of one sheet differ; `share` of its maximum."""

    unit: str
    unit_code: str
    leaf: str
    title: str
    points: tuple[tuple[str, Decimal], ...]
    share: Fraction


@dataclass(frozen=True, slots=True)
class Sameness:
    """A leaf on which one person gave all units the same points, though units claimed unlike."""

    leaf: str
    title: str
    by: str
    units: int
    points: Decimal
    claims: int


@dataclass(frozen=True, slots=True)
class OverClaim:
    """What a unit claimed beyond what was appraised in the end, over leaves that have both.

    Points of penalties are below zero: who declares too small a one claims too much.
    """

    unit: str
    unit_code: str
    leaves: int
    claimed: Decimal
    final: Decimal

    @property
    def over(self) -> Decimal:
        """Points claimed less points given; below zero for a modest unit."""
        return self.claimed - self.final

    @property
    def share(self) -> Fraction | None:
        """The points over as a share of those claimed; None where those are not above zero."""
        return Fraction(self.over) / Fraction(self.claimed) if self.claimed > 0 else None


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly one person appraised: the median time between two, and how many were hasty.

    `as_claimed` counts those that gave what was claimed.
    """

    by: str
    appraisals: int
    median: timedelta
    hasty: int
    as_claimed: int


@dataclass(frozen=True, slots=True)
class Quality:
    """All the signs of a cycle; each list has what stands out most first."""

    spreads: tuple[Spread, ...]
    samenesses: tuple[Sameness, ...]
    over_claims: tuple[OverClaim, ...]
    paces: tuple[Pace, ...]


def quality_of(cycle: Cycle) -> Quality:
    """Return the signs of a cycle out of all its appraisals, in two queries."""
    given = appraisals_of(cycle)
    first = [it for it in given if it.round == Appraisal.Round.FIRST]
    counting = [it for it in given if it.counts]
    return Quality(
        spreads=tuple(_spreads(it for it in counting if it.round == Appraisal.Round.BLIND)),
        samenesses=tuple(_samenesses(first)),
        over_claims=tuple(_over_claims(counting)),
        paces=tuple(_paces(first)),
    )


def appraisals_of(cycle: Cycle) -> list[Given]:
    """Return every appraisal of a cycle with the claim it answers, in the order they were made."""
    claims = dict(_claims(cycle))
    known = Appraisal.objects.filter(assessment__cycle=cycle)
    taking_part = ~Q(assessment__standing=Assessment.Standing.EXCLUDED)
    rows = known.annotate(counts=Q(taking_part, ~Exists(excused_leaf())))
    columns = (
        *("assessment_id", "criterion_id", "assessed_unit__name", "assessed_unit__code"),
        *("criterion__code", "criterion__title", "criterion__max_points"),
        *("round", "points", "appraised_by_id", "appraised_by__full_name"),
        *("appraised_by__username", "appraised_at", "criterion__leaf__role", "counts"),
    )
    given = []
    for row in rows.order_by("appraised_at", "pk").values_list(*columns):
        sheet, leaf_id, unit, code, leaf, title, most, round_, *rest = row
        points, by_id, name, user, at, role, counts = rest
        by = f"{name} ({user})" if name else user
        claimed = claims.get((sheet, leaf_id))
        about = (unit, code, leaf_id, leaf, title, most, round_)
        given.append(Given(*about, points, claimed, by_id, by, at, role == _PENALTY, counts))
    return given


def _claims(cycle: Cycle) -> Iterable[tuple[tuple[int, int], Decimal | None]]:
    rows = Claim.objects.filter(assessment__cycle=cycle)
    for sheet, leaf, points in rows.values_list("assessment_id", "criterion_id", "points"):
        yield (sheet, leaf), points


def _spreads(blind: Iterable[Given]) -> list[Spread]:
    by_leaf: dict[tuple[str, int], list[Given]] = defaultdict(list)
    for it in blind:
        by_leaf[it.unit_code, it.leaf_id].append(it)
    spreads = []
    for together in by_leaf.values():
        known = [it for it in together if it.points is not None]
        points = [it.points for it in known if it.points is not None]
        if len(points) > 1 and max(points) != min(points):
            one = known[0]
            share = Fraction(max(points) - min(points)) / Fraction(one.max_points)
            given = tuple((it.by, it.points) for it in known if it.points is not None)
            spreads.append(Spread(one.unit, one.unit_code, one.leaf, one.title, given, share))
    return sorted(spreads, key=lambda spread: -spread.share)


def _samenesses(first: Iterable[Given]) -> list[Sameness]:
    by_person: dict[tuple[int, int], list[Given]] = defaultdict(list)
    for it in first:
        by_person[it.leaf_id, it.by_id].append(it)
    found = []
    for together in by_person.values():
        points, claims = {it.points for it in together}, {it.claimed for it in together}
        same = points.pop()
        if points or same is None or len(claims) == 1 or len(together) < FEWEST_UNITS:
            continue
        one = together[0]
        found.append(Sameness(one.leaf, one.title, one.by, len(together), same, len(claims)))
    return sorted(found, key=lambda it: (-it.units, it.leaf))


def _over_claims(given: Iterable[Given]) -> list[OverClaim]:
    """Return every unit's claims beside the latest of their appraisals, the most over first."""
    final: dict[tuple[str, int], Given] = {}
    for it in sorted(given, key=lambda it: it.round in _ROUNDS and _ROUNDS.index(it.round)):
        if it.round in _ROUNDS:
            final[it.unit_code, it.leaf_id] = it
    by_unit: dict[str, list[Given]] = defaultdict(list)
    for it in final.values():
        if it.claimed is not None and it.points is not None:
            by_unit[it.unit_code].append(it)
    units = [
        OverClaim(
            leaves[0].unit,
            code,
            len(leaves),
            sum((it.hoped for it in leaves), Decimal(0)),
            sum((it.gained for it in leaves), Decimal(0)),
        )
        for code, leaves in by_unit.items()
    ]
    return sorted(units, key=lambda unit: (-unit.over, unit.unit))


def _paces(first: Iterable[Given]) -> list[Pace]:
    by_person: dict[int, list[Given]] = defaultdict(list)
    for it in first:
        by_person[it.by_id].append(it)
    paces = [_pace(given) for given in by_person.values() if len(given) >= FEWEST_APPRAISALS]
    return sorted(paces, key=lambda pace: (-pace.hasty, pace.by))


def _pace(given: Sequence[Given]) -> Pace:
    gaps = [later.at - earlier.at for earlier, later in pairwise(given)]
    return Pace(
        given[0].by,
        len(given),
        timedelta(seconds=median(gap.total_seconds() for gap in gaps)),
        sum(gap < HASTE for gap in gaps),
        sum(it.claimed is not None and it.points == it.claimed for it in given),
    )
