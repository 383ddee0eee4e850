"""Appraising leaves: blind, first and second round, one by one or all that a unit claimed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from scoring.models import Appraisal, Assessment, Criterion
from scoring.selectors.appraisal_course import Course, courses_of
from scoring.selectors.appraisal_desk import (
    BLIND_APPRAISERS,
    SheetDesk,
    Task,
    cycle_desk,
    sheet_desk,
)
from scoring.selectors.appraisal_leaves import AppraisedLeaf, leaves_of
from scoring.selectors.leaves import points_for
from scoring.services.appraisal_refusals import NotTheirs, ReasonMissing, RoundChanged
from scoring.services.appraisal_writing import Given, Place, content_of, write_appraisal
from scoring.services.cycle_locks import hold_sheet

_ROUND = Appraisal.Round


@transaction.atomic
def appraise_leaf(
    *, assessment: Assessment, criterion: Criterion, given: Given, by: Any
) -> Appraisal:
    """Write what a person gives for a leaf in the round that is theirs now, and return it.

    Two equal blind appraisals settle by themselves: the first appraisal follows at once.
    Raises NotTheirs, NothingTyped, RoundChanged, ReasonMissing, ClaimChanged, AppraisalConflict,
    EntryRefused.
    """
    sheet = hold_sheet(assessment)
    leaf = _leaf(sheet, criterion)
    desk = sheet_desk(cycle_desk(sheet.cycle, by, at=now()), sheet, [leaf])
    return _appraise(desk, leaf, given, by)


@transaction.atomic
def accept_claims(
    *, assessment: Assessment, area: Criterion, seen: Mapping[int, int], by: Any
) -> list[Criterion]:
    """Appraise leaves of an area as the unit claimed them, each by itself, and return these.

    `seen` has the edition of each claim that the person agreed to, by criterion id. A leaf that was
    claimed anew or appraised since is left alone. Raises NotTheirs where none of it is theirs.
    """
    sheet = hold_sheet(assessment)
    leaves = [it for it in _leaves(sheet) if it.area.pk == area.pk]
    desk = sheet_desk(cycle_desk(sheet.cycle, by, at=now()), sheet, leaves)
    right = desk.desk.right(sheet, area)
    if not right.is_given:
        raise NotTheirs(right.why_not)
    taken = []
    for leaf in desk.left_to_accept(leaves):
        claim, task = desk.course(leaf).claim, desk.task(leaf)
        if claim and task.round and seen.get(leaf.criterion.pk) == claim.edition:
            given = Given(None, round=task.round, seen_claim=claim.edition, is_as_claimed=True)
            _appraise(desk, leaf, given, by)
            taken.append(leaf.criterion)
    return taken


def _appraise(desk: SheetDesk, leaf: AppraisedLeaf, given: Given, by: Any) -> Appraisal:
    """Write one leaf of a sheet that is held, if the person may."""
    task, course = desk.task(leaf), desk.course(leaf)
    if task.round is None or task.unit is None:
        raise NotTheirs(task.why_not)
    if task.round != given.round:
        raise RoundChanged
    content = content_of(given, course.claim)
    _ask_for_reason(task, course, leaf, given, content)
    edition = given.seen_claim
    place = Place(desk.assessment, leaf.criterion, task.round, task.unit, by, edition)
    appraisal = write_appraisal(place, given, content)
    if task.round == _ROUND.BLIND:
        _settle_if_equal(place)
    return appraisal


def _ask_for_reason(
    task: Task, course: Course, leaf: AppraisedLeaf, given: Given, content: dict[str, Any]
) -> None:
    """Raise ReasonMissing where a reason is due and none was given."""
    if given.reason.strip():
        return
    if task.round == _ROUND.SECOND:
        raise ReasonMissing(is_decision=True)
    if course.differs(points_for(leaf.criterion, content)):
        raise ReasonMissing


def _settle_if_equal(place: Place) -> None:
    """Make the first appraisal of two blind ones of the same claim that came to the same points."""
    sheet, leaf = place.assessment, place.criterion
    blind = courses_of([sheet], [leaf])[sheet.pk][leaf.pk].blind
    if len(blind) < BLIND_APPRAISERS or len({(it.points, it.claim_edition) for it in blind}) > 1:
        return
    reasons = dict.fromkeys(it.reason for it in blind if it.reason)
    settled = replace(place, round=_ROUND.FIRST)
    content = dict(blind[0].content)
    write_appraisal(settled, Given(content, "\n".join(reasons)), content)


def _leaves(sheet: Assessment) -> tuple[AppraisedLeaf, ...]:
    criteria_set = sheet.cycle_group.criteria_set_id
    return leaves_of([criteria_set])[criteria_set]


def _leaf(sheet: Assessment, criterion: Criterion) -> AppraisedLeaf:
    """Return a leaf of the sheet's set; raises NotTheirs for any other, and for automatic ones."""
    for leaf in _leaves(sheet):
        if leaf.criterion.pk == criterion.pk:
            return leaf
    raise NotTheirs("Tiêu chí này không do người thẩm định chấm trên phiếu này.")
