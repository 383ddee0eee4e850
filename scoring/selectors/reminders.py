"""Deadlines that units and appraisers have still to meet, and what each person is told of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from dossiers.selectors.figure_checks import failed_check
from scoring.models import (
    Appraisal,
    Assessment,
    Claim,
    Criterion,
    Explanation,
    Publication,
    Reopening,
    Stage,
)
from scoring.selectors.appraisal_deadlines import (
    AppraisalDeadline,
    appraisal_deadlines,
    cycles_under_appraisal,
)
from scoring.selectors.appraisal_queue import cycles_of
from scoring.selectors.claim_sheets import changed_since_signing
from scoring.selectors.stages import latest_extensions, waiting_to_open
from units.models import User
from units.selectors.grants import sight_of

_SELF_SCORING, _EXPLANATION = Stage.Kind.SELF_SCORING, Stage.Kind.EXPLANATION
NEAR = 7
"""A deadline so many days ahead is marked as near."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """What one unit has still to do in one stage, and its own last day for it.

    `open_leaves` are the leaves whose explanation is awaited, 0 for a sheet to be handed in.
    `areas` of a signed sheet are open again; none are where it is to be signed again all the same.
    """

    stage: Stage
    assessment: Assessment
    due_on: date
    open_leaves: int = 0
    areas: tuple[Criterion, ...] = ()

    @property
    def is_of_signed_sheet(self) -> bool:
        """Whether it is about areas of a signed sheet that were opened again."""
        is_signed = self.assessment.state == Assessment.State.SIGNED
        return is_signed and self.stage.kind == _SELF_SCORING

    @property
    def addressee(self) -> str:
        """Who is written to."""
        return self.assessment.unit.name

    @property
    def text(self) -> str:
        """What is to be done, as a sentence without its end."""
        cycle, unit = self.stage.cycle, self.assessment.unit.name
        if self.stage.kind == _EXPLANATION:
            asked = f"còn {self.open_leaves} tiêu chí khác điểm tự chấm chưa nêu ý kiến"
            return f"Giải trình điểm thẩm định năm {cycle.year} ({unit}), {asked}"
        if self.areas:
            named = ", ".join(f"“{area}”" for area in self.areas)
            return f"Lĩnh vực {named} của {unit} được mở lại"
        if self.is_of_signed_sheet:
            return (
                f"Phiếu tự chấm năm {cycle.year} ({unit}) khác bản đã ký, lĩnh vực đang khóa;"
                " đề nghị Sở Nội vụ mở lại để ký lại"
            )
        if self.assessment.state == Assessment.State.SUBMITTED:
            return f"Phiếu tự chấm năm {cycle.year} ({unit}) chờ thủ trưởng ký"
        return f"Phiếu tự chấm năm {cycle.year} ({unit}) chưa ký nộp"

    @property
    def address(self) -> str:
        """The page on which it is done."""
        page = "explanations" if self.stage.kind == _EXPLANATION else "own_sheet"
        return sheet_address(page, self.assessment)


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for a person, with the page it leads to and the deadline it is about."""

    text: str
    address: str
    due_on: date | None = None
    tone: str = ""


def notices_for(user: User, *, today: date | None = None) -> list[Notice]:
    """Return what a person has to know of deadlines today, the most pressing first.

    Heads and officers: what their own units have still to do, and areas opened again for them.
    Appraisers: how many leaves wait for them.
    Sở Nội vụ: stages that are held back, how many units are late, whose sheets are no longer
    what was signed, and that the last check of the figures has failed.
    """
    today = today or localdate()
    units = [unit.pk for unit in sight_of(user).units]
    owed = deadlines(units, today=today) if units else []
    notices = [_deadline_notice(one, today) for one in owed]
    if user.has_perm("scoring.add_appraisal"):
        notices += _to_appraise(user, today)
    if user.has_perm("scoring.change_cycle"):
        notices += _held_back(today) + _late(today)
    if user.has_perm("dossiers.view_statedfigure"):
        notices += _failed_check()
    return sorted(notices, key=lambda notice: notice.due_on or today)


