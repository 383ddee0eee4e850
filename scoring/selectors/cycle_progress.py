"""How far the units of a cycle have come with their own sheets, and how far appraisal has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from foundation.domain.vietnamese import fold
from scoring.models import (
    Appraisal,
    Assessment,
    Claim,
    Criterion,
    Cycle,
    CycleGroup,
    Extension,
    Mark,
    Reopening,
    Stage,
)
from scoring.selectors.claim_sheets import changed_since_signing
from scoring.selectors.stages import latest_extensions, running_extensions, stage_of

LATE = "late"
"""In place of a state: the sheets of units that are past their deadline."""
_State, _Standing = Assessment.State, Assessment.Standing


@dataclass(frozen=True, slots=True)
class SheetProgress:
    """One unit's sheet: its state, how many of its leaves are claimed, until when it may be filled.

    `open_areas` are the codes of the areas that are open again; `extensions` give the unit more
    time in a later stage. `is_changed` since it was signed.
    """

    assessment: Assessment
    leaves: int
    claimed: int
    due_on: date | None
    is_extended: bool
    open_areas: tuple[str, ...]
    extensions: tuple[Extension, ...]
    is_changed: bool
    is_late: bool

    @property
    def percent(self) -> int:
        """The share of leaves that are claimed, in whole percent, rounded down."""
        return self.claimed * 100 // self.leaves if self.leaves else 0


@dataclass(frozen=True, slots=True)
class BlockProgress:
    """How many sheets of one block are in which state; excluded units are counted apart."""

    block: CycleGroup
    drafting: int
    submitted: int
    signed: int
    excluded: int
    late: int

    @property
    def taking_part(self) -> int:
        """How many units have to hand in a sheet."""
        return self.drafting + self.submitted + self.signed


def sheets_progress(
    cycle: Cycle, *, today: date, sheet: Assessment | None = None
) -> list[SheetProgress]:
    """Return every sheet of a cycle (or one of them), block by block, by name.

    The queries do not grow with the sheets.
    """
    stage = stage_of(cycle, Stage.Kind.SELF_SCORING)
    leaves, claimed = _leaves(cycle, is_self_scored=True), _claimed(cycle)
    areas, extended = _open_areas(cycle, today), _extended_later(cycle, today)
    more_time = latest_extensions(stage)
    changed = set(changed_since_signing(cycle).values_list("pk", flat=True))
    sheets = Assessment.objects.filter(cycle=cycle).select_related("unit", "cycle_group__group")
    if sheet is not None:
        sheets = sheets.filter(pk=sheet.pk)
    ordered = sheets.order_by("cycle_group__position", "unit__sort_key", "unit__code")
    return [
        _progress(
            one,
            (leaves.get(one.cycle_group.criteria_set_id, 0), claimed.get(one.pk, 0)),
            (stage.closes_on if stage else None, more_time.get(one.pk)),
            (tuple(areas.get(one.pk, ())), tuple(extended.get(one.pk, ())), one.pk in changed),
            today,
        )
        for one in ordered
    ]


def blocks_progress(cycle: Cycle, sheets: Iterable[SheetProgress]) -> list[BlockProgress]:
    """Return how far each block of a cycle has come, given all of its sheets."""
    by_block: dict[int, list[SheetProgress]] = {}
    for sheet in sheets:
        by_block.setdefault(sheet.assessment.cycle_group_id, []).append(sheet)
    blocks = CycleGroup.objects.filter(cycle=cycle).select_related("group", "criteria_set")
    return [_block(block, by_block.get(block.pk, [])) for block in blocks]


def chosen_sheets(
    sheets: Iterable[SheetProgress], *, block: str = "", state: str = "", words: str = ""
) -> list[SheetProgress]:
    """Return the sheets of a block (its code), in a state or LATE, named by all the words."""
    found = [
        sheet
        for sheet in sheets
        if (not block or sheet.assessment.cycle_group.group.code == block)
        and all(word in sheet.assessment.unit.search_key for word in fold(words).split())
    ]
    if state == LATE:
        return [sheet for sheet in found if sheet.is_late]
    if state == _Standing.EXCLUDED:
        return [sheet for sheet in found if sheet.assessment.standing == state]
    return [sheet for sheet in found if not state or _is_owed_in(sheet, state)]


def unappraised(cycle: Cycle) -> list[tuple[str, int]]:
    """Return unit name and number of leaves that nobody has appraised yet, the most first.

    A leaf that units claim is appraised by an appraisal, or declared not to apply; any other, and
    every one in a cycle without that stage, once it has a mark, which may come with a file. Facts
    are nobody's to appraise, and excluded units have no sheet to be appraised.
    """
    needed, given = _leaves(cycle), _by_sheet(_settled(cycle))
    sheets = Assessment.objects.filter(cycle=cycle).exclude(standing=_Standing.EXCLUDED)
    rows = sheets.values_list("pk", "unit__name", "cycle_group__criteria_set").order_by(
        "unit__sort_key"
    )
    missing = [(name, needed.get(of, 0) - given.get(pk, 0)) for pk, name, of in rows]
    return sorted(((name, n) for name, n in missing if n > 0), key=lambda one: -one[1])


def _progress(
    sheet: Assessment,
    leaves: tuple[int, int],
    days: tuple[date | None, date | None],
    still_open: tuple[tuple[str, ...], tuple[Extension, ...], bool],
    today: date,
) -> SheetProgress:
    """Return a sheet's progress; leaves: all and claimed; days: everybody's last and its own.

    `still_open` are areas opened again, extensions in later stages, whether a change is unsigned.
    """
    usual, more_time = days
    areas, extensions, is_changed = still_open
    due_on = max(usual, more_time) if usual and more_time else usual
    if sheet.standing == _Standing.EXCLUDED:
        return SheetProgress(
            sheet, *leaves, None, False, areas, extensions, is_changed, is_late=False
        )
    return SheetProgress(
        sheet,
        *leaves,
        due_on,
        due_on != usual,
        areas,
        extensions,
        is_changed,
        is_late=sheet.state != _State.SIGNED and due_on is not None and due_on < today,
    )


def _is_owed_in(sheet: SheetProgress, state: str) -> bool:
    """Return whether a unit that takes part has its sheet in a state."""
    assessment = sheet.assessment
    return assessment.state == state and assessment.standing != _Standing.EXCLUDED


def _block(block: CycleGroup, sheets: list[SheetProgress]) -> BlockProgress:
    states = [
        sheet.assessment.state
        for sheet in sheets
        if sheet.assessment.standing != _Standing.EXCLUDED
    ]
    return BlockProgress(
        block,
        drafting=states.count(_State.DRAFTING),
        submitted=states.count(_State.SUBMITTED),
        signed=states.count(_State.SIGNED),
        excluded=len(sheets) - len(states),
        late=sum(sheet.is_late for sheet in sheets),
    )


def _leaves(cycle: Cycle, **narrowed: bool) -> dict[int, int]:
    """Return how many leaves a person marks in each set of a cycle, by set id."""
    leaves = Criterion.objects.filter(
        leaf__isnull=False, criteria_set__cycle_groups__cycle=cycle, **narrowed
    ).exclude(leaf__scoring__has_key="from_fact")
    counted = leaves.order_by().values("criteria_set").annotate(Count("pk", distinct=True))
    return dict(counted.values_list("criteria_set", "pk__count"))


def _claimed(cycle: Cycle) -> dict[int, int]:
    """Return how many leaves that a unit claims itself it has claimed, by sheet id."""
    claims = Claim.objects.filter(
        assessment__cycle=cycle, content__isnull=False, criterion__is_self_scored=True
    )
    return _by_sheet(claims.exclude(criterion__leaf__scoring__has_key="from_fact"))


def _settled(cycle: Cycle) -> QuerySet[Mark]:
    """Return the marks of leaves that nobody has to appraise any more before announcing."""
    marks = Mark.objects.filter(assessment__cycle=cycle).exclude(
        Q(content__contains={"state": "unmarked"})
        | Q(criterion__leaf__scoring__has_key="from_fact")
    )
    if stage_of(cycle, Stage.Kind.APPRAISAL) is None:
        return marks
    given = Appraisal.objects.filter(
        assessment=OuterRef("assessment"), criterion=OuterRef("criterion")
    )
    return marks.filter(
        Q(criterion__is_self_scored=False)
        | Q(content__contains={"state": "not_applicable"})
        | Exists(given.exclude(round=Appraisal.Round.BLIND))
    )


def _by_sheet(rows: QuerySet[Any]) -> dict[int, int]:
    counted = rows.order_by().values("assessment").annotate(Count("pk"))
    return dict(counted.values_list("assessment", "pk__count"))


def _extended_later(cycle: Cycle, today: date) -> dict[int, list[Extension]]:
    """Return who has more time in a stage after that of the sheets, by sheet id."""
    extended: dict[int, list[Extension]] = {}
    for one in running_extensions(cycle, today).exclude(stage__kind=Stage.Kind.SELF_SCORING):
        extended.setdefault(one.assessment_id, []).append(one)
    return extended


def _open_areas(cycle: Cycle, today: date) -> dict[int, list[str]]:
    """Return the codes of the areas that are open again, by sheet id."""
    reopened = Reopening.objects.filter(
        assessment__cycle=cycle, closed_at=None, until_on__gte=today
    )
    areas: dict[int, list[str]] = {}
    for sheet, code in reopened.values_list("assessment", "area__code"):
        areas.setdefault(sheet, []).append(code)
    return areas
