"""What a unit says to its first appraisal, leaf by leaf, or to all that is left at once."""

from django.db import transaction
from django.utils.timezone import now

from scoring.models import Assessment, Criterion, Explanation
from scoring.selectors.appraisal_course import NO_COURSE, Course, course_of, courses_of
from scoring.selectors.appraisal_sheets import why_closed
from scoring.selectors.explanations import AGREE, OBJECT, clock_of, is_of_the_unit, seen_of
from scoring.selectors.stages import is_announced
from scoring.services.cycle_locks import hold_sheet
from units.models import User


class ExplanationRefused(Exception):
    """What was said is not kept; the text says why."""


class ExplanationConflict(ExplanationRefused):
    """Somebody else of the unit answered since the page was opened."""

    def __init__(self, current: Explanation) -> None:
        stance = current.get_stance_display().lower()
        super().__init__(
            f"{current.explained_by} vừa ghi “{stance}” trong lúc bạn nhập; ý kiến của bạn vẫn"
            " ở dưới, chưa ghi. Xem lại rồi ghi nếu vẫn muốn thay."
        )
        self.current = current


@transaction.atomic
def explain_leaf(
    *, assessment: Assessment, criterion: Criterion, stance: str, text: str, seen: str, by: User
) -> Explanation:
    """Keep what a unit says to the first appraisal of a leaf, and return it.

    Raises ExplanationRefused: not theirs, not open, nothing appraised, decided already, an
    objection without a word; ExplanationConflict if the page had not `seen` the latest.
    """
    sheet = _hold(assessment, by)
    course = courses_of([sheet], [criterion])[sheet.pk].get(criterion.pk, NO_COURSE)
    _check(course)
    if stance not in (AGREE, OBJECT):
        raise ExplanationRefused("Hãy chọn đồng ý hoặc không đồng ý.")
    if stance == OBJECT and not text.strip():
        raise ExplanationRefused("Không đồng ý thì hãy ghi lý do.")
    known = course.explanation
    if known and seen != seen_of(known):
        raise ExplanationConflict(known)
    said = known or Explanation(assessment=sheet, criterion=criterion)
    said.stance, said.text, said.explained_by = stance, text.strip(), by
    said.save()
    return said


@transaction.atomic
def agree_to_the_rest(*, assessment: Assessment, by: User) -> int:
    """Agree to every appraised leaf that the unit said nothing to yet; return how many.

    Each is a row of its own. Raises ExplanationRefused: not theirs, not open.
    """
    sheet = _hold(assessment, by)
    silent = [leaf for leaf, course in course_of(sheet).items() if _is_silent(course)]
    for leaf in silent:
        Explanation.objects.create(
            assessment=sheet, criterion_id=leaf, stance=AGREE, explained_by=by
        )
    return len(silent)


def _hold(assessment: Assessment, by: User) -> Assessment:
    """Return the sheet, held, if its unit may explain now."""
    sheet = hold_sheet(assessment)
    if not is_of_the_unit(by, sheet):
        raise ExplanationRefused("Chỉ thủ trưởng và cán bộ của đơn vị giải trình phiếu này.")
    if not is_announced(sheet.cycle):
        raise ExplanationRefused("Kết quả thẩm định lần đầu chưa được thông báo.")
    if why_not := why_closed(clock_of(sheet), sheet, at=now()):
        raise ExplanationRefused(why_not)
    return sheet


def _check(course: Course) -> None:
    if course.is_excused:
        raise ExplanationRefused("Tiêu chí này không áp dụng cho đơn vị.")
    if course.first is None:
        raise ExplanationRefused("Tiêu chí này chưa có điểm thẩm định để giải trình.")
    if course.second or course.council:
        raise ExplanationRefused("Tiêu chí này đã được quyết định sau giải trình.")


def _is_silent(course: Course) -> bool:
    decided = course.second or course.council or course.is_excused
    return course.first is not None and course.explanation is None and not decided