def deadlines(units: Collection[int] | None = None, *, today: date) -> list[Deadline]:
    """Return what units (all of them by default) have still to do in stages that were opened.

    Nothing of a cycle whose result is published, nothing of units that take no part. What was
    opened again is owed all the same, until it is signed. A few queries for each stage that was
    opened, one for each cycle of which an area was.
    """
    published = Publication.objects.filter(cycle=OuterRef("cycle"))
    opened = Stage.objects.filter(
        ~Exists(published), kind__in=[_SELF_SCORING, _EXPLANATION], opened_at__isnull=False
    )
    found: list[Deadline] = []
    for stage in opened.select_related("cycle__organiser").order_by("opens_on", "pk"):
        sheets = _sheets_in(stage)
        if units is not None:
            sheets = sheets.filter(unit__in=units)
        found += _owed(stage, sheets)
    return found + _reopened(units, today)


def days_said(days: int) -> str:
    """Return how far a deadline is, in words; days below zero are past it."""
    if days > 0:
        return f"còn {days} ngày"
    return "hôm nay là ngày cuối" if days == 0 else f"quá hạn {-days} ngày"


def sheet_address(page: str, assessment: Assessment) -> str:
    """Return the address of a page of a sheet, by the name of the page."""
    cycle = assessment.cycle
    return reverse(page, args=[cycle.organiser.code, cycle.year, assessment.unit.code])


def _sheets_in(stage: Stage) -> QuerySet[Assessment]:
    """Return the sheets that take part in a stage."""
    sheets = Assessment.objects.filter(cycle=stage.cycle_id)
    part = sheets.exclude(standing=Assessment.Standing.EXCLUDED)
    return part.select_related("unit", "cycle__organiser").order_by("unit__sort_key", "pk")


def _owed(stage: Stage, sheets: QuerySet[Assessment]) -> Iterable[Deadline]:
    """Return the deadlines of those sheets that are not done with a stage."""
    if stage.kind == _SELF_SCORING:
        owing = [(sheet, 0) for sheet in sheets.exclude(state=Assessment.State.SIGNED)]
    else:
        leaves = unexplained(stage)
        owing = [(sheet, leaves[sheet.pk]) for sheet in sheets if sheet.pk in leaves]
    more_time = latest_extensions(stage)
    return [
        Deadline(
            stage, sheet, max(stage.closes_on, more_time.get(sheet.pk, stage.closes_on)), count
        )
        for sheet, count in owing
    ]


def _reopened(units: Collection[int] | None, today: date) -> list[Deadline]:
    """Return the areas that are open again, by sheet and last day, and sheets to be signed again.

    Signing closes areas. A sheet that is no longer what was signed is owed since the last of its
    areas closed over that, or since self-scoring ended.
    """
    reopenings = Reopening.objects.exclude(assessment__standing=Assessment.Standing.EXCLUDED)
    if units is not None:
        reopenings = reopenings.filter(assessment__unit__in=units)
    known = reopenings.select_related("area", "assessment__unit", "assessment__cycle__organiser")
    owing: dict[tuple[Assessment, date], list[Criterion]] = {}
    over: dict[Assessment, date] = {}
    for one in known.order_by("until_on", "pk"):
        sheet = one.assessment
        if one.closed_at is None and one.until_on >= today:
            owing.setdefault((sheet, one.until_on), []).append(one.area)
        elif one.closed_at is None or sheet.signed_at is None or sheet.signed_at < one.closed_at:
            closed_on = localdate(one.closed_at) if one.closed_at else one.until_on
            ended_on = min(one.until_on, closed_on)
            over[sheet] = max(over.get(sheet, ended_on), ended_on)
    at_work = {sheet for sheet, _day in owing}
    stages = _with_signed_sheets({sheet.cycle_id for sheet in [*at_work, *over]})
    for sheet in _unsigned(stages.values(), units):
        if sheet not in at_work:
            owing[sheet, over.get(sheet, stages[sheet.cycle_id].closes_on)] = []
    return [
        Deadline(stages[sheet.cycle_id], sheet, due_on, areas=tuple(areas))
        for (sheet, due_on), areas in owing.items()
        if sheet.cycle_id in stages
    ]


def _with_signed_sheets(reopened: Collection[int]) -> dict[int, Stage]:
    """Return cycle → self-scoring, of cycles not published and of those with areas reopened."""
    stages = Stage.objects.filter(
        ~Exists(Publication.objects.filter(cycle=OuterRef("cycle"))) | Q(cycle__in=reopened),
        kind=_SELF_SCORING,
    )
    return {stage.cycle_id: stage for stage in stages.select_related("cycle__organiser")}


