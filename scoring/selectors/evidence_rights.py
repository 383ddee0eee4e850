"""Who may cite documents on a sheet, and why not."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from scoring.models import Assessment, Criterion, Cycle, Evidence, Reopening, Stage
from scoring.selectors.leaves import is_automatic
from scoring.selectors.sheet_rights import rights_of
from scoring.selectors.stages import area_of, end_of, is_open_for, stage_of
from units.models import User
from units.selectors.grants import sight_of

_STAGES = {
    Evidence.Purpose.CLAIM: Stage.Kind.SELF_SCORING,
    Evidence.Purpose.EXPLANATION: Stage.Kind.EXPLANATION,
}


def why_not_attach(
    user: User, assessment: Assessment, criterion: Criterion, purpose: str, *, at: datetime
) -> str:
    """Return why a person may not change what is cited for a leaf and a purpose, "" if they may.

    What a claim rests on changes as the claim does; what an explanation rests on as long as
    explanations are open for the unit.
    """
    is_of_the_sheet = criterion.criteria_set_id == assessment.cycle_group.criteria_set_id
    if criterion.leaf is None or not is_of_the_sheet:
        return _("Tiêu chí này không thuộc phiếu.")
    if purpose == Evidence.Purpose.EXPLANATION:
        return _why_not_explain(user, assessment, at)
    if purpose != Evidence.Purpose.CLAIM:
        return _("Hãy chọn tài liệu dùng cho tự chấm hay giải trình.")
    return _why_not_claim(user, assessment, criterion, at)


def changeable_evidence(cycle: Cycle, *, at: datetime) -> set[int]:
    """Return the citations (ids), frozen ones apart, that their units may change at an instant.

    Those are what was brought in a stage that is open for the unit, be it by an extension, and in
    areas that are open again.
    """
    stages = {purpose: stage_of(cycle, kind) for purpose, kind in _STAGES.items()}
    reopened = Reopening.objects.filter(assessment__cycle=cycle, closed_at=None)
    areas = {(row.assessment_id, row.area_id) for row in reopened if at < end_of(row.until_on)}
    is_open: dict[tuple[int, str], bool] = {}
    found = set()
    for evidence in _unfrozen(cycle):
        place = evidence.assessment_id, evidence.purpose
        if place not in is_open:
            stage = stages[Evidence.Purpose(evidence.purpose)]
            is_open[place] = is_open_for(stage, evidence.assessment, at=at)
        area = area_of(evidence.criterion).pk
        if is_open[place] or (evidence.assessment_id, area) in areas:
            found.add(evidence.pk)
    return found


def _unfrozen(cycle: Cycle) -> QuerySet[Evidence]:
    """Return the citations of a cycle that are not frozen, with all that leads to their area."""
    rows = Evidence.objects.filter(assessment__cycle=cycle, frozen__isnull=True)
    return rows.select_related("assessment", "criterion__parent__parent__parent")


def _why_not_claim(user: User, assessment: Assessment, criterion: Criterion, at: datetime) -> str:
    rights = rights_of(user, assessment, at)
    if not rights.may_fill:
        return rights.why_not
    if area_of(criterion).pk not in rights.open_areas:
        return _("Lĩnh vực này đang khóa; chỉ lĩnh vực được mở lại mới sửa được.")
    if is_automatic(criterion) or not criterion.is_self_scored:
        return _("Tiêu chí này không do đơn vị tự chấm nên không cần tài liệu.")
    return ""


def _why_not_explain(user: User, assessment: Assessment, at: datetime) -> str:
    if assessment.unit not in sight_of(user).units:
        return _("Chỉ đơn vị giải trình cho phiếu của mình.")
    if assessment.standing == Assessment.Standing.EXCLUDED:
        return _("Đơn vị không tham gia kỳ này.")
    if not is_open_for(stage_of(assessment.cycle, Stage.Kind.EXPLANATION), assessment, at=at):
        return _("Giai đoạn giải trình không mở cho đơn vị.")
    return ""
