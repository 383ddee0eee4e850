"""Opening, closing and moving the stages of a cycle; by nobody means the clock."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from scoring.models import Cycle, Stage, StageStep
from scoring.selectors.stage_gates import Obstacle, obstacles_to
from scoring.selectors.stage_steps import Change
from scoring.selectors.timetable import (
    Days,
    in_order,
    order_problems,
    stages_after,
    stages_of,
)
from scoring.services.criteria_versions import put_in_force
from scoring.services.cycle_locks import share_cycle
from scoring.services.evidence import freeze_evidence
from scoring.services.stage_refusals import (
    AlreadyThere,
    DayRefused,
    ReasonMissing,
    StageHeldBack,
    far_day_problems,
    require_day_ahead,
    require_day_not_over,
)


def plan_stages(cycle: Cycle, days: Mapping[str, Days], *, by: Any) -> list[Stage]:
    """Give a cycle the stages of a timetable that it has not yet; return the new ones.

    Raises DayRefused if the days of all of them do not follow on, or a new one lies far ahead.
    """
    with transaction.atomic():
        Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
        known = {stage.kind: (stage.opens_on, stage.closes_on) for stage in stages_of(cycle)}
        last_days = [closes_on for kind, (_, closes_on) in days.items() if kind not in known]
        problems = order_problems({**days, **known}) + far_day_problems(last_days, cycle.year)
        if problems:
            raise DayRefused(*problems)
        new = [
            Stage.objects.create(cycle=cycle, kind=kind, opens_on=opens_on, closes_on=closes_on)
            for kind, (opens_on, closes_on) in days.items()
            if kind not in known
        ]
        for stage in new:
            log_step(stage, Change.PLANNED, _span(stage), by)
        return new


@transaction.atomic
def open_stage(
    *,
    stage: Stage,
    by: Any | None,
    reason: str = "",
    closes_on: date | None = None,
    despite_obstacles: bool = False,
    at: datetime | None = None,
) -> Stage:
    """Open a stage, or open it again, and return it as it is now.

    Opened before its day, it begins today. The units' criteria sets are put in force with their
    self-scoring. Raises StageHeldBack unless what keeps it closed is overruled, ReasonMissing where
    the timetable alone does not explain it, DayRefused, AlreadyThere.
    """
    at = at or timezone.now()
    stage, stages = hold_stage(stage)
    if stage.is_open:
        raise AlreadyThere(stage)
    obstacles = obstacles_to(stage, stages)
    if obstacles and not (despite_obstacles and all(one.may_be_overruled for one in obstacles)):
        raise StageHeldBack(stage, obstacles)
    note = _opening_note(stage, closes_on, obstacles, localdate(at))
    _require_reason(reason, is_needed=bool(note))
    if closes_on:
        require_day_ahead(closes_on, stage.cycle, at)
    require_day_not_over(closes_on or stage.closes_on, at)
    change = Change.REOPENED if stage.closed_at else Change.OPENED
    stage.opens_on = min(stage.opens_on, localdate(at))
    stage.closes_on = closes_on or stage.closes_on
    stage.opened_at, stage.closed_at = stage.opened_at or at, None
    stage.save(update_fields=["opens_on", "closes_on", "opened_at", "closed_at"])
    if stage.kind == Stage.Kind.SELF_SCORING:
        _put_sets_in_force(stage.cycle, by)
    log_step(stage, change, _said(note, reason), by)
    return stage


@transaction.atomic
def close_stage(
    *, stage: Stage, by: Any | None, reason: str = "", at: datetime | None = None
) -> Stage:
    """Close a stage and return it as it is now; units with more time of their own go on.

    Closed before its last day, it ends today. What the units cited is frozen.
    Raises AlreadyThere, and ReasonMissing before the last day is over.
    """
    at = at or timezone.now()
    stage, _ = hold_stage(stage)
    if not stage.is_open:
        raise AlreadyThere(stage)
    is_early = localdate(at) <= stage.closes_on
    _require_reason(reason, is_needed=is_early)
    note = f"Đóng sớm, theo lịch đến hết {stage.closes_on:%d/%m/%Y}." if is_early else ""
    stage.closes_on = max(stage.opens_on, min(stage.closes_on, localdate(at)))
    stage.closed_at = at
    stage.save(update_fields=["closes_on", "closed_at"])
    freeze_evidence(stage.cycle)
    log_step(stage, Change.CLOSED, _said(note, reason), by)
    return stage


@transaction.atomic
def move_stage(
    *,
    stage: Stage,
    opens_on: date,
    closes_on: date,
    reason: str,
    by: Any,
    shift_later: bool = False,
    at: datetime | None = None,
) -> Stage:
    """Give a stage that is not closed other days, and the later ones as many days more if asked.

    Raises DayRefused where days do not follow on, lie behind or far ahead, ReasonMissing,
    AlreadyThere.
    """
    stage, stages = hold_stage(stage)
    if stage.closed_at:
        raise AlreadyThere(stage)
    _require_reason(reason, is_needed=True)
    if stage.is_open and opens_on != stage.opens_on:
        raise DayRefused("Giai đoạn đã mở thì không dời được ngày bắt đầu.")
    require_day_ahead(closes_on, stage.cycle, at)
    by_days = closes_on - stage.closes_on
    moved = [(stage, (opens_on, closes_on))]
    if shift_later:
        moved += _shifted(stages_after(stage, stages), by_days)
    _check_order(stages, {one.kind: days for one, days in moved})
    for _, (_, last_on) in moved:
        require_day_ahead(last_on, stage.cycle, at)
    for one, days in moved:
        _move(one, days, reason, by)
    return stage


def hold_stage(stage: Stage) -> tuple[Stage, list[Stage]]:
    """Lock the stages of a stage's cycle; return it and all of them as they are now.

    They change one after the other, because each is guarded by the others, and never while the
    cycle is ranked or published.
    """
    share_cycle(stage.cycle_id)
    stages = Stage.objects.filter(cycle=stage.cycle_id).select_related("cycle__organiser")
    held = in_order(stages.select_for_update(of=("self",), no_key=True).order_by("pk"))
    return next(one for one in held if one.pk == stage.pk), held


def log_step(stage: Stage, change: Change, note: str, by: Any | None) -> StageStep:
    """Write down what happened to a stage; by nobody means the clock."""
    return StageStep.objects.create(stage=stage, change=change, note=note, by=by)


def _put_sets_in_force(cycle: Cycle, by: Any | None) -> None:
    """Have the sets of a cycle's blocks in force, by the clock if by nobody."""
    for block in cycle.groups.select_related("criteria_set").order_by("criteria_set"):
        put_in_force(block.criteria_set, by=by)


