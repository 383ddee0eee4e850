"""What the leaves of a sheet earned the year before, and whether it may be set beside this year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.timezone import now
from django.utils.translation import gettext as _

from scoring.domain.entry import EntryRefused
from scoring.models import Appraisal, Assessment, Criterion, RankingLine
from scoring.selectors.appraisal_visibility import shown_to_units
from scoring.selectors.bundles import plain
from scoring.selectors.explanations import rounds_shown, settled_at
from scoring.selectors.forebears import NoForebear, lineage_of
from scoring.selectors.leaves import points_for
from scoring.selectors.runs import stage_of as run_stage
from scoring.selectors.wording import mark_text, points


@dataclass(frozen=True, slots=True)
class PastMark:
    """A leaf's mark of the year before, as people read it; `points` is a dash where it has none."""

    points: str
    max_points: str
    mark: str
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class PastYear:
    """The year before for one sheet; `note` says whose marks these are, or why there are none.

    `marks` are by the id of this year's leaf; a leaf without one had no counterpart.
    """

    year: int
    note: str = ""
    marks: Mapping[int, PastMark] = field(default_factory=dict)

    @property
    def has_marks(self) -> bool:
        """Whether there is anything to look back at."""
        return bool(self.marks)


def past_year(assessment: Assessment, leaves: Iterable[Criterion]) -> PastYear:
    """Return the marks of the year before of the unit, or of the one it carries on whole and alone.

    They are those of the published run, else of the newest complete one, else what was marked; of
    what was not published, only what its unit may read. Each leaf must come with what it was.
    """
    year = assessment.cycle.year - 1
    try:
        past, name = _sheet_before(assessment, year)
    except NoForebear as none:
        return PastYear(year, _no_forebear(none))
    given = _given(past)
    pairs = ((leaf.pk, _counterpart(leaf, past)) for leaf in leaves)
    marks = {
        pk: _past_mark(was, given, is_comparable=is_comparable)
        for pk, (was, is_comparable) in pairs
        if was is not None
    }
    return PastYear(year, _("theo đơn vị trước đây: %s") % name if name else "", marks)


def _sheet_before(assessment: Assessment, year: int) -> tuple[Assessment, str]:
    """Return last year's sheet, and the unit's name where it is another; raises NoForebear."""
    cycle, unit = assessment.cycle, assessment.unit_id
    lineage = lineage_of([unit, cycle.organiser_id])
    sheets = Assessment.objects.filter(
        cycle__year=year,
        cycle__organiser__in=lineage.all_before(cycle.organiser_id),
        unit__in=lineage.all_before(unit),
    ).select_related("cycle", "cycle_group")
    known = {sheet.unit_id: sheet for sheet in sheets}
    forebear = lineage.forebear(unit, known)
    return known[forebear.unit], forebear.name


def _no_forebear(none: NoForebear) -> str:
    names = ", ".join(origin.name for origin in none.origins)
    if names:
        return _("không so sánh được: đơn vị hình thành từ %s") % names
    return _("đơn vị không có phiếu")


def _counterpart(leaf: Criterion, past: Assessment) -> tuple[Criterion | None, bool]:
    """Return the leaf of last year that one was, and whether the two compare."""
    if leaf.criteria_set_id == past.cycle_group.criteria_set_id:
        return leaf, True
    was = leaf.was
    is_of_then = was is not None and was.criteria_set_id == past.cycle_group.criteria_set_id
    return (was if is_of_then else None), leaf.is_comparable


_Given = Mapping[str, tuple[str | None, dict[str, Any] | None]]
"""Points (none where there are none) and mark by leaf code."""


def _given(past: Assessment) -> _Given:
    """Return what counted last year, from its run or else from what was marked or appraised.

    Without a stage these are the marks. With stages the marks may be decisions that no unit reads
    yet; then only the rounds count that last year's sheet is shown.
    """
    lines = RankingLine.objects.filter(
        run__cycle=past.cycle_id, run__is_provisional=False, unit=past.unit_id
    )
    told = lines.filter(Q(run__publication__isnull=False) | shown_to_units("run__"))
    line = told.alias(stage=run_stage("run__")).order_by("stage", "-run__number").first()
    if line is not None:
        marks, leaves = line.given.get("marks", {}), line.entry.get("leaves") or {}
        return {code: (leaf["points"], marks.get(code)) for code, leaf in leaves.items()}
    given = _told_rounds(past) if past.cycle.stages.exists() else past.marks.order_by("pk")
    return {
        it.criterion.code: (_points(it.criterion, it.content), it.content)
        for it in given.select_related("criterion")
    }


def _told_rounds(past: Assessment) -> QuerySet[Appraisal]:
    """Return the appraisals that a unit may read of a sheet, a later round after an earlier one."""
    rounds, until = rounds_shown(past, at=now()), settled_at(past)
    told = past.appraisals.filter(round__in=rounds)
    if until is not None:
        told = told.filter(appraised_at__lte=until)
    order = Case(*(When(round=it, then=Value(place)) for place, it in enumerate(Appraisal.Round)))
    return told.order_by(order)


def _points(criterion: Criterion, content: dict[str, Any]) -> str | None:
    try:
        earned = points_for(criterion, content)
    except EntryRefused:
        return None
    return None if earned is None else plain(earned)


def _past_mark(was: Criterion, given: _Given, *, is_comparable: bool) -> PastMark:
    earned, mark = given.get(was.code, (None, None))
    return PastMark(
        points=points(earned),
        max_points=points(plain(was.max_points)),
        mark=mark_text(mark) if mark else "",
        is_comparable=is_comparable,
    )
