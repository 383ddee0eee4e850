"""Recording what the council decided on a disputed leaf; its mark counts from then on."""

from django.db import transaction
from django.utils.timezone import now

from scoring.models import Appraisal, Assessment, Criterion, Stage
from scoring.selectors.appraisal_course import NO_COURSE, Course, courses_of
from scoring.selectors.appraisal_leaves import leaves_of
from scoring.selectors.appraisal_sheets import clocks_of
from scoring.selectors.council import last_appraised, name_of, why_council_closed
from scoring.selectors.council_disputes import dispute_of
from scoring.selectors.council_rights import recorder_of
from scoring.services.appraisal_refusals import (
    AppraisedSince,
    NothingTyped,
    NotTheirs,
    ReasonMissing,
)
from scoring.services.appraisal_writing import Given, Place, check_claim_seen, write_appraisal
from scoring.services.cycle_locks import hold_sheet
from units.models import Unit, User


@transaction.atomic
def decide_leaf(
    *,
    assessment: Assessment,
    criterion: Criterion,
    given: Given,
    by: User,
    is_unchanged: bool = False,
) -> Appraisal:
    """Record the council's decision on a leaf: a mark, or that the last appraisal stays.

    The reason is never left out. Raises NotTheirs (not theirs to record, the stage is not open, the
    result is published, nothing is disputed), ClaimChanged, AppraisedSince, NothingTyped,
    ReasonMissing, AppraisalConflict, EntryRefused.
    """
    sheet = hold_sheet(assessment)
    course = courses_of([sheet], [criterion])[sheet.pk].get(criterion.pk, NO_COURSE)
    unit = _unit(sheet, criterion, course, by)
    latest = last_appraised(course)
    check_claim_seen(given, course.claim)
    if given.seen_appraisal != name_of(latest):
        raise AppraisedSince(latest)
    content = (latest.content if latest else None) if is_unchanged else given.content
    if content is None:
        raise NothingTyped
    if not given.reason.strip():
        raise ReasonMissing(is_decision=True)
    place = Place(sheet, criterion, Appraisal.Round.COUNCIL, unit, by, given.seen_claim)
    return write_appraisal(place, given, dict(content))


def _unit(sheet: Assessment, criterion: Criterion, course: Course, by: User) -> Unit:
    """Return for which unit the decision is recorded; raises NotTheirs where it cannot be."""
    recorder, clocks, at = recorder_of(by), clocks_of(sheet.cycle), now()
    unit = recorder.unit_for(sheet)
    if unit is None:
        raise NotTheirs(recorder.why_not(sheet))
    if why_not := why_council_closed(clocks[Stage.Kind.COUNCIL], sheet, at=at):
        raise NotTheirs(why_not)
    leaves = leaves_of([sheet.cycle_group.criteria_set_id])[sheet.cycle_group.criteria_set_id]
    is_over = clocks[Stage.Kind.APPRAISAL].is_over(sheet.pk, at)
    is_known = any(leaf.criterion.pk == criterion.pk for leaf in leaves)
    if not is_known or dispute_of(course, is_appraisal_over=is_over) is None:
        raise NotTheirs("Tiêu chí này không có gì để hội đồng quyết định.")
    return unit
