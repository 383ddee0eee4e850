"""Which sheets may be worked on in a round of appraisal, and why the others may not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from scoring.models import (
    Assessment,
    Cycle,
    Extension,
    Publication,
    Reopening,
    Stage,
    StageStep,
)
from scoring.selectors.publications import current_publication
from scoring.selectors.stage_steps import Change
from scoring.selectors.stages import end_of

KINDS = (
    Stage.Kind.APPRAISAL,
    Stage.Kind.EXPLANATION,
    Stage.Kind.SECOND_APPRAISAL,
    Stage.Kind.COUNCIL,
)


@dataclass(frozen=True, slots=True)
class StageClock:
    """One stage of a cycle for all of its sheets: what `is_open_for` says, asked in bulk.

    Once the cycle's result is published, only what Sở Nội vụ allowed after that is open: the whole
    stage opened again, or more time for single units, which `granted` has then. `decision` is the
    number of the decision that published it, "" before, and where the stage was opened again.
    `is_endless` disregards its end, to say what is left of a stage whose time is over.
    """

    stage: Stage | None
    granted: dict[int, date]
    decision: str = ""
    is_endless: bool = False

    @property
    def why_settled(self) -> str:
        """Why the result stands and nothing is written in the stage, "" where that is not so."""
        if not self.decision:
            return ""
        return (
            f"Kết quả của kỳ đã công bố theo Quyết định số {self.decision}; muốn sửa thì Sở Nội vụ"
            " mở lại giai đoạn hoặc gia hạn cho đơn vị, có lý do, rồi xếp hạng và công bố lại."
        )

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
        if self.decision and assessment_id not in self.granted:
            return False
        if self.is_endless:
            return True
        is_past_closing = self.stage.closed_at is not None and last_on <= self.stage.closes_on
        return at < end_of(last_on) and not is_past_closing

    def is_over(self, assessment_id: int, at: datetime) -> bool:
        """Return whether the stage was opened and its time for the sheet has run out."""
        was_opened = self.stage is not None and self.stage.opened_at is not None
        return was_opened and not self.is_open(assessment_id, at)


def clocks_of(cycle: Cycle) -> dict[str, StageClock]:
    """Return the clock of every stage from appraisal on, by kind, by three queries.

    By a fourth one where the cycle's result is published.
    """
    holding = current_publication(cycle)
    extensions = Extension.objects.filter(stage__cycle=cycle).order_by("pk")
    if holding:
        extensions = extensions.filter(granted_at__gt=holding.published_at)
    granted: dict[int, dict[int, date]] = defaultdict(dict)
    for stage, sheet, until_on in extensions.values_list("stage_id", "assessment_id", "until_on"):
        granted[stage][sheet] = until_on
    again = _opened_since(holding) if holding else set()
    clocks: dict[str, StageClock] = {kind: StageClock(None, {}) for kind in KINDS}
    stages = Stage.objects.filter(cycle=cycle, kind__in=KINDS)
    for known in stages.select_related("cycle__organiser"):
        decision = holding.decision_number if holding and known.pk not in again else ""
        clocks[known.kind] = StageClock(known, granted[known.pk], decision)
    return clocks


def _opened_since(publication: Publication) -> set[int]:
    """Return the stages that were opened, or opened again, after a publication."""
    steps = StageStep.objects.filter(
        stage__cycle=publication.cycle_id,
        change__in=(Change.OPENED, Change.REOPENED),
        at__gt=publication.published_at,
    )
    return set(steps.values_list("stage_id", flat=True))


def reopened_areas(assessments: Iterable[Assessment] | Iterable[int]) -> set[tuple[int, int]]:
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
        return clock.why_settled or f"Giai đoạn “{clock.stage.get_kind_display()}” đã đóng."
    return ""
