"""A criterion that does not apply to one unit: a decision of Sở Nội vụ, with its reason."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction

from scoring.models import Appraisal, Assessment, Criterion, Mark
from scoring.selectors.appraisal_course import NO_COURSE, courses_of
from scoring.selectors.appraisal_rights import why_not_decide
from scoring.selectors.leaves import is_automatic
from scoring.selectors.publications import current_publication
from scoring.services.cycle_locks import hold_sheet
from scoring.services.marks import put_mark

NOT_APPLICABLE = "not_applicable"


class CannotDecide(Exception):
    """Nothing can be decided of this criterion for this unit; the message says why."""


@transaction.atomic
def declare_not_applicable(
    *, assessment: Assessment, criterion: Criterion, reason: str, by: Any
) -> Mark:
    """Say that a leaf does not apply to a unit and return its mark, which leaves the maximum too.

    A mark that stands there is replaced; the history keeps it. Raises CannotDecide: their own unit,
    a published year, an objection that waits for a decision, no leaf that takes a mark.
    """
    held = hold_sheet(assessment)
    _check_free(held, criterion, by)
    _check(held, criterion)
    if not reason.strip():
        raise CannotDecide("Hãy ghi lý do không áp dụng.")
    content = {"state": NOT_APPLICABLE, "reason": reason.strip()}
    mark = put_mark(assessment=held, criterion=criterion, content=content, by=by)
    _record(held, f"{criterion.code} không áp dụng: {reason.strip()}", by)
    return mark


@transaction.atomic
def revoke_not_applicable(*, assessment: Assessment, criterion: Criterion, by: Any) -> None:
    """Let a leaf apply to a unit again: what was last appraised counts, or it waits for a mark.

    Raises CannotDecide as declaring does, and if it applies already.
    """
    held = hold_sheet(assessment)
    _check_free(held, criterion, by)
    mark = held.marks.filter(criterion=criterion, content__state=NOT_APPLICABLE).first()
    if mark is None:
        raise CannotDecide(f"{criterion.code}: tiêu chí này đang áp dụng cho đơn vị.")
    appraised = _last_appraised(held, criterion)
    if appraised is None:
        mark.delete()
    else:
        put_mark(assessment=held, criterion=criterion, content=appraised.content, by=by)
    _record(held, f"{criterion.code} áp dụng lại.", by)


def _last_appraised(assessment: Assessment, criterion: Criterion) -> Appraisal | None:
    """Return the appraisal of the latest round of those that count."""
    order = [Appraisal.Round.FIRST, Appraisal.Round.SECOND, Appraisal.Round.COUNCIL]
    found = assessment.appraisals.filter(criterion=criterion, round__in=order)
    return max(found, key=lambda it: order.index(Appraisal.Round(it.round)), default=None)


def _check_free(assessment: Assessment, criterion: Criterion, by: Any) -> None:
    """Raise CannotDecide where the decision is not the person's, or not to be taken any more."""
    if why_not := why_not_decide(by, assessment.unit):
        raise CannotDecide(why_not)
    if holding := current_publication(assessment.cycle):
        number = holding.decision_number
        raise CannotDecide(f"Kết quả của kỳ đã công bố theo Quyết định số {number}.")
    course = courses_of([assessment], [criterion])[assessment.pk].get(criterion.pk, NO_COURSE)
    if course.is_open_objection:
        raise CannotDecide(
            f"{criterion.code}: đơn vị không đồng ý với điểm thẩm định; hội đồng quyết định."
        )


def _check(assessment: Assessment, criterion: Criterion) -> None:
    """Raise CannotDecide unless the criterion is a leaf of the sheet's set that takes a mark."""
    if criterion.criteria_set_id != assessment.cycle_group.criteria_set_id:
        raise CannotDecide(f"{criterion.code}: không thuộc bộ tiêu chí của phiếu.")
    if criterion.leaf is None:
        raise CannotDecide(f"{criterion.code}: chỉ quyết định được ở tiêu chí thành phần.")
    if is_automatic(criterion):
        raise CannotDecide(f"{criterion.code}: lấy từ số liệu; hãy ghi quyết định miễn chỉ số.")


def _record(assessment: Assessment, message: str, by: Any) -> None:
    """Write down who decided what; it is read in the history of the web admin."""
    LogEntry.objects.log_actions(by.pk, [assessment], CHANGE, message, single_object=True)
