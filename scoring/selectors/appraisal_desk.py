"""One sheet on an appraiser's desk: the course of its leaves, and what the person may do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

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


class Reached(Protocol):
    """How far a leaf has come, as its course or a glance at it says."""

    @property
    def is_excused(self) -> bool: ...
    @property
    def is_decided(self) -> bool: ...
    @property
    def is_objected(self) -> bool: ...
    @property
    def is_claim_changed(self) -> bool: ...
    @property
    def is_explained(self) -> bool: ...
    @property
    def is_appraised(self) -> bool: ...
    @property
    def is_spread(self) -> bool: ...
    @property
    def blind_givers(self) -> dict[int, bool]: ...


@dataclass(frozen=True, slots=True)
class Door:
    """One area of a sheet before the person: their right, and why a round is closed, "" if open.

    `is_lead` where they are the first of those whom the area was given to.
    """

    right: Right
    first_closed: str
    second_closed: str
    is_lead: bool


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

    def door(self, assessment: Assessment, area: Criterion, *, is_reopened: bool) -> Door:
        """Return an area of a sheet as the person finds it; its unit may have it open again."""
        owned = self.areas.get((assessment.cycle_group_id, area.pk))
        first, second = (
            why_closed(self.clocks[kind], assessment, at=self.at, is_reopened=is_reopened)
            for kind in (Stage.Kind.APPRAISAL, Stage.Kind.SECOND_APPRAISAL)
        )
        lead = owned.lead(assessment.unit_id) if owned else None
        is_lead = lead == self.appraiser.user_id
        return Door(self.right(assessment, area), first, second, is_lead)

    def task(self, door: Door, leaf: Reached) -> Task:
        """Return what the person may do with a leaf behind a door."""
        if door.right.unit is None:
            return Task(None, why_not=door.right.why_not)
        if leaf.is_excused:
            return Task(None, why_not="Tiêu chí này không áp dụng cho đơn vị.")
        if leaf.is_decided:
            return Task(None, why_not="Hội đồng đã quyết định tiêu chí này.")
        if leaf.is_objected or (leaf.is_claim_changed and self.is_announced):
            return _in_turn(_ROUND.SECOND, door.right.unit, door.second_closed)
        return self._first(door, leaf, door.right.unit)

    def _first(self, door: Door, leaf: Reached, unit: Unit) -> Task:
        if leaf.is_explained:
            return Task(None, why_not="Đơn vị đã đồng ý với điểm thẩm định này.")
        if leaf.is_appraised and self.is_announced:
            return Task(None, why_not="Điểm thẩm định lần đầu đã báo cho đơn vị, không sửa nữa.")
        if door.first_closed or not self.cycle.is_blind:
            return _in_turn(_ROUND.FIRST, unit, door.first_closed)
        return self._blind(door, leaf, unit)

    def _blind(self, door: Door, leaf: Reached, unit: Unit) -> Task:
        """Return what the person may do where two give their points, each by themselves."""
        person, givers = self.appraiser.user_id, leaf.blind_givers
        if not leaf.is_appraised:
            if len(givers) < BLIND_APPRAISERS or givers.get(person) is False:
                return Task(_ROUND.BLIND, unit)
            if not all(givers.values()):
                return Task(None, why_not=_ANOTHER_LOOKS_AGAIN)
        if person in givers or door.is_lead:
            return Task(_ROUND.FIRST, unit, is_settling=leaf.is_spread)
        return Task(None, why_not=_OTHERS_SETTLE)


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
        is_reopened = (self.assessment.pk, leaf.area.pk) in self.reopened
        door = self.desk.door(self.assessment, leaf.area, is_reopened=is_reopened)
        return self.desk.task(door, self.course(leaf))

    def left_to_accept(self, leaves: Iterable[AppraisedLeaf]) -> list[AppraisedLeaf]:
        """Return the leaves with a claim that the person may appraise and has not appraised yet."""
        return [leaf for leaf in leaves if self._waits_with_claim(leaf)]

    def _waits_with_claim(self, leaf: AppraisedLeaf) -> bool:
        course, task = self.course(leaf), self.task(leaf)
        givers = {it.appraised_by_id for it in course.blind}
        if not course.is_claimed or course.latest or self.desk.appraiser.user_id in givers:
            return False
        return task.round in (_ROUND.FIRST, _ROUND.BLIND) and not task.is_settling


BLIND_APPRAISERS = 2
"""How many give their own points before there is a first appraisal."""
_OTHERS_SETTLE = (
    "Hai người đã chấm kín tiêu chí này; một trong hai người,"
    " hoặc người phụ trách lĩnh vực, sẽ thống nhất điểm."
)
_ANOTHER_LOOKS_AGAIN = (
    "Đơn vị đã đổi điểm tự chấm hoặc tài liệu giữa hai lần chấm kín;"
    " chờ người chấm kín kia xem lại."
)


def _in_turn(round: Appraisal.Round, unit: Unit, why_closed: str) -> Task:
    return Task(None, why_not=why_closed) if why_closed else Task(round, unit)


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
