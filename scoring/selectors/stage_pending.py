"""What the course of the year leaves open in a cycle before its result may be published."""

from collections.abc import Iterator

from django.utils.timezone import localdate

from scoring.domain import Problem
from scoring.models import Assessment, Cycle, Reopening, Stage
from scoring.selectors.stages import running_extensions

_MAY_BE_SKIPPED = (Stage.Kind.SECOND_APPRAISAL, Stage.Kind.COUNCIL)
"""Stages that a year without objections never opens."""


def open_course(cycle: Cycle) -> Iterator[Problem]:
    """Yield the stages that are not over, for one unit too, and areas that may still be changed."""
    yield from _stages_not_over(cycle)
    yield from _extended_stages(cycle)
    yield from _reopened_areas(cycle)


def _stages_not_over(cycle: Cycle) -> Iterator[Problem]:
    for stage in Stage.objects.filter(cycle=cycle, closed_at=None).order_by("opens_on", "pk"):
        name = stage.get_kind_display()
        if stage.opened_at:
            yield Problem("stage_not_closed", "", f"Giai đoạn “{name}” chưa đóng.")
        elif stage.kind not in _MAY_BE_SKIPPED:
            yield Problem("stage_not_opened", "", f"Giai đoạn “{name}” chưa mở.")


def _extended_stages(cycle: Cycle) -> Iterator[Problem]:
    """Yield who has more time in a stage, until that day is over."""
    for one in running_extensions(cycle, localdate()):
        unit, stage = one.assessment.unit, one.stage.get_kind_display()
        message = f"{unit}: được gia hạn giai đoạn “{stage}”, đến hết {one.until_on:%d/%m/%Y}."
        yield Problem("stage_extended", unit.code, message)


def _reopened_areas(cycle: Cycle) -> Iterator[Problem]:
    """Yield what waits to be signed again, also where its last day is over but nobody closed it."""
    reopened = Reopening.objects.filter(assessment__cycle=cycle, closed_at=None)
    taking_part = reopened.exclude(assessment__standing=Assessment.Standing.EXCLUDED)
    known = taking_part.select_related("assessment__unit", "area")
    for one in known.order_by("assessment__unit__sort_key", "assessment__unit__code", "pk"):
        unit = one.assessment.unit
        message = (
            f"{unit}: đang mở lại lĩnh vực “{one.area.title}”, đến hết {one.until_on:%d/%m/%Y}."
        )
        yield Problem("area_reopened", unit.code, message)
