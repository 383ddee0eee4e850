"""More time for one unit in one stage, and one area of one sheet opened again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from scoring.models import Assessment, Criterion, Extension, Reopening, Stage
from scoring.selectors.appraisal_rights import why_not_decide
from scoring.selectors.stage_steps import Change
from scoring.selectors.stages import stage_of
from scoring.services.cycle_locks import hold_sheet
from scoring.services.stage_refusals import (
    DayRefused,
    NotForThisSheet,
    OwnUnit,
    ReasonMissing,
    require_day_ahead,
)
from scoring.services.stages import hold_stage, log_step


@transaction.atomic
def grant_extension(
    *,
    stage: Stage,
    assessment: Assessment,
    until_on: date,
    reason: str,
    by: Any,
    at: datetime | None = None,
) -> Extension:
    """Give one unit until the end of a day in a stage; what was granted latest counts.

    Raises DayRefused for a day over, far off or no later than everybody's, NotForThisSheet for a
    sheet of another cycle, of an excluded unit or signed already, OwnUnit, ReasonMissing.
    """
    stage, _ = hold_stage(stage)
    assessment = hold_sheet(assessment)
    _check_unit(assessment, by)
    _check_sheet(stage, assessment)
    _check_reason(reason)
    require_day_ahead(until_on, assessment.cycle, at)
    if until_on <= stage.closes_on:
        raise DayRefused(
            f"Mọi đơn vị đều có đến hết {stage.closes_on:%d/%m/%Y}; hãy chọn ngày sau đó."
        )
    extension = Extension.objects.create(
        stage=stage,
        assessment=assessment,
        until_on=until_on,
        reason=reason.strip(),
        granted_by=by,
    )
    note = f"{assessment.unit.name}: đến hết {until_on:%d/%m/%Y}. {extension.reason}"
    log_step(stage, Change.EXTENDED, note, by)
    return extension


@transaction.atomic
def reopen_area(
    *,
    assessment: Assessment,
    area: Criterion,
    until_on: date,
    reason: str,
    by: Any,
    at: datetime | None = None,
) -> Reopening:
    """Open one area of one signed sheet for its unit until the end of a day; the rest stays locked.

    Raises NotForThisSheet for a sheet that is not signed, an area of another set or one that is
    open again already, DayRefused for a day that is over or far off, OwnUnit, ReasonMissing.
    """
    assessment = hold_sheet(assessment)
    _check_unit(assessment, by)
    _check_reason(reason)
    require_day_ahead(until_on, assessment.cycle, at)
    if assessment.state != Assessment.State.SIGNED:
        raise NotForThisSheet("Phiếu chưa ký nộp thì chưa khóa; đơn vị cần thêm ngày thì gia hạn.")
    if area.parent_id or area.criteria_set_id != assessment.cycle_group.criteria_set_id:
        raise NotForThisSheet(f"“{area}” không phải lĩnh vực của phiếu này.")
    close_expired(assessment=assessment, at=at)
    if assessment.reopenings.filter(area=area, closed_at=None).exists():
        raise NotForThisSheet(f"Lĩnh vực “{area}” đang được mở lại cho đơn vị này.")
    reopening = Reopening.objects.create(
        assessment=assessment, area=area, until_on=until_on, reason=reason.strip(), opened_by=by
    )
    note = f"{area}, đến hết {until_on:%d/%m/%Y}. {reopening.reason}"
    _log(assessment, Change.AREA_OPENED, note, by)
    return reopening


@transaction.atomic
def close_reopening(*, reopening: Reopening, by: Any, at: datetime | None = None) -> Reopening:
    """Lock an area again before its day is over; one that is closed already stays as it was."""
    assessment = hold_sheet(reopening.assessment)
    reopening = assessment.reopenings.select_related("area").get(pk=reopening.pk)
    if reopening.closed_at is None:
        _close(reopening, assessment, by, at or timezone.now())
    return reopening


@transaction.atomic
def close_expired(*, assessment: Assessment, at: datetime | None = None) -> None:
    """Lock the areas of a sheet whose day is over; nobody but the clock does it."""
    at = at or timezone.now()
    assessment = hold_sheet(assessment)
    expired = assessment.reopenings.filter(closed_at=None, until_on__lt=localdate(at))
    for reopening in expired.select_related("area"):
        _close(reopening, assessment, None, at)


def _close(reopening: Reopening, assessment: Assessment, by: Any | None, at: datetime) -> None:
    reopening.closed_at, reopening.closed_by = at, by
    reopening.save(update_fields=["closed_at", "closed_by"])
    _log(assessment, Change.AREA_CLOSED, f"{reopening.area}.", by)


def _check_sheet(stage: Stage, assessment: Assessment) -> None:
    """Refuse a sheet that has nothing to do in a stage."""
    if assessment.cycle_id != stage.cycle_id:
        raise NotForThisSheet("Phiếu này thuộc một kỳ đánh giá khác.")
    if assessment.standing == Assessment.Standing.EXCLUDED:
        raise NotForThisSheet(f"{assessment.unit.name} không tham gia kỳ này.")
    is_own_sheet = stage.kind == Stage.Kind.SELF_SCORING
    if is_own_sheet and assessment.state == Assessment.State.SIGNED:
        raise NotForThisSheet(
            f"{assessment.unit.name} đã ký nộp; hãy mở lại lĩnh vực cần sửa thay vì gia hạn."
        )


def _check_unit(assessment: Assessment, by: Any) -> None:
    if why_not := why_not_decide(by, assessment.unit):
        raise OwnUnit(why_not)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing


def _log(assessment: Assessment, change: Change, note: str, by: Any | None) -> None:
    """Write to the log of the stage in which units fill in their sheets, where there is one."""
    stage = stage_of(assessment.cycle, Stage.Kind.SELF_SCORING)
    if stage:
        log_step(stage, change, f"{assessment.unit.name}: {note}", by)
