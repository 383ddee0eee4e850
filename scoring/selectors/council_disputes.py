"""Why a leaf of a sheet lies before the council, and whether it does."""

from datetime import datetime
from enum import StrEnum

from scoring.models import Assessment, Criterion, Stage
from scoring.selectors.appraisal_course import Course, courses_at
from scoring.selectors.appraisal_sheets import clocks_of
from scoring.selectors.leaves import is_automatic


class Dispute(StrEnum):
    """Why a leaf lies before the council."""

    OBJECTION = "phan-doi"
    CHANGED = "doi-sau"
    SPREAD = "chenh"
    MISSING = "thieu"
    DECIDED = "da-quyet"


TITLES = {
    Dispute.OBJECTION: "Đơn vị không đồng ý, chưa được chấp nhận",
    Dispute.CHANGED: "Đơn vị đổi điểm tự chấm sau khi thẩm định, chưa xem lại",
    Dispute.SPREAD: "Hai người chấm kín khác nhau, chưa thống nhất",
    Dispute.MISSING: "Chưa được thẩm định",
    Dispute.DECIDED: "Hội đồng đã quyết định",
}


def dispute_of(course: Course, *, is_appraisal_over: bool) -> Dispute | None:
    """Return why a leaf lies before the council, None where it does not."""
    if course.is_excused:
        return None
    if course.council:
        return Dispute.CHANGED if course.is_claim_changed else Dispute.DECIDED
    if course.is_open_objection or course.is_unmet:
        return Dispute.OBJECTION
    if course.is_claim_changed and is_appraisal_over:
        return Dispute.CHANGED
    if course.is_spread:
        return Dispute.SPREAD
    is_missing = course.latest is None and course.final is None and is_appraisal_over
    return Dispute.MISSING if is_missing else None


def is_before_council(assessment: Assessment, criterion: Criterion, *, at: datetime) -> bool:
    """Return whether a leaf of a sheet lies before the council at an instant, or was decided on.

    Never one that a fact marks, nor one of a unit that takes no part.
    """
    if is_automatic(criterion) or assessment.standing == Assessment.Standing.EXCLUDED:
        return False
    place = (assessment.pk, criterion.pk)
    clock = clocks_of(assessment.cycle)[Stage.Kind.APPRAISAL]
    is_over = clock.is_over(assessment.pk, at)
    return dispute_of(courses_at([place])[place], is_appraisal_over=is_over) is not None
