"""The sheets that are a person's own: state, last day, how far each has come."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from scoring.models import (
    Appraisal,
    Assessment,
    Claim,
    Criterion,
    Extension,
    Mark,
    Reopening,
    Stage,
)
from scoring.selectors.sheet_rights import units_carried_on
from units.models import Grant, User

_CLAIMABLE = Q(leaf__isnull=False, is_self_scored=True) & ~Q(leaf__scoring__has_key="from_fact")


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One sheet of a person's unit, or of one that went whole into it (`is_inherited`).

    `is_open` says whether its stage was ever opened; `due_on` is its own last day.
    """

    sheet: Assessment
    claimed: int
    claimable: int
    due_on: date | None
    reopened: tuple[str, ...]
    is_inherited: bool
    is_open: bool

    @property
    def percent(self) -> int:
        """The share of leaves that are claimed, in whole percent, rounded down."""
        return self.claimed * 100 // self.claimable if self.claimable else 0

    @property
    def days_left(self) -> int | None:
        """Whole days from today to the last one; below zero once it is over."""
        return None if self.due_on is None else (self.due_on - localdate()).days


def own_sheets(user: User) -> list[OwnSheet]:
    """Return a person's own sheets, the newest year first; the queries do not grow with them."""
    grants = user.grants.filter(role__in=Grant.OF_A_UNIT)
    own = {pk for pk in grants.values_list("unit", flat=True) if pk is not None}
    units = units_carried_on(own, localdate()) if own else set()
    sheets = list(_sheets(units))
    claimed, waived, areas = _claimed(sheets), _waived(sheets), _reopened(sheets)
    leaves = _leaves(sheets)
    return [
        _own_sheet(
            sheet,
            claimed[sheet.pk],
            leaves[sheet.cycle_group.criteria_set_id] - waived[sheet.pk],
            tuple(areas[sheet.pk]),
            is_inherited=sheet.unit_id not in own,
        )
        for sheet in sheets
    ]


def _own_sheet(
    sheet: Assessment,
    claimed: set[int],
    claimable: set[int],
    areas: tuple[str, ...],
    *,
    is_inherited: bool,
) -> OwnSheet:
    days = (getattr(sheet, "closes_on", None), getattr(sheet, "more_time", None))
    return OwnSheet(
        sheet,
        len(claimed & claimable),
        len(claimable),
        max(filter(None, days), default=None),
        areas,
        is_inherited,
        is_open=getattr(sheet, "opened_at", None) is not None,
    )


def _sheets(units: set[int]) -> QuerySet[Assessment]:
    """Return the units' sheets with the instant and the day of their stage, and time granted."""
    kind = Stage.Kind.SELF_SCORING
    stage = Stage.objects.filter(cycle=OuterRef("cycle"), kind=kind)
    granted = Extension.objects.filter(assessment=OuterRef("pk"), stage__kind=kind)
    sheets = Assessment.objects.filter(unit__in=units).annotate(
        opened_at=Subquery(stage.values("opened_at")[:1]),
        closes_on=Subquery(stage.values("closes_on")[:1]),
        more_time=Subquery(granted.order_by("-pk").values("until_on")[:1]),
    )
    known = sheets.select_related("unit", "cycle__organiser", "cycle_group")
    return known.order_by("-cycle__year", "cycle__organiser__sort_key", "unit__sort_key")


def _claimed(sheets: Sequence[Assessment]) -> defaultdict[int, set[int]]:
    claims = Claim.objects.filter(assessment__in=sheets, content__isnull=False)
    return _grouped(claims.values_list("assessment", "criterion"))


def _waived(sheets: Sequence[Assessment]) -> defaultdict[int, set[int]]:
    """Return the leaves that do not apply to a sheet's unit; what an appraiser says is not told."""
    appraised = Appraisal.objects.filter(
        assessment=OuterRef("assessment"), criterion=OuterRef("criterion")
    )
    marks = Mark.objects.filter(assessment__in=sheets, content__state="not_applicable")
    return _grouped(marks.exclude(Exists(appraised)).values_list("assessment", "criterion"))


def _leaves(sheets: Sequence[Assessment]) -> defaultdict[int, set[int]]:
    """Return the leaves that a unit claims, by set id."""
    sets = {sheet.cycle_group.criteria_set_id for sheet in sheets}
    leaves = Criterion.objects.filter(_CLAIMABLE, criteria_set__in=sets)
    return _grouped(leaves.values_list("criteria_set", "pk"))


def _reopened(sheets: Sequence[Assessment]) -> defaultdict[int, list[str]]:
    """Return the codes of the areas that are open again, by sheet id."""
    reopened = Reopening.objects.filter(
        assessment__in=sheets, closed_at=None, until_on__gte=localdate()
    )
    codes: defaultdict[int, list[str]] = defaultdict(list)
    for sheet, code in reopened.order_by("area__position").values_list("assessment", "area__code"):
        codes[sheet].append(code)
    return codes


def _grouped(pairs: Iterable[tuple[int, int]]) -> defaultdict[int, set[int]]:
    grouped: defaultdict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        grouped[key].add(value)
    return grouped
