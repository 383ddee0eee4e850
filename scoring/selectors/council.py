"""All that is disputed in a cycle, for the council: who says what, and what was decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from scoring.domain.entry import typed_of
from scoring.models import Appraisal, Assessment, Criterion, Cycle, Explanation, Mark, Stage
from scoring.selectors.appraisal_changes import changed_after_appraisal
from scoring.selectors.appraisal_course import Course, Place, courses_at
from scoring.selectors.appraisal_leaves import AppraisedLeaf, leaves_of
from scoring.selectors.appraisal_page import Cited, cited_at
from scoring.selectors.appraisal_said import Said, said_of
from scoring.selectors.appraisal_sheets import StageClock, clocks_of, why_closed
from scoring.selectors.appraisal_words import points_text
from scoring.selectors.council_disputes import TITLES, Dispute, dispute_of
from scoring.selectors.council_rights import Recorder, recorder_of
from scoring.selectors.documents_rights import decides_on, libraries_of
from scoring.selectors.mark_inputs import Input, inputs_of
from scoring.selectors.reminders import days_said
from units.models import User

MISSING_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Typed:
    """A decision that was typed and not recorded, with the reasons why."""

    typed: dict[str, Any]
    reason: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf of one sheet before the council; `unchanged` is what counts without a decision.

    `cited` is what the unit cites for its claim and its objection, whose files the person who looks
    may open where `opens`. `why_not` says why they record nothing here, and who does; "" where they
    may.
    """

    sheet: Assessment
    leaf: AppraisedLeaf
    dispute: Dispute
    max_points: str
    said: Said
    unchanged: str
    inputs: list[Input]
    reason: str
    seen: int
    seen_claim: int
    seen_appraisal: str
    key: str
    sentences: tuple[str, ...] = ()
    cited: Sequence[Cited] = ()
    opens: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The entries that are there for the same reason; `more` of them are not shown."""

    dispute: Dispute
    title: str
    entries: tuple[Entry, ...]
    more: int


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """Everything before the council; `why_closed` says why nothing is decided now.

    `deadline` says until when the council sits, "" where its time is over or was never set.
    """

    cycle: Cycle
    sections: tuple[Section, ...]
    why_closed: str
    deadline: str

    @property
    def open(self) -> int:
        """How much is still to be decided."""
        kept = (it for it in self.sections if it.dispute is not Dispute.DECIDED)
        return sum(len(it.entries) + it.more for it in kept)

    def takes(self, sheet: Assessment, criterion: Criterion) -> bool:
        """Return whether the page has a form for a leaf of a sheet."""
        forms = (it for section in self.sections for it in section.entries if not it.why_not)
        return not self.why_closed and any(
            (it.sheet.pk, it.leaf.criterion.pk) == (sheet.pk, criterion.pk) for it in forms
        )


def why_council_closed(clock: StageClock, assessment: Assessment, *, at: datetime) -> str:
    """Return why nothing is decided on a sheet now; a sheet that was never signed is decided on."""
    return why_closed(clock, assessment, at=at, is_signature_needed=False)


def last_appraised(course: Course) -> Appraisal | None:
    """Return the appraisal of a leaf that stays where the council leaves it unchanged."""
    return course.second or course.first


def name_of(appraisal: Appraisal | None) -> str:
    """Return what a page saw of an appraisal, "" for none, to be compared when it is decided on."""
    return f"{appraisal.pk}:{appraisal.version}" if appraisal else ""


def council_page(
    cycle: Cycle, user: User, *, at: datetime, typed: dict[Place, Typed] | None = None
) -> CouncilPage:
    """Return everything before the council for somebody who looks.

    The queries do not grow with what is disputed.
    """
    recorder, libraries = recorder_of(user), libraries_of(user)
    clocks = clocks_of(cycle)
    sheets = {sheet.pk: sheet for sheet in _sheets(cycle)}
    leaves = _leaves(sheets.values())
    over = {pk for pk in sheets if clocks[Stage.Kind.APPRAISAL].is_over(pk, at)}
    missing = _missing(sheets, leaves, over)
    shown = [*_said_of_in(cycle), *missing[:MISSING_SHOWN]]
    known = {(sheet, leaf) for sheet, leaf in shown if sheet in sheets and leaf in leaves}
    courses = courses_at(known)
    clock = clocks[Stage.Kind.COUNCIL]
    cited = cited_at(courses)
    entries = [
        replace(
            _entry(sheets[sheet], leaves[leaf], course, dispute, (typed or {}).get((sheet, leaf))),
            cited=cited.get((sheet, leaf), ()),
            opens=libraries.opens(sheets[sheet].unit_id) or decides_on(recorder, sheets[sheet]),
            why_not=_why_not(sheets[sheet], recorder, clock, at),
        )
        for (sheet, leaf), course in courses.items()
        if (dispute := dispute_of(course, is_appraisal_over=sheet in over))
    ]
    sections = _sections(entries, more=max(0, len(missing) - MISSING_SHOWN))
    return CouncilPage(cycle, sections, _why_closed(clock, at), _deadline(clock, at))


def _why_not(sheet: Assessment, recorder: Recorder, clock: StageClock, at: datetime) -> str:
    """Return why somebody records nothing on a sheet now, "" where they may."""
    return recorder.why_not(sheet) or why_council_closed(clock, sheet, at=at)


def _why_closed(clock: StageClock, at: datetime) -> str:
    """Return why the council decides nothing now, whatever more time single units got."""
    if clock.stage is None:
        return "Kỳ này không có giai đoạn hội đồng."
    if clock.stage.opened_at is None:
        return "Giai đoạn hội đồng chưa mở."
    if clock.is_open(0, at) or any(clock.is_open(pk, at) for pk in clock.granted):
        return ""
    return clock.why_settled or "Giai đoạn hội đồng đã đóng."


def _deadline(clock: StageClock, at: datetime) -> str:
    """Return the last day of the council for all sheets, and how far it is."""
    last_on = clock.last_day(0)
    if last_on is None or not clock.is_open(0, at):
        return ""
    left = days_said((last_on - localdate(at)).days)
    return f"Giai đoạn hội đồng mở đến hết {last_on:%d/%m/%Y} ({left})."


def _sheets(cycle: Cycle) -> Iterable[Assessment]:
    sheets = Assessment.objects.filter(cycle=cycle)
    taking_part = sheets.exclude(standing=Assessment.Standing.EXCLUDED)
    return taking_part.select_related("unit", "cycle_group", "cycle__organiser")


def _leaves(sheets: Iterable[Assessment]) -> dict[int, AppraisedLeaf]:
    of_sets = leaves_of({sheet.cycle_group.criteria_set_id for sheet in sheets})
    return {leaf.criterion.pk: leaf for leaves in of_sets.values() for leaf in leaves}


def _said_of_in(cycle: Cycle) -> set[Place]:
    """Return the leaves that were objected to, claimed anew, given blind, or decided on."""
    rounds = (Appraisal.Round.BLIND, Appraisal.Round.COUNCIL)
    places: set[Place] = set()
    for said in (
        Explanation.objects.filter(assessment__cycle=cycle, stance=Explanation.Stance.OBJECT),
        Appraisal.objects.filter(assessment__cycle=cycle, round__in=rounds),
        changed_after_appraisal(cycle),
    ):
        places.update(said.values_list("assessment_id", "criterion_id"))
    return places


def _missing(
    sheets: dict[int, Assessment], leaves: dict[int, AppraisedLeaf], over: set[int]
) -> list[Place]:
    """Return the leaves without a mark of the sheets whose time for appraisal is over."""
    marked = set(
        Mark.objects.filter(assessment__in=over).values_list("assessment_id", "criterion_id")
    )
    blocks: dict[int, list[int]] = {}
    for leaf in leaves.values():
        blocks.setdefault(leaf.criterion.criteria_set_id, []).append(leaf.criterion.pk)
    return [
        (pk, leaf)
        for pk in over
        for leaf in blocks.get(sheets[pk].cycle_group.criteria_set_id, ())
        if (pk, leaf) not in marked
    ]


def _entry(
    sheet: Assessment,
    leaf: AppraisedLeaf,
    course: Course,
    dispute: Dispute,
    typed: Typed | None,
) -> Entry:
    council = course.council
    given = typed.typed if typed else typed_of(council.content if council else None)
    said = said_of(course)
    latest = said.second or said.first
    return Entry(
        sheet=sheet,
        leaf=leaf,
        dispute=dispute,
        max_points=points_text(leaf.criterion.max_points),
        said=said,
        unchanged=latest.points if latest else "",
        inputs=inputs_of(leaf.criterion, given),
        reason=typed.reason if typed else council.reason if council else "",
        seen=council.version if council else 0,
        seen_claim=course.claim.edition if course.claim else 0,
        seen_appraisal=name_of(last_appraised(course)),
        key=f"{sheet.pk}-{leaf.criterion.pk}",
        sentences=typed.sentences if typed else (),
    )


def _sections(entries: list[Entry], *, more: int) -> tuple[Section, ...]:
    ordered = sorted(entries, key=_place)
    found = {kind: tuple(it for it in ordered if it.dispute is kind) for kind in Dispute}
    return tuple(
        Section(kind, TITLES[kind], found[kind], more if kind is Dispute.MISSING else 0)
        for kind in Dispute
        if found[kind]
    )


def _place(entry: Entry) -> tuple[Any, ...]:
    unit = entry.sheet.unit
    block = entry.sheet.cycle_group.position
    return (block, entry.leaf.criterion.position, unit.sort_key, unit.code)
