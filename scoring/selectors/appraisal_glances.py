"""How far every leaf of many sheets has come, at a glance: points only, no texts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from scoring.models import Appraisal, Claim, Explanation, Mark
from scoring.selectors.appraisal_course import Place

_ORDER = (Appraisal.Round.FIRST, Appraisal.Round.SECOND, Appraisal.Round.COUNCIL)
NOT_APPLICABLE = Decimal(-1)
"""Stands for the points of a mark that is not applicable; real points are never below zero."""


@dataclass(slots=True)
class Glance:
    """One leaf of one sheet: what was claimed, given blind by whom, appraised last, objected to.

    `edition` is that of the claim, 0 for none; `answered` the one that the last appraisal answers,
    `blind_answered` those of the blind ones, None where it is not known.
    """

    claimed: Decimal | None = None
    edition: int = 0
    blind: dict[int, Decimal] = field(default_factory=dict)
    blind_answered: dict[int, int | None] = field(default_factory=dict)
    given: Decimal | None = None
    answered: int | None = None
    round: str = ""
    stance: str = ""
    is_excused: bool = False

    @property
    def is_claim_changed(self) -> bool:
        """Whether the claim or its evidence changed after the appraisal that counts."""
        return bool(self.round) and self.answered not in (None, self.edition)

    @property
    def is_appraised(self) -> bool:
        """Whether there is an appraisal that counts."""
        return bool(self.round)

    @property
    def is_decided(self) -> bool:
        """Whether the council decided."""
        return self.round == Appraisal.Round.COUNCIL

    @property
    def is_explained(self) -> bool:
        """Whether the unit agreed or objected to its first appraisal."""
        return bool(self.stance)

    @property
    def blind_givers(self) -> dict[int, bool]:
        """Who gave blind points, and whether they answer the claim as it is now."""
        return {user: said in (None, self.edition) for user, said in self.blind_answered.items()}

    @property
    def is_differing(self) -> bool:
        """Whether what was appraised is not what was claimed."""
        return self.given is not None and self.given != self.claimed

    @property
    def is_spread(self) -> bool:
        """Whether two gave different points for the claim as it is and nobody has settled them."""
        return not self.round and sum(self.blind_givers.values()) > 1

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
    claims = Claim.objects.filter(among).annotate(
        is_claimed=ExpressionWrapper(Q(content__isnull=False), BooleanField()),
        versions=F("version") + F("evidence_version"),
    )
    for sheet, leaf, points, is_claimed, edition in _rows(claims, "is_claimed", "versions"):
        glance = glances[sheet, leaf]
        glance.claimed, glance.edition = _worth(points) if is_claimed else None, edition
    said = Appraisal.objects.filter(among).order_by("pk")
    for sheet, leaf, points, *how in _rows(said, "round", "appraised_by_id", "claim_edition"):
        _take(glances[sheet, leaf], _worth(points), *how)
    explained = Explanation.objects.filter(among)
    for sheet, leaf, stance in explained.values_list("assessment_id", "criterion_id", "stance"):
        glances[sheet, leaf].stance = stance
    excused = Mark.objects.filter(among, content__state="not_applicable")
    for sheet, leaf in excused.values_list("assessment_id", "criterion_id"):
        glances[sheet, leaf].is_excused = True
    return dict(glances)


def _rows(said: QuerySet, *more: str) -> QuerySet:
    return said.values_list("assessment_id", "criterion_id", F("points"), *more)


def _take(glance: Glance, points: Decimal, round: str, user: int, answered: int | None) -> None:
    if round == Appraisal.Round.BLIND:
        glance.blind[user], glance.blind_answered[user] = points, answered
    elif not glance.round or _ORDER.index(round) > _ORDER.index(glance.round):
        glance.given, glance.round, glance.answered = points, round, answered


def _worth(points: Decimal | None) -> Decimal:
    return NOT_APPLICABLE if points is None else points
