"""What appraisers, the unit and the council send about a sheet that is signed."""

from functools import partial
from typing import Any

from scoring.forms.appraisal import AS_CLAIMED, UNCHANGED
from scoring.models import Appraisal, Assessment, Claim, Criterion, Cycle, Explanation
from tests.appraisal_world import leaf_of, posted_to_council, sheet_of
from tests.scoring.posting_world import REASON, Step, step

YEAR = ("56", 2024)
IS_APPRAISED = (*YEAR, "tai-chinh")


def appraisal_steps(cycle: Cycle) -> list[Step]:
    """Return what is sent about the sheet of Sở Tài chính."""
    sheet = sheet_of(cycle, "tai-chinh")
    first, second, third = (leaf_of(cycle, code) for code in ("A.1", "A.2", "B.1"))
    seen = posted_to_council(cycle, "tai-chinh", "A.1")
    return [
        *_first_round(sheet, second),
        *_after_it(sheet, first, seen),
        *_unit_steps(sheet, third),
    ]


def blind_steps() -> list[Step]:
    """Return the ways to appraise A.2 of Sở Tài chính where two do so unseen by each other."""
    sheet = Assessment.objects.get(cycle__year=2024, unit__code="tai-chinh")
    leaf = leaf_of(sheet.cycle, "A.2")
    place, given = (*YEAR, leaf.code, "tai-chinh"), partial(_given, sheet, leaf, "blind")
    edition = Claim.objects.get(assessment=sheet, criterion=leaf).edition
    seen, confirmed = {"vong": "blind", "tu_cham": edition}, {"tieu_chi": f"{leaf.pk}:{edition}"}
    return [
        step("accept_claims:kín", (*IS_APPRAISED, "A"), confirmed, given(2)),
        step("appraisal_leaf:kín, như tự chấm", place, seen | {"cach": AS_CLAIMED}, given(2)),
    ]


def _first_round(sheet: Assessment, leaf: Criterion) -> list[Step]:
    """Return the ways to appraise A.2, of which option a with 2 points is claimed."""
    place, given = (*YEAR, leaf.code, "tai-chinh"), partial(_given, sheet, leaf, "first")
    edition = Claim.objects.get(assessment=sheet, criterion=leaf).edition
    seen = {"vong": "first", "tu_cham": edition}
    typed = {"cach": "", "lua_chon": "b", "ly_do": REASON}
    confirmed = {"tieu_chi": f"{leaf.pk}:{edition}"}
    return [
        step("accept_claims", (*IS_APPRAISED, "A"), confirmed, given(2)),
        step("appraisal_leaf:như tự chấm", place, seen | {"cach": AS_CLAIMED}, given(2)),
        step("appraisal_leaf:điểm khác", place, seen | typed, given(1)),
    ]


def _after_it(sheet: Assessment, leaf: Criterion, seen: dict[str, Any]) -> list[Step]:
    """Return the second round and the council about A.1: 4 points claimed, 2 given, objected to."""
    council = (*IS_APPRAISED, leaf.pk)
    typed = seen | {"ly_do": REASON, "da_xem": "0", "vong": "council"}
    second = {"ly_do": REASON, "vong": "second", "tu_cham": seen["tu_cham"]}
    given, decided = (partial(_given, sheet, leaf, it) for it in ("second", "council"))
    place = (*YEAR, leaf.code, "tai-chinh")
    return [
        step("appraisal_leaf:lần hai", place, second | {"diem": "3"}, given(3)),
        step("appraisal_leaf:chấp nhận", place, second | {"cach": AS_CLAIMED}, given(4)),
        step("decide:điểm khác", council, typed | {"diem": "3"}, decided(3)),
        step("decide:giữ nguyên", council, typed | {"cach": UNCHANGED}, decided(2)),
    ]


def _unit_steps(sheet: Assessment, leaf: Criterion) -> list[Step]:
    """Return what the unit answers about B.1."""
    said, place = Explanation.objects.filter(assessment=sheet, criterion=leaf), leaf.pk
    agreed, objected = (said.filter(stance=it).exists for it in ("agree", "object"))
    objection = {"y_kien": "object", "giai_trinh": "Đã giải ngân đủ", "da_xem": ""}
    return [
        step("agree_to_the_rest", IS_APPRAISED, {}, agreed),
        step("explain:đồng ý", (*IS_APPRAISED, place), {"y_kien": "agree", "da_xem": ""}, agreed),
        step("explain:không đồng ý", (*IS_APPRAISED, place), objection, objected),
    ]


def _given(sheet: Assessment, leaf: Criterion, round: str, points: int) -> Any:
    """Return what tells whether a leaf was given points in a round."""
    given = Appraisal.objects.filter(assessment=sheet, criterion=leaf, round=round)
    return given.filter(points=points).exists
