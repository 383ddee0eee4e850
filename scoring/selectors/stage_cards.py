"""The timetable as a page shows it: each stage's state in words, what holds the next one back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from scoring.models import Assessment, Cycle, Extension, Reopening, Stage
from scoring.selectors.stage_gates import Obstacle, obstacles_to
from scoring.selectors.timetable import stages_of
from units.models import User
from units.selectors.grants import sight_of


@dataclass(frozen=True, slots=True)
class StageCard:
    """One stage; `obstacles` are looked for only where it is the next to open."""

    stage: Stage
    state: Any
    tone: str
    is_next: bool = False
    obstacles: tuple[Obstacle, ...] = ()


def stage_cards(cycle: Cycle, *, today: date, with_obstacles: bool) -> list[StageCard]:
    """Return the stages of a cycle in their order."""
    stages = stages_of(cycle)
    cards = [StageCard(stage, *_state(stage, today)) for stage in stages]
    place = next((i for i, stage in enumerate(stages) if stage.opened_at is None), None)
    if place is not None:
        found = obstacles_to(stages[place], stages) if with_obstacles else []
        is_due = stages[place].opens_on <= today
        shown = tuple(one for one in found if is_due or not one.will_pass)
        cards[place] = replace(cards[place], is_next=True, obstacles=shown)
    return cards


def own_sheets(user: User, cycle: Cycle) -> list[Assessment]:
    """Return the sheets that a person's own units have in a cycle."""
    units = [unit.pk for unit in sight_of(user).units]
    sheets = Assessment.objects.filter(cycle=cycle, unit__in=units)
    return list(sheets.select_related("unit")) if units else []


def extensions_of(cycle: Cycle, sheets: Sequence[Assessment] | None = None) -> list[Extension]:
    """Return the extension that counts of each sheet and stage, of some sheets if given."""
    granted = Extension.objects.filter(stage__cycle=cycle)
    if sheets is not None:
        granted = granted.filter(assessment__in=sheets)
    latest = granted.order_by("stage_id", "assessment_id", "-pk").distinct(
        "stage_id", "assessment_id"
    )
    known = latest.select_related("stage", "assessment__unit", "granted_by")
    return sorted(known, key=lambda one: (one.until_on, one.assessment.unit.sort_key))


def reopenings_of(cycle: Cycle, sheets: Sequence[Assessment] | None = None) -> list[Reopening]:
    """Return the areas that are open again, of some sheets if they are given."""
    reopened = Reopening.objects.filter(assessment__cycle=cycle, closed_at=None)
    if sheets is not None:
        reopened = reopened.filter(assessment__in=sheets)
    known = reopened.select_related("area", "assessment__unit", "opened_by")
    return list(known.order_by("until_on", "pk"))


def _state(stage: Stage, today: date) -> tuple[Any, str]:
    """Return a stage's state in words and its tone."""
    if stage.closed_at:
        return _("đã đóng"), ""
    if stage.opened_at:
        is_over = stage.closes_on < today
        return (_("hết hạn, sắp đóng"), "open") if is_over else (_("đang mở"), "auto")
    if today < stage.opens_on:
        return _("chưa đến ngày"), ""
    if today <= stage.closes_on:
        return _("đến ngày, chưa mở"), "bad"
    return _("quá ngày, chưa mở"), "bad"
