"""The course of every leaf of a sheet: claim, rounds, explanation and final mark, side by side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q

from scoring.models import Appraisal, Assessment, Claim, Criterion, Explanation, Mark

Place = tuple[int, int]
"""Sheet id and criterion id."""


@dataclass(frozen=True, slots=True)
class Course:
    """All that was said of one leaf of one sheet; what was not reached is None.

    Nothing of it but claim and explanation is for the unit's own people before `is_announced`;
    whoever shows it sees to that. `final` is the mark that counts, which may come from a file.
    """

    claim: Claim | None = None
    blind: tuple[Appraisal, ...] = ()
    first: Appraisal | None = None
    explanation: Explanation | None = None
    second: Appraisal | None = None
    council: Appraisal | None = None
    final: Mark | None = None

    @property
    def latest(self) -> Appraisal | None:
        """The appraisal that counts: of the council, else the second, else the first one."""
        return self.council or self.second or self.first

    @property
    def is_appraised(self) -> bool:
        """Whether there is an appraisal that counts."""
        return self.latest is not None

    @property
    def is_decided(self) -> bool:
        """Whether the council decided."""
        return self.council is not None

    @property
    def is_explained(self) -> bool:
        """Whether the unit agreed or objected to its first appraisal."""
        return self.explanation is not None

    @property
    def blind_givers(self) -> dict[int, bool]:
        """Who gave blind points, and whether they answer the claim as it is now."""
        return {it.appraised_by_id: not self.is_outdated(it) for it in self.blind}

    @property
    def is_claimed(self) -> bool:
        """Whether the unit claimed anything for the leaf."""
        return self.claim is not None and self.claim.content is not None

    @property
    def is_excused(self) -> bool:
        """Whether Sở Nội vụ decided that the leaf does not apply to the unit."""
        if self.final is None or self.final.content.get("state") != "not_applicable":
            return False
        return self.latest is None or self.latest.content != self.final.content

    @property
    def is_objected(self) -> bool:
        """Whether the unit said that it does not agree with its first appraisal."""
        return self.explanation is not None and self.explanation.stance == _OBJECT

    @property
    def is_open_objection(self) -> bool:
        """Whether nobody has decided on the unit's objection yet."""
        return self.is_objected and self.second is None and self.council is None

    @property
    def is_spread(self) -> bool:
        """Whether two gave different points for the claim as it is and nobody has settled them."""
        return self.latest is None and sum(self.blind_givers.values()) > 1

    @property
    def is_unmet(self) -> bool:
        """Whether what was decided on an objection still is not what the unit claimed."""
        return self.is_objected and self.latest is not None and self.differs(self.latest.points)

    @property
    def is_claim_changed(self) -> bool:
        """Whether the claim or its evidence changed after the appraisal that counts."""
        return self.latest is not None and self.is_outdated(self.latest)

    def is_outdated(self, appraisal: Appraisal) -> bool:
        """Return whether an appraisal answered another edition of the claim than today's."""
        now = self.claim.edition if self.claim else 0
        return appraisal.claim_edition not in (None, now)

    def differs(self, points: Decimal | None) -> bool:
        """Return whether points (None: not applicable) are not those claimed; unclaimed ones are.

        Points are compared as they are stored, to ten decimals.
        """
        return not self.is_claimed or self.claim is None or self.claim.points != points


NO_COURSE = Course()
"""The course of a leaf of which nothing was said yet."""
_OBJECT = Explanation.Stance.OBJECT


def course_of(assessment: Assessment) -> dict[int, Course]:
    """Return the course of each leaf of a sheet that anything was said of, by criterion id."""
    return courses_of([assessment])[assessment.pk]


def courses_of(
    assessments: Iterable[Assessment], criteria: Iterable[Criterion] | None = None
) -> dict[int, dict[int, Course]]:
    """Return the courses of sheets by sheet id and criterion id, by four queries.

    Only those of the given leaves, if any are given; a leaf that nothing was said of is not there.
    """
    sheets = list(assessments)
    among = Q(assessment__in=sheets)
    if criteria is not None:
        among &= Q(criterion__in=list(criteria))
    courses: dict[int, dict[int, Course]] = {sheet.pk: {} for sheet in sheets}
    for (sheet, leaf), course in _courses(among).items():
        courses[sheet][leaf] = course
    return courses


def courses_at(places: Iterable[Place]) -> dict[Place, Course]:
    """Return the courses of single leaves of single sheets, by four queries."""
    wanted = set(places)
    among = Q(assessment__in={sheet for sheet, _ in wanted})
    found = _courses(among & Q(criterion__in={leaf for _, leaf in wanted}), wanted)
    return {place: found.get(place, NO_COURSE) for place in wanted}


def _courses(among: Q, wanted: set[Place] | None = None) -> dict[Place, Course]:
    courses: dict[Place, Course] = {}
    for place, parts in _parts(among):
        if wanted is None or place in wanted:
            courses[place] = replace(courses.get(place, NO_COURSE), **parts)
    return courses


def _parts(among: Q) -> Iterable[tuple[Place, dict[str, Any]]]:
    """Yield sheet and leaf with one part of its course after the other."""
    for claim in Claim.objects.filter(among).select_related("claimed_by"):
        yield (claim.assessment_id, claim.criterion_id), {"claim": claim}
    yield from _appraisals(among)
    for said in Explanation.objects.filter(among).select_related("explained_by"):
        yield (said.assessment_id, said.criterion_id), {"explanation": said}
    for mark in Mark.objects.filter(among):
        yield (mark.assessment_id, mark.criterion_id), {"final": mark}


def _appraisals(among: Q) -> Iterable[tuple[Place, dict[str, Any]]]:
    blind: dict[Place, list[Appraisal]] = defaultdict(list)
    known = Appraisal.objects.filter(among).order_by("pk")
    for appraisal in known.select_related("appraised_by", "appraiser_unit"):
        place = appraisal.assessment_id, appraisal.criterion_id
        if appraisal.round == Appraisal.Round.BLIND:
            blind[place].append(appraisal)
        else:
            yield place, {appraisal.round: appraisal}
    for place, given in blind.items():
        yield place, {"blind": tuple(given)}
