"""Which sheets may be worked on in a round of appraisal, and why the others may not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from scoring.models import Assessment, Cycle, Extension, Reopening, Stage
from scoring.selectors.stages import end_of

KINDS = (
    Stage.Kind.APPRAISAL,
    Stage.Kind.EXPLANATION,
    Stage.Kind.SECOND_APPRAISAL,
    Stage.Kind.COUNCIL,
)


@dataclass(frozen=True, slots=True)
class StageClock:
    """One stage of a cycle for all of its sheets: what `is_open_for` says, asked in bulk."""

    stage: Stage | None
    granted: dict[int, date]

    def last_day(self, assessment_id: int) -> date | None:
        """Return the last day for a sheet, None where the cycle has no such stage."""
        if self.stage is None:
            return None
        own = self.granted.get(assessment_id, self.stage.closes_on)
        return max(own, self.stage.closes_on)

    def is_open(self, assessment_id: int, at: datetime) -> bool:
        """Return whether a sheet may be worked on in the stage at an instant."""
        last_on = self.last_day(assessment_id)
        if self.stage is None or last_on is None or self.stage.opened_at is None:
            return False
        is_past_closing = self.stage.closed_at is not None and last_on <= self.stage.closes_on
        return at < end_of(last_on) and not is_past_closing

    def is_over(self, assessment_id: int, at: datetime) -> bool:
        """Return whether the stage was opened and its time for the sheet has run out."""
        was_opened = self.stage is not None and self.stage.opened_at is not None
        return was_opened and not self.is_open(assessment_id, at)


def clocks_of(cycle: Cycle) -> dict[str, StageClock]:
    """Return the clock of every stage from appraisal on, by kind, by two queries."""
    granted: dict[int, dict[int, date]] = defaultdict(dict)
    extensions = Extension.objects.filter(stage__cycle=cycle).order_by("pk")
    for stage, sheet, until_on in extensions.values_list("stage_id", "assessment_id", "until_on"):
        granted[stage][sheet] = until_on
    stages = {stage.kind: stage for stage in Stage.objects.filter(cycle=cycle)}
    return {
        kind: StageClock(stages.get(kind), granted[stages[kind].pk] if kind in stages else {})
        for kind in KINDS
    }


def reopened_areas(assessments: Iterable[Assessment]) -> set[tuple[int, int]]:
    """Return sheet and area of whatever its unit may change again today."""
    reopened = Reopening.objects.filter(assessment__in=list(assessments), closed_at=None)
    still = reopened.filter(until_on__gte=localdate())
    return set(still.values_list("assessment_id", "area_id"))


def why_closed(
    clock: StageClock,
    assessment: Assessment,
    *,
    at: datetime,
    is_reopened: bool = False,
    is_signature_needed: bool = True,
) -> str:
    """Return why an area of a sheet cannot be worked on in a stage now, "" where it can."""
    if assessment.standing == Assessment.Standing.EXCLUDED:
        return f"{assessment.unit} không tham gia kỳ này."
    if is_signature_needed and assessment.state != Assessment.State.SIGNED:
        return f"{assessment.unit} chưa ký nộp phiếu."
    if is_reopened:
        return f"Lĩnh vực này đang được mở lại cho {assessment.unit}; hãy chờ đơn vị nộp lại."
    if clock.stage is None or clock.stage.opened_at is None:
        return "Giai đoạn này chưa mở."
    if not clock.is_open(assessment.pk, at):
        return f"Giai đoạn “{clock.stage.get_kind_display()}” đã đóng."
    return ""
