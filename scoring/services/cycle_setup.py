"""Setting up a year at once: the cycle, its blocks with their units, its timetable."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from scoring.models import AreaOwner, CriteriaSet, Cycle, CycleGroup, RuleSet
from scoring.selectors.cycle_setup import cycle_before, reads_satisfaction
from scoring.selectors.timetable import Days, order_problems
from scoring.services.cycles import Block, CycleOpenAlready, RulesStillDraft, open_cycle
from scoring.services.stage_refusals import far_day_problems
from scoring.services.stages import plan_stages
from surveys.models import Campaign
from units.models import Unit


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A year as somebody wants it set up; the stages are days by kind, as few as are held."""

    organiser: Unit
    year: int
    title: str
    first_on: date
    last_on: date
    cutoff_at: datetime
    rule_set: RuleSet
    campaign: Campaign | None
    is_blind: bool
    blocks: Sequence[Block]
    stages: Mapping[str, Days]


class PlanRefused(Exception):
    """A year that cannot be set up as asked; `problems` are sentences, all of them at once."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


def plan_problems(plan: YearPlan) -> list[str]:
    """Return everything that keeps a year from being set up, in sentences."""
    is_draft = plan.rule_set.state == RuleSet.State.DRAFT
    rules = [str(RulesStillDraft(plan.rule_set))] if is_draft else []
    far = far_day_problems((closes_on for _, closes_on in plan.stages.values()), plan.year)
    days = [*order_problems(plan.stages), *far]
    return [*_day_problems(plan), *rules, *_block_problems(plan), *days]


def plan_notes(plan: YearPlan) -> list[str]:
    """Return what is to be seen to later; nothing of it keeps the year from being set up."""
    drafts = [it for _, it, _ in plan.blocks if it.state == CriteriaSet.State.DRAFT]
    notes = [
        f"Bộ tiêu chí “{one.title}” còn là dự thảo; phải duyệt trước khi mở tự chấm điểm."
        for one in drafts
    ]
    sets = [criteria_set for _, criteria_set, _ in plan.blocks]
    if plan.campaign is None and reads_satisfaction(plan.rule_set, sets):
        notes.append("Quy tắc hoặc tiêu chí dùng chỉ số hài lòng mà kỳ chưa có đợt khảo sát.")
    if not plan.stages:
        notes.append("Chưa có giai đoạn nào; kỳ này chỉ nhận điểm từ tệp.")
    return notes


def set_up_year(plan: YearPlan, *, by: Any) -> Cycle:
    """Open a year's cycle as planned, with its timetable, and return it.

    Who appraises an area is taken over from the cycle before. Raises PlanRefused.
    """
    if problems := plan_problems(plan):
        raise PlanRefused(problems)
    try:
        with transaction.atomic():
            return _set_up(plan, by)
    except IntegrityError as error:
        raise PlanRefused([str(CycleOpenAlready(plan.organiser, plan.year))]) from error


def _set_up(plan: YearPlan, by: Any) -> Cycle:
    cycle = open_cycle(
        organiser=plan.organiser,
        year=plan.year,
        title=plan.title,
        first_on=plan.first_on,
        last_on=plan.last_on,
        cutoff_at=plan.cutoff_at,
        rule_set=plan.rule_set,
        campaign=plan.campaign,
        groups=plan.blocks,
        is_blind=plan.is_blind,
        by=by,
    )
    plan_stages(cycle, plan.stages, by=by)
    if before := cycle_before(plan.organiser, plan.year):
        _take_over_owners(before, cycle)
    return cycle


def _take_over_owners(before: Cycle, cycle: Cycle) -> None:
    """Have each area appraised by whom it was last year, where that unit exists still."""
    blocks = {block.group_id: block for block in cycle.groups.all()}
    owners = AreaOwner.objects.filter(cycle_group__cycle=before, cycle_group__group__in=blocks)
    known = owners.select_related("cycle_group", "area", "owner", "substitute")
    for owner in known.order_by("pk"):
        block = blocks[owner.cycle_group.group_id]
        area = block.criteria_set.criteria.filter(parent=None, code=owner.area.code).first()
        if area and cycle.last_on in owner.owner.valid:
            _take_over(owner, block, area.pk, cycle.last_on)


def _take_over(owner: AreaOwner, block: CycleGroup, area: int, day: date) -> None:
    substitute = owner.substitute
    AreaOwner.objects.create(
        cycle_group=block,
        area_id=area,
        owner=owner.owner,
        substitute=substitute if substitute and day in substitute.valid else None,
    )


def _day_problems(plan: YearPlan) -> Iterator[str]:
    """Yield what is wrong with the organiser, the year and its days."""
    if Cycle.objects.filter(organiser=plan.organiser, year=plan.year).exists():
        yield str(CycleOpenAlready(plan.organiser, plan.year))
    if plan.last_on < plan.first_on:
        yield f"Ngày cuối kỳ {plan.last_on:%d/%m/%Y} trước ngày đầu {plan.first_on:%d/%m/%Y}."
    elif plan.year not in range(plan.first_on.year, plan.last_on.year + 1):
        yield f"Kỳ không có ngày nào thuộc năm {plan.year}."
    if localdate(plan.cutoff_at) < plan.first_on:
        yield "Thời điểm chốt số liệu trước ngày đầu kỳ."
    if plan.last_on not in plan.organiser.valid:
        yield f"{plan.organiser.name} không tồn tại vào ngày cuối kỳ {plan.last_on:%d/%m/%Y}."


def _block_problems(plan: YearPlan) -> Iterator[str]:
    """Yield what is wrong with the blocks and their units."""
    if not plan.blocks:
        yield "Chưa có khối nào; hãy chọn bộ tiêu chí và đơn vị cho ít nhất một khối."
    first_in: dict[int, str] = {}
    for group, _, units in plan.blocks:
        if not units:
            yield f"Khối “{group.title}” không có đơn vị nào vào ngày {plan.last_on:%d/%m/%Y}."
        again = [unit for unit in units if unit.pk in first_in]
        if again:
            names = ", ".join(unit.name for unit in again[:5])
            more = f" và {len(again) - 5} đơn vị nữa" if len(again) > 5 else ""
            yield (
                f"{names}{more} đã ở khối “{first_in[again[0].pk]}”,"
                f" không thể ở cả khối “{group.title}”."
            )
        gone = [unit.name for unit in units if plan.last_on not in unit.valid]
        if gone:
            yield f"Không tồn tại vào ngày {plan.last_on:%d/%m/%Y}: {', '.join(gone)}."
        first_in |= {unit.pk: group.title for unit in units}