def _opening_note(
    stage: Stage, closes_on: date | None, obstacles: Sequence[Obstacle], today: date
) -> str:
    """Return in what an opening differs from the timetable, "" if in nothing."""
    parts = []
    if today < stage.opens_on:
        parts.append(f"Mở sớm, theo lịch từ {stage.opens_on:%d/%m/%Y}.")
    if stage.closed_at or (closes_on and closes_on != stage.closes_on):
        parts.append(f"Đến hết {closes_on or stage.closes_on:%d/%m/%Y}.")
    return " ".join([*parts, *(f"Dù: {obstacle.text}" for obstacle in obstacles)])


def _shifted(stages: Sequence[Stage], by_days: timedelta) -> list[tuple[Stage, Days]]:
    """Return the stages that are still to open, each with its days so many days later."""
    waiting = [stage for stage in stages if stage.opened_at is None]
    return [(one, (one.opens_on + by_days, one.closes_on + by_days)) for one in waiting]


def _check_order(stages: Sequence[Stage], moved: Mapping[str, Days]) -> None:
    """Refuse days at which a stage that is still to open begins before the one before it ends."""
    opened = [stage for stage in stages if stage.opened_at]
    looked_at = [*opened[-1:], *(stage for stage in stages if stage.opened_at is None)]
    looked_at += [stage for stage in stages if stage.kind in moved and stage not in looked_at]
    days = {one.kind: moved.get(one.kind, (one.opens_on, one.closes_on)) for one in looked_at}
    if problems := order_problems(days):
        raise DayRefused(*problems)


def _move(stage: Stage, days: Days, reason: str, by: Any) -> None:
    before = _span(stage)
    stage.opens_on, stage.closes_on = days
    stage.save(update_fields=["opens_on", "closes_on"])
    log_step(stage, Change.MOVED, _said(f"{before} → {_span(stage)}.", reason), by)


def _require_reason(reason: str, *, is_needed: bool) -> None:
    if is_needed and not reason.strip():
        raise ReasonMissing


def _span(stage: Stage) -> str:
    return f"{stage.opens_on:%d/%m/%Y} – {stage.closes_on:%d/%m/%Y}"


def _said(note: str, reason: str) -> str:
    return " ".join(part for part in (note, reason.strip()) if part)
