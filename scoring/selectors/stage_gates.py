"""What keeps a stage from opening, and what a person may overrule of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from scoring.models import (
    Appraisal,
    AreaOwner,
    Assessment,
    CriteriaSet,
    Criterion,
    CycleGroup,
    Explanation,
    Stage,
)
from scoring.selectors.cycle_progress import unappraised
from scoring.selectors.publications import current_publication
from scoring.selectors.timetable import stage_before, stages_of

NAMES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that keeps a stage from opening; the clock overrules none, a person some.

    What `will_pass` needs nobody to see to it before the stage's day: the clock will.
    """

    text: str
    may_be_overruled: bool = True
    will_pass: bool = False


def obstacles_to(stage: Stage, stages: Sequence[Stage] | None = None) -> list[Obstacle]:
    """Return what keeps a stage from opening (again) now; `stages` are the cycle's if at hand."""
    stages = stages_of(stage.cycle) if stages is None else stages
    check = _CHECKS.get(stage.kind)
    found = [*_order(stage, stages), *(check(stage) if check else [])]
    if stage.closed_at and stage.kind == Stage.Kind.SELF_SCORING and _is_announced(stages):
        found.append(
            Obstacle(
                "Điểm thẩm định đã báo cho các đơn vị; hãy mở lại từng lĩnh vực của từng đơn vị"
                " thay vì cả giai đoạn.",
                may_be_overruled=False,
            )
        )
    if holding := current_publication(stage.cycle):
        number = holding.decision_number
        found.append(Obstacle(f"Kết quả của kỳ đã công bố theo Quyết định số {number}."))
    return found


def _order(stage: Stage, stages: Sequence[Stage]) -> list[Obstacle]:
    """Return what the stage before says: it must have been opened, and should be closed."""
    earlier = stage_before(stage, stages)
    if earlier is None or earlier.closed_at:
        return []
    name = earlier.get_kind_display()
    if earlier.opened_at is None:
        return [Obstacle(f"Giai đoạn trước, “{name}”, chưa mở.", may_be_overruled=False)]
    text = f"Giai đoạn trước, “{name}”, còn mở đến hết {earlier.closes_on:%d/%m/%Y}."
    return [Obstacle(text, will_pass=True)]


def _is_announced(stages: Sequence[Stage]) -> bool:
    return any(one.kind == Stage.Kind.EXPLANATION and one.opened_at for one in stages)


def _self_scoring(stage: Stage) -> list[Obstacle]:
    """Every block has units, and a set that was approved."""
    blocks = CycleGroup.objects.filter(cycle=stage.cycle).select_related("group", "criteria_set")
    sheets = Assessment.objects.filter(cycle_group=OuterRef("pk"))
    found = []
    for block in blocks.annotate(has_sheets=Exists(sheets)):
        if not block.has_sheets:
            found.append(f"Khối “{block.group.title}” chưa có đơn vị nào.")
        if block.criteria_set.state == CriteriaSet.State.DRAFT:
            found.append(
                f"Bộ tiêu chí “{block.criteria_set.title}” của khối “{block.group.title}”"
                " còn là dự thảo; hãy duyệt trước."
            )
    if not blocks:
        found.append("Kỳ này chưa có khối nào.")
    return [Obstacle(text, may_be_overruled=False) for text in found]


def _appraisal(stage: Stage) -> list[Obstacle]:
    """Every area has an owner, and there is a signed sheet to appraise."""
    found = []
    sheets = Assessment.objects.filter(cycle=stage.cycle)
    if not sheets.filter(state=Assessment.State.SIGNED).exists():
        found.append("Chưa có phiếu nào được ký nộp.")
    owned = AreaOwner.objects.filter(area=OuterRef("pk"), cycle_group__cycle=stage.cycle)
    areas = Criterion.objects.filter(criteria_set__cycle_groups__cycle=stage.cycle, parent=None)
    ownerless = areas.filter(~Exists(owned)).distinct().order_by("criteria_set", "position")
    if names := [str(area) for area in ownerless]:
        found.append(f"Chưa phân công cơ quan thẩm định: {_listed(names)}.")
    return [Obstacle(text) for text in found]


def _explanation(stage: Stage) -> list[Obstacle]:
    """Every leaf that people appraise has its first appraisal."""
    lacking = unappraised(stage.cycle)
    if not lacking:
        return []
    names = [f"{name} ({count} tiêu chí)" for name, count in lacking]
    total = sum(count for _, count in lacking)
    return [
        Obstacle(
            f"Còn {total} tiêu chí của {len(lacking)} đơn vị chưa có điểm thẩm định:"
            f" {_listed(names)}."
        )
    ]


def _council(stage: Stage) -> list[Obstacle]:
    """Every objection has its second appraisal."""
    second = Appraisal.objects.filter(
        assessment=OuterRef("assessment"),
        criterion=OuterRef("criterion"),
        round=Appraisal.Round.SECOND,
    )
    objected = Explanation.objects.filter(
        ~Exists(second), assessment__cycle=stage.cycle, stance=Explanation.Stance.OBJECT
    ).count()
    if not objected:
        return []
    return [Obstacle(f"Còn {objected} ý kiến không đồng ý chưa được thẩm định lần hai.")]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMES_SHOWN
    return "; ".join(names[:NAMES_SHOWN]) + (f"; và {more} nữa" if more > 0 else "")


_CHECKS: dict[str, Callable[[Stage], list[Obstacle]]] = {
    Stage.Kind.SELF_SCORING: _self_scoring,
    Stage.Kind.APPRAISAL: _appraisal,
    Stage.Kind.EXPLANATION: _explanation,
    Stage.Kind.COUNCIL: _council,
}
