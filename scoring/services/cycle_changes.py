"""Changing a cycle that was set up: its days and rules, and the sets of its blocks."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.admin.models import CHANGE
from django.db import transaction
from django.utils.timezone import localdate

from dossiers.services.tallies import ensure_periods
from scoring.models import (
    Appraisal,
    AreaOwner,
    Assessment,
    Claim,
    CriteriaSet,
    Criterion,
    Cycle,
    CycleGroup,
    Mark,
    RuleSet,
    Stage,
)
from scoring.selectors.publications import current_publication
from scoring.selectors.stages import stage_of
from scoring.services.criteria_versions import put_in_force
from scoring.services.cycles import RulesStillDraft, UnitsNotThere, record_change

DAY = timedelta(days=1)
SETTINGS = ("title", "first_on", "last_on", "cutoff_at", "rule_set", "campaign", "is_blind")


class ChangeRefused(Exception):
    """A change to a cycle that is not made; `problems` are sentences."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def change_cycle(cycle: Cycle, settings: Mapping[str, Any], *, by: Any) -> Cycle:
    """Give a cycle other settings (see SETTINGS) and return it; waits for a running ranking.

    Raises ChangeRefused once the result is published, for days that do not fit the units that take
    part, for rules that nobody approved, and for blind appraisal once anybody has appraised.
    """
    with transaction.atomic():
        first_on, last_on = settings["first_on"], settings["last_on"]
        ensure_periods([first_on, last_on + DAY, localdate(settings["cutoff_at"]) + DAY])
        held = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
        changed = [name for name in SETTINGS if getattr(held, name) != settings[name]]
        if problems := _problems(held, settings, changed):
            raise ChangeRefused(*problems)
        for name in changed:
            setattr(held, name, settings[name])
        if changed:
            held.save(update_fields=changed)
            fields = [field for field in Cycle._meta.fields if field.name in changed]
            labels = ", ".join(str(field.verbose_name) for field in fields)
            record_change(held, CHANGE, f"Đổi {labels}.", by)
        return held


@transaction.atomic
def change_set(block: CycleGroup, criteria_set: CriteriaSet, *, by: Any) -> CycleGroup:
    """Judge a block by another set and return it; its areas keep their owners by their codes.

    Raises ChangeRefused once anything was claimed, marked or appraised by the old one, and for a
    draft while the units score themselves.
    """
    Cycle.objects.select_for_update(of=("self",)).get(pk=block.cycle_id)
    held = CycleGroup.objects.select_related("cycle", "group").get(pk=block.pk)
    if held.criteria_set_id == criteria_set.pk:
        return held
    _check_set(held, criteria_set)
    stage = stage_of(held.cycle, Stage.Kind.SELF_SCORING)
    if stage and stage.opened_at:
        criteria_set = put_in_force(criteria_set, by=by)
    held.criteria_set = criteria_set
    held.save(update_fields=["criteria_set"])
    _move_owners(held)
    record_change(held.cycle, CHANGE, f"Khối “{held.group}” dùng “{criteria_set}”.", by)
    return held


def has_begun(block: CycleGroup) -> bool:
    """Return whether anything was claimed, marked or appraised in a block."""
    return any(
        model._default_manager.filter(assessment__cycle_group=block).exists()
        for model in (Claim, Mark, Appraisal)
    )


def _problems(cycle: Cycle, settings: Mapping[str, Any], changed: list[str]) -> list[str]:
    problems = []
    if changed and (holding := current_publication(cycle)):
        number = holding.decision_number
        problems.append(f"Kết quả của kỳ đã công bố theo Quyết định số {number}.")
    if settings["last_on"] < settings["first_on"]:
        problems.append("Ngày cuối kỳ trước ngày đầu kỳ.")
    if "last_on" in changed and (sentence := _gone(cycle, settings["last_on"])):
        problems.append(sentence)
    if "rule_set" in changed and settings["rule_set"].state == RuleSet.State.DRAFT:
        problems.append(str(RulesStillDraft(settings["rule_set"])))
    appraised = Appraisal.objects.filter(assessment__cycle=cycle)
    if "is_blind" in changed and appraised.exists():
        problems.append("Đã có điểm thẩm định; không đổi được cách chấm vòng đầu nữa.")
    return problems


def _gone(cycle: Cycle, day: date) -> str:
    """Return in a sentence which units were not there on a day, "" if all that take part were."""
    taking_part = cycle.assessments.exclude(standing=Assessment.Standing.EXCLUDED)
    sheets = taking_part.exclude(unit__valid__contains=day).select_related("unit")
    units = [sheet.unit for sheet in sheets]
    if day not in cycle.organiser.valid:
        units.append(cycle.organiser)
    said = str(UnitsNotThere(units, day)) if units else ""
    return f"{said} Đơn vị không còn thì ghi tư cách Không tham gia trước." if sheets else said


def _check_set(block: CycleGroup, criteria_set: CriteriaSet) -> None:
    if has_begun(block):
        raise ChangeRefused(
            f"Khối “{block.group}” đã có điểm theo bộ tiêu chí đang dùng; muốn sửa bộ ấy thì lập"
            " phiên bản mới."
        )
    stage = stage_of(block.cycle, Stage.Kind.SELF_SCORING)
    if stage and stage.opened_at and criteria_set.state == CriteriaSet.State.DRAFT:
        raise ChangeRefused(f"“{criteria_set}” còn là dự thảo mà tự chấm điểm đã mở.")


def _move_owners(block: CycleGroup) -> None:
    """Give the areas of a block's new set the owners of the old ones that bear the same code."""
    areas = Criterion.objects.filter(criteria_set=block.criteria_set, parent=None)
    by_code = {area.code: area for area in areas}
    for owner in AreaOwner.objects.filter(cycle_group=block).select_related("area"):
        area = by_code.get(owner.area.code)
        if area is None:
            owner.delete()
        else:
            owner.area = area
            owner.save(update_fields=["area"])
