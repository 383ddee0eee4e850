"""The page of one leaf of one sheet: all that an appraiser weighs, and the form's content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from scoring.domain.entry import typed_of
from scoring.models import Appraisal, Assessment, Cycle
from scoring.selectors.appraisal_changes import ClaimChange, claim_change
from scoring.selectors.appraisal_course import Course
from scoring.selectors.appraisal_desk import SheetDesk, Task
from scoring.selectors.appraisal_effect import Effect, Totals
from scoring.selectors.appraisal_leaves import AppraisedLeaf
from scoring.selectors.appraisal_page import Cited, Peer, cited_for, peers_of
from scoring.selectors.appraisal_queue import Asked, Item, beside, queue_of
from scoring.selectors.appraisal_said import Said, said_of
from scoring.selectors.appraisal_words import points_text
from scoring.selectors.claim_past import PastMark, past_year
from scoring.selectors.mark_inputs import Input, inputs_of

_ROUND = Appraisal.Round


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not saved: shown again with the reasons; `theirs` stands against it."""

    typed: Mapping[str, Sequence[str]]
    reason: str
    sentences: Sequence[str] = ()
    theirs: Appraisal | None = None

    @property
    def values(self) -> str:
        """What was typed for the mark, for a page that offers no form any more."""
        return ", ".join(text for texts in self.typed.values() for text in texts if text)


@dataclass(frozen=True, slots=True)
class Form:
    """The form of the round that is the person's now, filled in."""

    round: str
    inputs: list[Input]
    reason: str
    seen: int
    seen_claim: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Way:
    """Where the page leads: the leaves before and after in the order asked for, the queue."""

    before: str
    after: str
    queue: str
    place: int
    among: int


@dataclass(frozen=True, slots=True)
class LeafPage:
    """All that stands on the page of one leaf of one sheet."""

    cycle: Cycle
    assessment: Assessment
    leaf: AppraisedLeaf
    max_points: str
    task: Task
    said: Said
    change: ClaimChange | None
    past: PastMark | None
    past_note: str
    cited: list[Cited]
    peers: list[Peer]
    are_peers_hidden: bool
    effect: Effect | None
    form: Form | None
    draft: Draft | None
    way: Way
    asked: Asked
    address: str
    bulk: str


def leaf_page(
    desk: SheetDesk, leaf: AppraisedLeaf, asked: Asked, draft: Draft | None = None
) -> LeafPage:
    """Return the page of a leaf; its queries grow neither with units nor with leaves."""
    sheet, criterion = desk.assessment, leaf.criterion
    task, course = desk.task(leaf), desk.course(leaf)
    past = past_year(sheet, [criterion])
    is_hidden = _is_blind_still(desk, course, task)
    return LeafPage(
        cycle=desk.desk.cycle,
        assessment=sheet,
        leaf=leaf,
        max_points=points_text(criterion.max_points),
        task=task,
        said=said_of(course, shows_blind=not is_hidden),
        change=claim_change(course, sheet, criterion),
        past=past.marks.get(criterion.pk),
        past_note=past.note,
        cited=cited_for(sheet, criterion),
        peers=[] if is_hidden else peers_of(sheet, criterion, desk.desk.appraiser),
        are_peers_hidden=is_hidden,
        effect=_effect(sheet, leaf, course),
        form=_form(desk, leaf, task, course, draft) if task.round else None,
        draft=draft,
        way=_way(desk, leaf, asked),
        asked=asked,
        address=address_of(desk.desk.cycle, leaf, sheet, asked),
        bulk=_bulk(desk, leaf),
    )


def after_saving(desk: SheetDesk, leaf: AppraisedLeaf, asked: Asked) -> str:
    """Return where saving leads: on to the next leaf, back to the queue after the last one."""
    way = _way(desk, leaf, asked)
    return way.after or way.queue


def address_of(cycle: Cycle, leaf: AppraisedLeaf, sheet: Assessment, asked: Asked) -> str:
    """Return the address of a leaf of a sheet, which keeps what the queue was narrowed by."""
    place = [cycle.organiser.code, cycle.year, leaf.criterion.code, sheet.unit.code]
    return _with(reverse("appraisal_leaf", args=place), asked.words)


def queue_address(cycle: Cycle, asked: Asked) -> str:
    """Return the address of the queue as it was narrowed."""
    return _with(reverse("appraisals"), {"ky": str(cycle.pk), **asked.words})


def _with(address: str, words: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(words)}" if words else address


def _is_blind_still(desk: SheetDesk, course: Course, task: Task) -> bool:
    """Return whether what others gave is kept from the person: until the round is settled."""
    return desk.desk.cycle.is_blind and course.latest is None and not task.is_settling


def _effect(sheet: Assessment, leaf: AppraisedLeaf, course: Course) -> Effect | None:
    """Return what granting an objection, or what was decided on it, does to area and total."""
    if not course.is_objected or course.first is None:
        return None
    decided = course.council or course.second
    after = decided.content if decided else course.claim.content if course.claim else None
    return Totals(sheet).effect(leaf, course.first.content, after) if after else None


def _form(
    desk: SheetDesk, leaf: AppraisedLeaf, task: Task, course: Course, draft: Draft | None
) -> Form:
    given = _given(desk, task, course)
    content = given.content if given else None
    typed: Mapping[str, Any] = draft.typed if draft else typed_of(content)
    return Form(
        round=str(task.round),
        inputs=inputs_of(leaf.criterion, typed),
        reason=draft.reason if draft else given.reason if given else "",
        seen=given.version if given else 0,
        seen_claim=course.claim.edition if course.claim else 0,
        is_new=given is None,
    )


def _given(desk: SheetDesk, task: Task, course: Course) -> Appraisal | None:
    """Return what was written before in the round that is the person's now."""
    if task.round == _ROUND.BLIND:
        own = desk.desk.appraiser.user_id
        return next((it for it in course.blind if it.appraised_by_id == own), None)
    return course.second if task.round == _ROUND.SECOND else course.first


def _way(desk: SheetDesk, leaf: AppraisedLeaf, asked: Asked) -> Way:
    sheet, cycle = desk.assessment, desk.desk.cycle
    queue = queue_of(desk.desk, block=sheet.cycle_group_id, area=leaf.area.pk)
    current = next((it for it in queue.items if _is_here(it, sheet, leaf)), None)
    back = queue_address(cycle, asked)
    if current is None:
        return Way("", "", back, 0, 0)
    items = queue.narrowed(asked)
    before, after = beside(items, current, asked)
    place = next((n for n, item in enumerate(items, 1) if item is current), 0)
    return Way(_to(cycle, before, asked), _to(cycle, after, asked), back, place, len(items))


def _is_here(item: Item, sheet: Assessment, leaf: AppraisedLeaf) -> bool:
    return item.assessment.pk == sheet.pk and item.leaf.criterion.pk == leaf.criterion.pk


def _to(cycle: Cycle, item: Item | None, asked: Asked) -> str:
    return address_of(cycle, item.leaf, item.assessment, asked) if item else ""


def _bulk(desk: SheetDesk, leaf: AppraisedLeaf) -> str:
    """Return where all that is left of the area can be accepted as claimed."""
    cycle, unit = desk.desk.cycle, desk.assessment.unit
    place = [cycle.organiser.code, cycle.year, unit.code, leaf.area.code]
    return reverse("accept_claims", args=place)
