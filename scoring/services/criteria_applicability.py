"""A criterion that does not apply to one unit: a decision of Sở Nội vụ, with its reason."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction

from scoring.models import Appraisal, Assessment, Criterion, Mark
from scoring.selectors.leaves import is_automatic
from scoring.services.marks import put_mark

NOT_APPLICABLE = "not_applicable"


class CannotDecide(Exception):
    """Nothing can be decided of this criterion for this unit; the message says why."""


@transaction.atomic
def declare_not_applicable(
    *, assessment: Assessment, criterion: Criterion, reason: str, by: Any
) -> Mark:
    """Say that a leaf does not apply to a unit and return its mark, which leaves the maximum too.

    A mark that stands there is replaced; the history keeps it. Raises CannotDecide.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
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

    Raises CannotDecide if it applies already.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
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
