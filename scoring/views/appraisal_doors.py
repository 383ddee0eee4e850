"""Which cycle, sheet and leaf an address names, and whether they are the person's to appraise."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.timezone import now

from scoring.models import Assessment
from scoring.selectors.appraisal_desk import CycleDesk, SheetDesk, cycle_desk, sheet_desk
from scoring.selectors.appraisal_leaves import AppraisedLeaf, leaves_of
from scoring.selectors.claim_sheets import sheet_named
from scoring.views.doors import cycle_or_404, user_of


class TakesNoPart(Http404):
    """The unit of a sheet does not take part in its cycle."""

    def __init__(self, sheet: Assessment) -> None:
        super().__init__(f"{sheet.unit} không tham gia kỳ này.")


@dataclass(frozen=True, slots=True)
class LeafDesk:
    """One leaf of one sheet on the desk of somebody who may appraise its area."""

    desk: SheetDesk
    leaf: AppraisedLeaf


def desk_or_404(request: HttpRequest, organiser_code: str, year: int) -> CycleDesk:
    """Return the cycle as it stands for the person now, or raise Http404."""
    return cycle_desk(cycle_or_404(organiser_code, year), user_of(request), at=now())


def sheet_or_404(desk: CycleDesk, unit_code: str) -> Assessment:
    """Return the sheet of a unit in the desk's cycle, or raise Http404, TakesNoPart."""
    sheet = sheet_named(desk.cycle, unit_code)
    if sheet is None:
        raise Http404("Đơn vị không có phiếu trong kỳ này.")
    if sheet.standing == Assessment.Standing.EXCLUDED:
        raise TakesNoPart(sheet)
    return sheet


def leaf_desk(desk: CycleDesk, unit_code: str, criterion_code: str) -> LeafDesk:
    """Return one leaf of one sheet; Http404 for none, PermissionDenied for another's area."""
    sheet = sheet_or_404(desk, unit_code)
    criteria_set = sheet.cycle_group.criteria_set_id
    leaves = leaves_of([criteria_set])[criteria_set]
    leaf = next((it for it in leaves if it.criterion.code == criterion_code), None)
    if leaf is None:
        raise Http404("Phiếu không có tiêu chí này, hoặc tiêu chí này được chấm tự động.")
    right = desk.right(sheet, leaf.area)
    if not right.is_given:
        raise PermissionDenied(right.why_not)
    return LeafDesk(sheet_desk(desk, sheet, [leaf]), leaf)
