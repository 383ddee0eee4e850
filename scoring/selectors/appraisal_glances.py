"""How far every leaf of many sheets has come, at a glance: points only, no texts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from scoring.models import Appraisal, Claim, Explanation, Mark
from scoring.selectors.appraisal_course import Place

_ORDER = (Appraisal.Round.FIRST, Appraisal.Round.SECOND, Appraisal.Round.COUNCIL)
NOT_APPLICABLE = Decimal(-1)
"""Stands for the points of a mark that is not applicable; real points are never below zero."""


@dataclass(slots=True)
class Glance:
    """One leaf of one sheet: what was claimed, given blind by whom, appraised last, objected to."""

    claimed: Decimal | None = None
    blind: dict[int, Decimal] = field(default_factory=dict)
    given: Decimal | None = None
    round: str = ""
    stance: str = ""
    is_excused: bool = False

    @property
    def is_differing(self) -> bool:
        """Whether what was appraised is not what was claimed."""
        return self.given is not None and self.given != self.claimed

    @property
    def is_spread(self) -> bool:
        """Whether blind appraisals differ and nobody has settled them."""
        return self.given is None and len(self.blind) > 1

    @property
    def is_objected(self) -> bool:
        """Whether the unit objected to its first appraisal."""
        return self.stance == Explanation.Stance.OBJECT

    @property
    def is_open_objection(self) -> bool:
        """Whether nobody decided on the objection yet."""
        return self.is_objected and self.round == Appraisal.Round.FIRST

    @property
    def is_unmet(self) -> bool:
        """Whether the objection was decided on, and not as claimed."""
        return self.is_objected and self.round != Appraisal.Round.FIRST and self.is_differing


def glances_of(sheets: Collection[int], criteria: Collection[int]) -> dict[Place, Glance]:
    """Return a glance of every leaf that anything was said of, by four queries."""
    among = Q(assessment__in=sheets, criterion__in=criteria)
    glances: dict[Place, Glance] = defaultdict(Glance)
    claims = Claim.objects.filter(among, content__isnull=False)
    for sheet, leaf, points in _rows(claims):
        glances[sheet, leaf].claimed = _worth(points)
    said = Appraisal.objects.filter(among).order_by("pk")
    for sheet, leaf, points, round, user in _rows(said, "round", "appraised_by_id"):
        _take(glances[sheet, leaf], round, _worth(points), user)
    explained = Explanation.objects.filter(among)
    for sheet, leaf, stance in explained.values_list("assessment_id", "criterion_id", "stance"):
        glances[sheet, leaf].stance = stance
    excused = Mark.objects.filter(among, content__state="not_applicable")
    for sheet, leaf in excused.values_list("assessment_id", "criterion_id"):
        glances[sheet, leaf].is_excused = True
    return dict(glances)


def _rows(said: QuerySet, *more: str) -> QuerySet:
    return said.values_list("assessment_id", "criterion_id", F("points"), *more)


def _take(glance: Glance, round: str, points: Decimal, user: int) -> None:
    if round == Appraisal.Round.BLIND:
        glance.blind[user] = points
    elif not glance.round or _ORDER.index(round) > _ORDER.index(glance.round):
        glance.given, glance.round = points, round


def _worth(points: Decimal | None) -> Decimal:
    return NOT_APPLICABLE if points is None else points
