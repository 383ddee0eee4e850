"""What a person may do with the sheet of a unit at an instant, and why not more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from scoring.models import Assessment, Stage
from scoring.selectors.forebears import lineage_of
from scoring.selectors.stages import end_of, is_open_for, last_day_of, open_reopenings, stage_of
from units.models import Grant, User

_SEES_DRAFTS = Grant.Role.HOME_AFFAIRS
_SEES_WHAT_IS_HANDED_IN = {Grant.Role.APPRAISER, Grant.Role.LEADER, Grant.Role.READER}
_DRAFTING, _SUBMITTED, _SIGNED = Assessment.State


@dataclass(frozen=True, slots=True)
class SheetRights:
    """What one person may do with one sheet; `why_not` says why they may not fill it in.

    `open_areas` are the areas (ids) that the unit may change at present, whoever asks: every one
    while it drafts in the open stage, or those that were opened again. Signing a sheet that is
    signed already means to sign what was changed in the areas opened again.
    """

    may_see: bool = False
    may_fill: bool = False
    may_submit: bool = False
    may_sign: bool = False
    may_send_back: bool = False
    open_areas: frozenset[int] = frozenset()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """Who the person is to the sheet."""

    is_head: bool
    is_officer: bool
    is_heir: bool
    sees_drafts: bool
    sees_what_is_handed_in: bool

    @property
    def is_of_the_unit(self) -> bool:
        return self.is_head or self.is_officer

    def reads(self, *, is_handed_in: bool) -> bool:
        """Return whether somebody who is not of the unit may read its sheet."""
        return self.is_heir or self.sees_drafts or (self.sees_what_is_handed_in and is_handed_in)


def rights_of(user: User, assessment: Assessment, at: datetime | None = None) -> SheetRights:
    """Return what a person may do with a sheet at an instant, by default now.

    A draft that may still be changed is the unit's own: beside the unit Sở Nội vụ alone sees it.
    Others of the province see it once it is signed or its time is over. People of the unit that
    carries the sheet's unit on whole may read it, not change it. Nobody acts for a unit with a
    password that somebody else gave them.
    """
    at = at or now()
    part = _part_of(user, assessment, localdate(at))
    stage = stage_of(assessment.cycle, Stage.Kind.SELF_SCORING)
    is_open = is_open_for(stage, assessment, at=at) and not _is_excluded(assessment)
    areas = _open_areas(assessment, at, is_open=is_open)
    if not part.is_of_the_unit:
        is_handed_in = assessment.state == _SIGNED or not (areas or is_open)
        may_see = part.reads(is_handed_in=is_handed_in)
        return SheetRights(may_see=may_see, open_areas=areas, why_not=_only_reads(part, may_see))
    if user.must_change_password:
        return SheetRights(may_see=True, open_areas=areas, why_not=_own_password_first())
    is_signable = is_open and assessment.state != _SIGNED
    is_changed_again = assessment.state == _SIGNED and bool(areas)
    return SheetRights(
        may_see=True,
        may_fill=bool(areas),
        may_submit=is_signable and assessment.state == _DRAFTING,
        may_sign=part.is_head and (is_signable or is_changed_again),
        may_send_back=part.is_head and is_signable and assessment.state == _SUBMITTED,
        open_areas=areas,
        why_not="" if areas else _why_locked(assessment, stage, is_open=is_open),
    )


def units_carried_on(units: Iterable[int], day: date) -> set[int]:
    """Return the units that went whole into one of these, at once or by steps, up to a day."""
    waiting = list(units)
    lineage, found = lineage_of(waiting), set(waiting)
    while waiting:
        origins = lineage.absorbed(waiting.pop(), after=date.min, until=day)
        before = {origin.unit for origin in origins if origin.is_whole} - found
        found |= before
        waiting.extend(before)
    return found


def _part_of(user: User, assessment: Assessment, today: date) -> _Part:
    grants = list(user.grants.values_list("role", "unit_id"))
    roles = {role for role, _unit in grants}
    here = {role for role, unit in grants if unit == assessment.unit_id}
    own = {unit for role, unit in grants if role in Grant.OF_A_UNIT and unit is not None}
    is_of_the_unit = bool(here & set(Grant.OF_A_UNIT))
    return _Part(
        is_head=Grant.Role.HEAD in here,
        is_officer=Grant.Role.OFFICER in here,
        is_heir=not is_of_the_unit
        and bool(own)
        and assessment.unit_id in units_carried_on(own, today),
        sees_drafts=user.is_superuser or _SEES_DRAFTS in roles,
        sees_what_is_handed_in=bool(roles & _SEES_WHAT_IS_HANDED_IN),
    )


def _open_areas(assessment: Assessment, at: datetime, *, is_open: bool) -> frozenset[int]:
    """Return the areas that the unit may change; none of a sheet that waits for its signature."""
    if _is_excluded(assessment) or assessment.state == _SUBMITTED:
        return frozenset()
    if assessment.state == _DRAFTING and is_open:
        criteria = assessment.cycle_group.criteria_set.criteria.filter(parent=None)
        return frozenset(criteria.values_list("pk", flat=True))
    reopened = open_reopenings(assessment)
    return frozenset(it.area_id for it in reopened if at < end_of(it.until_on))


def _is_excluded(assessment: Assessment) -> bool:
    return assessment.standing == Assessment.Standing.EXCLUDED


def _only_reads(part: _Part, may_see: bool) -> str:
    """Return why somebody who is not of the unit fills nothing in."""
    if part.is_heir:
        return _("Đơn vị này đã nhập toàn bộ vào đơn vị của bạn; phiếu chỉ còn để xem.")
    if may_see:
        return _("Bạn chỉ xem phiếu này; chỉ đơn vị tự chấm và ký.")
    return _("Phiếu tự chấm này chưa mở cho bạn.")


def _own_password_first() -> str:
    return _("Mật khẩu của bạn do người khác cấp; hãy đổi mật khẩu trước.")


def _why_locked(assessment: Assessment, stage: Stage | None, *, is_open: bool) -> str:
    """Return why the unit itself fills nothing in."""
    if _is_excluded(assessment):
        return _("Đơn vị không tham gia kỳ này: %(reason)s") % {"reason": assessment.reason}
    if assessment.state == _SIGNED:
        return _("Phiếu đã ký, đã nộp và khóa lại.")
    if assessment.state == _SUBMITTED and is_open:
        return _("Phiếu đang chờ thủ trưởng ký; muốn sửa thì thủ trưởng trả lại.")
    if stage is None:
        return _("Kỳ này chưa có giai đoạn tự chấm điểm.")
    if stage.opened_at is None:
        return _("Giai đoạn tự chấm điểm chưa mở (dự kiến từ %(day)s).") % {
            "day": f"{stage.opens_on:%d/%m/%Y}"
        }
    day = f"{last_day_of(stage, assessment):%d/%m/%Y}"
    return _("Đã hết hạn tự chấm điểm (hết ngày %(day)s).") % {"day": day}