def _unsigned(stages: Iterable[Stage], units: Collection[int] | None) -> Iterable[Assessment]:
    """Yield the signed sheets, of units or of all, that are no longer what was signed."""
    for stage in stages:
        changed = changed_since_signing(stage.cycle).filter(state=Assessment.State.SIGNED)
        if units is not None:
            changed = changed.filter(unit__in=units)
        yield from changed.select_related("unit", "cycle__organiser")


def unexplained(stage: Stage) -> dict[int, int]:
    """Return on how many leaves of each sheet (by id) the unit has still to say something.

    These are the leaves that the first appraisal gave other points than the unit claimed.
    """
    beside = {"assessment": OuterRef("assessment"), "criterion": OuterRef("criterion")}
    claimed = Claim.objects.filter(**beside).values("points")[:1]
    first = Appraisal.objects.filter(
        ~Exists(Explanation.objects.filter(**beside)),
        assessment__cycle=stage.cycle_id,
        round=Appraisal.Round.FIRST,
    ).annotate(claimed=Subquery(claimed))
    other = first.exclude(Q(claimed=F("points"), claimed__isnull=False) | Q(points=None))
    counted = other.order_by().values("assessment").annotate(Count("pk"))
    return dict(counted.values_list("assessment", "pk__count"))


def _to_appraise(user: User, today: date) -> list[Notice]:
    """Return what waits for an appraiser, a sentence for each stage and last day."""
    running = {cycle.pk for cycle in cycles_under_appraisal()}
    cycles = [cycle for cycle in cycles_of(user) if cycle.pk in running] if running else []
    owed = (one for cycle in cycles for one in appraisal_deadlines(user, cycle))
    return [_deadline_notice(one, today) for one in owed]


def _deadline_notice(deadline: Deadline | AppraisalDeadline, today: date) -> Notice:
    days = (deadline.due_on - today).days
    text = f"{deadline.text}: {days_said(days)}, hạn đến hết {deadline.due_on:%d/%m/%Y}."
    tone = "bad" if days < 0 else "open" if days <= NEAR else ""
    return Notice(text, deadline.address, deadline.due_on, tone)


def _held_back(today: date) -> list[Notice]:
    """Return the stages that the clock could not open on their day."""
    return [
        Notice(
            f"“{stage.get_kind_display()}” ({stage.cycle}) đã đến ngày mở {stage.opens_on:%d/%m/%Y}"
            " mà chưa mở; trang lịch nói vì sao.",
            reverse("timetable", args=[stage.cycle.organiser.code, stage.cycle.year]),
            stage.opens_on,
            "bad",
        )
        for stage in waiting_to_open(today).select_related("cycle__organiser")
    ]


def _failed_check() -> list[Notice]:
    """Return that the figures did not agree when they were last checked, if so."""
    job = failed_check()
    if job is None:
        return []
    text = f"Lần kiểm tra số liệu hồ sơ gần nhất không xong: {job.message}"
    return [Notice(text, reverse("job", args=[job.pk]), tone="bad")]


def _late(today: date) -> list[Notice]:
    """Return how many units are past their deadline, a sentence for each stage.

    A sheet that was signed once is not among those that the page lists as late: where it is no
    longer what was signed, a sentence leads to where its areas are opened again.
    """
    late: dict[int, list[Deadline]] = {}
    unsigned: list[Deadline] = []
    for one in deadlines(today=today):
        if not one.is_of_signed_sheet and one.due_on < today:
            late.setdefault(one.stage.pk, []).append(one)
        elif one.is_of_signed_sheet and not one.areas:
            unsigned.append(one)
    return [*map(_late_notice, late.values()), *map(_unsigned_notice, unsigned)]


def _late_notice(late: list[Deadline]) -> Notice:
    stage = late[0].stage
    return Notice(
        f"{len(late)} đơn vị quá hạn “{stage.get_kind_display()}” ({stage.cycle}).",
        reverse("cycle", args=[stage.cycle.organiser.code, stage.cycle.year])
        + "?trang-thai=qua-han",
        min(one.due_on for one in late),
        "bad",
    )


def _unsigned_notice(one: Deadline) -> Notice:
    return Notice(
        f"Phiếu năm {one.stage.cycle.year} của {one.assessment.unit.name} khác bản đã ký;"
        " hãy mở lại lĩnh vực để đơn vị ký lại.",
        sheet_address("cycle_unit", one.assessment),
        one.due_on,
        "bad",
    )
