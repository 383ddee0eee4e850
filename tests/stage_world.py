"""The hand-worked cycle with a timetable in the spring of 2025, and a clock to be pulled.

Self-scoring 01/03–20/03, appraisal 21/03–09/04, explanation 10/04–16/04,
second appraisal 17/04–26/04, council 27/04–30/04. The set is approved, both areas have an owner.
"""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from scoring.models import (
    AreaOwner,
    Assessment,
    CriteriaSet,
    Cycle,
    Publication,
    RankingRun,
    Stage,
)
from scoring.services.stages import plan_stages
from tests.scoring_world import HANOI
from units.models import Unit, User

DAYS = {
    Stage.Kind.SELF_SCORING: (date(2025, 3, 1), date(2025, 3, 20)),
    Stage.Kind.APPRAISAL: (date(2025, 3, 21), date(2025, 4, 9)),
    Stage.Kind.EXPLANATION: (date(2025, 4, 10), date(2025, 4, 16)),
    Stage.Kind.SECOND_APPRAISAL: (date(2025, 4, 17), date(2025, 4, 26)),
    Stage.Kind.COUNCIL: (date(2025, 4, 27), date(2025, 4, 30)),
}


def instant(day: int, month: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """Return an instant of 2025 in Việt Nam."""
    return datetime(2025, month, day, hour, minute, second, tzinfo=HANOI)


def give_timetable(cycle: Cycle, by: User) -> Cycle:
    """Give a cycle the timetable above, an approved set, and owners of its areas."""
    plan_stages(cycle, DAYS, by=by)
    block = cycle.groups.get()
    owner = Unit.through_time.get(code="alpha")
    for area in block.criteria_set.criteria.filter(parent=None):
        AreaOwner.objects.create(cycle_group=block, area=area, owner=owner)
    CriteriaSet.objects.filter(pk=block.criteria_set_id).update(
        state=CriteriaSet.State.APPROVED, approved_at=timezone.now()
    )
    return cycle


def stage(cycle: Cycle, kind: str) -> Stage:
    """Return a stage of a cycle as the database has it."""
    return Stage.objects.select_related("cycle__organiser").get(cycle=cycle, kind=kind)


def sheet_of(cycle: Cycle, code: str) -> Assessment:
    """Return a unit's sheet as the database has it."""
    sheets = Assessment.objects.select_related("unit", "cycle__organiser", "cycle_group")
    return sheets.get(cycle=cycle, unit__code=code)


def sign(cycle: Cycle, code: str, by: User) -> Assessment:
    """Have a unit's sheet signed, as its head would."""
    now = timezone.now()
    Assessment.objects.filter(cycle=cycle, unit__code=code).update(
        state="signed",
        submitted_at=now,
        submitted_by=by,
        signed_at=now,
        signed_by=by,
        signature="password",
    )
    return sheet_of(cycle, code)


def make_known(run: RankingRun, by: Any) -> Publication:
    """Store that a run was published, whatever its cycle still leaves open."""
    return Publication.objects.create(
        cycle=run.cycle,
        run=run,
        decision_number="05/QĐ-UBND",
        decided_on=date(run.cycle.year + 1, 1, 15),
        published_by=by,
    )
