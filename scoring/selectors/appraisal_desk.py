"""One sheet on an appraiser's desk: the course of its leaves, and what the person may do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scoring.models import Appraisal, Assessment, Criterion, Cycle, Stage
from scoring.selectors.appraisal_course import NO_COURSE, Course, courses_of
from scoring.selectors.appraisal_leaves import AppraisedLeaf
from scoring.selectors.appraisal_rights import (
    Appraiser,
    Area,
    Right,
    appraiser_of,
    areas_of,
    right_to,
)
from scoring.selectors.appraisal_sheets import StageClock, clocks_of, reopened_areas, why_closed
from units.models import Unit, User

_ROUND = Appraisal.Round


@dataclass(frozen=True, slots=True)
class Task:
    """What a person may do with a leaf now: the round and the unit to act for, or why nothing.

    `is_settling` where two blind appraisals differ and this one decides between them.
    """

    round: Appraisal.Round | None
    unit: Unit | None = None
    why_not: str = ""
    is_settling: bool = False


@dataclass(frozen=True, slots=True)
class CycleDesk:
    """What is the same for every sheet of a cycle: the person, the areas, the stages, the time."""

    cycle: Cycle
    appraiser: Appraiser
    areas: dict[tuple[int, int], Area]
    clocks: dict[str, StageClock]
    at: datetime

    @property
    def is_announced(self) -> bool:
        """Whether the units were shown their first appraisal: explanations were opened once."""
        stage = self.clocks[Stage.Kind.EXPLANATION].stage
        return stage is not None and stage.opened_at is not None

    def right(self, assessment: Assessment, area: Criterion) -> Right:
        """Return the person's right to appraise an area of a sheet."""
        owned = self.areas.get((assessment.cycle_group_id, area.pk))
        return right_to(self.appraiser, owned, assessment.unit)

    def why_closed(
        self, kind: Stage.Kind, assessment: Assessment, *, is_reopened: bool = False
    ) -> str:
        """Return why a sheet cannot be worked on in a stage now, "" where it can."""
        return why_closed(self.clocks[kind], assessment, at=self.at, is_reopened=is_reopened)


@dataclass(frozen=True, slots=True)
class SheetDesk:
    """One sheet of the cycle with the courses of its leaves, as the person finds it now."""

    desk: CycleDesk
    assessment: Assessment
    courses: dict[int, Course]
    reopened: set[tuple[int, int]]

    def course(self, leaf: AppraisedLeaf) -> Course:
        """Return the course of a leaf."""
        return self.courses.get(leaf.criterion.pk, NO_COURSE)

    def task(self, leaf: AppraisedLeaf) -> Task:
        """Return what the person may do with a leaf."""
        right, course = self.desk.right(self.assessment, leaf.area), self.course(leaf)
        if right.unit is None:
            return Task(None, why_not=right.why_not)
        if course.is_excused:
            return Task(None, why_not="Tiêu chí này không áp dụng cho đơn vị.")
        if course.council:
            return Task(None, why_not="Hội đồng đã quyết định tiêu chí này.")
        if course.is_objected or (course.is_claim_changed and self.desk.is_announced):
            return self._second(leaf, right.unit)
        if course.explanation:
            return Task(None, why_not="Đơn vị đã đồng ý với điểm thẩm định này.")
        return self._first(leaf, course, right.unit)

    def left_to_accept(self, leaves: Iterable[AppraisedLeaf]) -> list[AppraisedLeaf]:
        """Return the leaves with a claim that the person may appraise and has not appraised yet."""
        return [leaf for leaf in leaves if self._waits_with_claim(leaf)]

    def _waits_with_claim(self, leaf: AppraisedLeaf) -> bool:
        course, task = self.course(leaf), self.task(leaf)
        givers = {it.appraised_by_id for it in course.blind}
        if not course.is_claimed or course.latest or self.desk.appraiser.user_id in givers:
            return False
        return task.round in (_ROUND.FIRST, _ROUND.BLIND) and not task.is_settling

    def _second(self, leaf: AppraisedLeaf, unit: Unit) -> Task:
        why_not = self._why_closed(Stage.Kind.SECOND_APPRAISAL, leaf)
        return Task(None, why_not=why_not) if why_not else Task(_ROUND.SECOND, unit)

    def _first(self, leaf: AppraisedLeaf, course: Course, unit: Unit) -> Task:
        if course.first and self.desk.is_announced:
            return Task(None, why_not="Điểm thẩm định lần đầu đã báo cho đơn vị, không sửa nữa.")
        if why_not := self._why_closed(Stage.Kind.APPRAISAL, leaf):
            return Task(None, why_not=why_not)
        if not self.desk.cycle.is_blind:
            return Task(_ROUND.FIRST, unit)
        person = self.desk.appraiser.user_id
        is_due_again = any(
            it.appraised_by_id == person and course.is_outdated(it) for it in course.blind
        )
        if course.first is None and (len(course.blind) < BLIND_APPRAISERS or is_due_again):
            return Task(_ROUND.BLIND, unit)
        if person in {*(it.appraised_by_id for it in course.blind), self._lead(leaf)}:
            return Task(_ROUND.FIRST, unit, is_settling=course.is_spread)
        return Task(
            None,
            why_not="Hai người đã chấm kín tiêu chí này; một trong hai người,"
            " hoặc người phụ trách lĩnh vực, sẽ thống nhất điểm.",
        )

    def _lead(self, leaf: AppraisedLeaf) -> int | None:
        area = self.desk.areas.get((self.assessment.cycle_group_id, leaf.area.pk))
        return area.lead(self.assessment.unit_id) if area else None

    def _why_closed(self, kind: Stage.Kind, leaf: AppraisedLeaf) -> str:
        is_reopened = (self.assessment.pk, leaf.area.pk) in self.reopened
        return self.desk.why_closed(kind, self.assessment, is_reopened=is_reopened)


BLIND_APPRAISERS = 2
"""How many give their own points before there is a first appraisal."""


def cycle_desk(cycle: Cycle, user: User, *, at: datetime) -> CycleDesk:
    """Return a cycle as it stands for a person at an instant."""
    return CycleDesk(cycle, appraiser_of(user), areas_of(cycle), clocks_of(cycle), at)


def sheet_desk(
    desk: CycleDesk, assessment: Assessment, leaves: Iterable[AppraisedLeaf] | None = None
) -> SheetDesk:
    """Return one sheet of the cycle for the person, with the given leaves only if any are given."""
    criteria = None if leaves is None else [leaf.criterion for leaf in leaves]
    courses = courses_of([assessment], criteria)[assessment.pk]
    return SheetDesk(desk, assessment, courses, reopened_areas([assessment]))
