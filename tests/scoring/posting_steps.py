"""What each role may send in the course of a year: its sheets, their appraisal, stages, units."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.models import Job, StoredFile
from scoring.forms.appraisal import AS_CLAIMED
from scoring.forms.cycles import BlockSetForm, SettingsForm, YearForm
from scoring.models import (
    Appraisal,
    AreaOwner,
    Assessment,
    Claim,
    Cycle,
    Document,
    Evidence,
    Explanation,
    Extension,
    FactWaiver,
    Mark,
    Reopening,
)
from scoring.selectors.claim_sheets import claims_version
from scoring.selectors.cycle_setup import proposal_of
from tests.appraisal_world import DAY, leaf_of, posted_to_council, sheet_of
from tests.scoring.evidence_world import keep
from tests.scoring.posting_world import (
    PASSWORD,
    REASON,
    Step,
    area_of,
    column,
    said,
    step,
)
from tests.scoring.test_sheet_files import filled, taken_along
from units.models import Unit, User

YEAR, YEAR_BEFORE, EARLIER = ("56", 2024), ("56", 2023), ("56", 2022)
DRAFTS, WAITS, IS_APPRAISED = (*YEAR, "tu-phap"), (*YEAR, "y-te"), (*YEAR, "tai-chinh")


def sheet_steps(cycle: Cycle, officer: User) -> dict[str, Step]:
    """Return what the people of a unit send about their sheet; the officer is Sở Tư pháp's."""
    sheet, leaf = sheet_of(cycle, "tu-phap"), leaf_of(cycle, "A.1")
    claimed = Claim.objects.get(assessment=sheet, criterion=leaf)
    document = keep(sheet.unit, officer)
    content = filled(taken_along(sheet, officer), {"Điểm A.1": "3"}).getvalue()
    place, points = (*DRAFTS, leaf.pk), column(claimed, "points")
    upload = step(
        "sheet_upload",
        DRAFTS,
        lambda: {"tep": _file(content)},
        StoredFile.objects.count,
        StoredFile.objects.count() + 1,
    )
    return {
        "document": step(
            "document", [document.pk], {"ten": "Tên khác"}, column(document, "title"), "Tên khác"
        ),
        "document_remove": step(
            "document_remove", [document.pk], {}, Document.objects.exists, False
        ),
        "documents": step(
            "documents",
            [],
            {"duong_dan": "https://vanban.example.vn/7", "ten": "Văn bản 7"},
            Document.objects.filter(title="Văn bản 7").exists,
        ),
        "leaf_claim": step(
            "leaf_claim", place, {"diem": "3", "giai_trinh": "", "phien_ban": "1"}, points, 3
        ),
        "leaf_evidence": step(
            "leaf_evidence",
            place,
            {"viec": "dan", "tai-lieu": document.pk},
            Evidence.objects.filter(document=document, assessment=sheet, criterion=leaf).exists,
        ),
        "sheet_confirm": step(
            "sheet_confirm", DRAFTS, {"nhan": f"{leaf.pk}:{claimed.version}"}, points, 3, upload
        ),
        "sheet_send_back": step(
            "sheet_send_back",
            WAITS,
            {"y_kien": "Sửa A.1"},
            column(sheet_of(cycle, "y-te"), "state"),
            Assessment.State.DRAFTING,
        ),
        "sheet_sign": step(
            "sheet_sign",
            DRAFTS,
            {"ban": claims_version(sheet), "mat_khau": PASSWORD},
            column(sheet, "state"),
            Assessment.State.SIGNED,
        ),
        "sheet_submit": step(
            "sheet_submit", DRAFTS, {}, column(sheet, "state"), Assessment.State.SUBMITTED
        ),
        "sheet_upload": upload,
    }


def appraisal_steps(cycle: Cycle) -> dict[str, Step]:
    """Return what is sent about the sheet of Sở Tài chính once it is signed."""
    sheet = sheet_of(cycle, "tai-chinh")
    first, second, third = (leaf_of(cycle, code) for code in ("A.1", "A.2", "B.1"))
    version = Claim.objects.get(assessment=sheet, criterion=second).version
    appraised = Appraisal.objects.filter(assessment=sheet, criterion=second, round="first").exists
    agreed = Explanation.objects.filter(assessment=sheet, criterion=third, stance="agree").exists
    seen = posted_to_council(cycle, "tai-chinh", "A.1")
    return {
        "accept_claims": step(
            "accept_claims", (*IS_APPRAISED, "A"), {"tieu_chi": f"{second.pk}:{version}"}, appraised
        ),
        "agree_to_the_rest": step("agree_to_the_rest", IS_APPRAISED, {}, agreed),
        "appraisal_leaf": step(
            "appraisal_leaf",
            (*YEAR, "A.2", "tai-chinh"),
            {"cach": AS_CLAIMED, "vong": "first", "tu_cham": "1"},
            appraised,
        ),
        "decide": step(
            "decide",
            (*IS_APPRAISED, first.pk),
            {"diem": "4", "ly_do": REASON, "da_xem": "0", "vong": "council", **seen},
            Appraisal.objects.filter(
                assessment=sheet, criterion=first, round="council", points=4
            ).exists,
        ),
        "explain": step(
            "explain", (*IS_APPRAISED, third.pk), {"y_kien": "agree", "da_xem": ""}, agreed
        ),
    }


def cycle_steps(cycle: Cycle) -> dict[str, Step]:
    """Return what Sở Nội vụ sends to set a year up and to have it ranked."""
    block, area = cycle.groups.get(), area_of(cycle, "B")
    before, earlier = (Cycle.objects.get(year=year) for year in (2023, 2022))
    finance, home = (Unit.through_time.get(code=code) for code in ("tai-chinh", "noi-vu"))
    moved, year = earlier.groups.get(), YearForm(proposal=proposal_of(cycle.organiser, 2025))
    without_stages = [name for name in year.fields if not name.endswith(("_tu", "_den"))]
    proposed = {name: year[name].value() for name in without_stages}
    new_year = step("cycle_new", [], {"mo": "1", **_typed(proposed)}, _has_year(2025))
    renamed = SettingsForm.typed(cycle) | {"ten": "Kỳ mang tên khác"}
    return {
        "area_owners": step(
            "area_owners",
            YEAR,
            {
                "khoi": block.pk,
                "linh_vuc": area.pk,
                "co_quan": finance.pk,
                "thay": home.pk,
                "da_xem": f"{finance.pk}//",
            },
            column(AreaOwner.objects.get(cycle_group=block, area=area), "substitute"),
            home.pk,
        ),
        "copy_area_owners": step(
            "copy_area_owners",
            YEAR_BEFORE,
            {},
            AreaOwner.objects.filter(cycle_group__cycle=before).count,
            2,
        ),
        "cycle_new": Step(
            f"{new_year.address}?nam=2025&to_chuc=56", new_year.typed, new_year.shown
        ),
        "cycle_set": step(
            "cycle_set",
            (*EARLIER, moved.pk),
            {BlockSetForm(block=moved).add_prefix("bo"): block.criteria_set_id},
            column(moved, "criteria_set"),
            block.criteria_set_id,
        ),
        "cycle_settings": step(
            "cycle_settings", YEAR, _typed(renamed), column(cycle, "title"), "Kỳ mang tên khác"
        ),
        "not_applicable": step(
            "not_applicable",
            YEAR,
            {"don_vi": sheet_of(cycle, "noi-vu").pk, "tieu_chi": "A.1", "ly_do": REASON},
            Mark.objects.filter(
                assessment__unit=home, content__contains={"state": "not_applicable"}
            ).exists,
        ),
        "rank_now": step("rank_now", YEAR, {"loai": "tam-tinh"}, Job.objects.exists),
    }


def stage_steps(cycle: Cycle) -> dict[str, Step]:
    """Return what Sở Nội vụ sends about stages, and about one unit in them."""
    before, earlier = (Cycle.objects.get(year=year) for year in (2023, 2022))
    stages = {one.kind: one for one in cycle.stages.all()}
    coming, appraisal = earlier.stages.get(), stages["appraisal"]
    explanation, reopening = stages["explanation"], Reopening.objects.get()
    own, until = sheet_of(cycle, "noi-vu"), explanation.closes_on + 2 * DAY
    place, later = (*YEAR, "noi-vu"), coming.closes_on + DAY
    return {
        "reopening_close": step(
            "reopening_close",
            (*IS_APPRAISED, reopening.pk),
            {},
            lambda: Reopening.objects.get().closed_at is not None,
        ),
        "stage_close": step(
            "stage_close",
            (*YEAR, appraisal.pk),
            {"ly_do": REASON},
            lambda: appraisal.cycle.stages.get(pk=appraisal.pk).is_open,
            False,
        ),
        "stage_move": step(
            "stage_move",
            (*EARLIER, coming.pk),
            {"tu": said(coming.opens_on), "den": said(later), "ly_do": REASON},
            column(coming, "closes_on"),
            later,
        ),
        "stage_open": step(
            "stage_open",
            (*EARLIER, coming.pk),
            {"ly_do": REASON, "bo_qua": "on"},
            lambda: earlier.stages.get().is_open,
        ),
        "stages_plan": step("stages_plan", YEAR_BEFORE, {}, before.stages.count, 1),
        "unit_extension": step(
            "unit_extension",
            place,
            {"giai_doan": explanation.pk, "den": said(until), "ly_do": REASON},
            Extension.objects.filter(assessment=own, stage=explanation, until_on=until).exists,
        ),
        "unit_reopening": step(
            "unit_reopening",
            place,
            {"linh_vuc": area_of(cycle, "A").pk, "den": said(until), "ly_do": REASON},
            Reopening.objects.filter(assessment=own, area__code="A", closed_at=None).exists,
        ),
        "unit_standing": step(
            "unit_standing",
            place,
            {"tu_cach": "excluded", "ly_do": REASON},
            column(own, "standing"),
            Assessment.Standing.EXCLUDED,
        ),
        "unit_waiver": step(
            "unit_waiver",
            place,
            {"chi_so": "late_rate", "ly_do": REASON},
            FactWaiver.objects.filter(assessment=own, fact="late_rate").exists,
        ),
    }


def _has_year(year: int) -> Any:
    return Cycle.objects.filter(year=year).exists


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a form as a browser sends them, for the values that stand in it."""
    sent = {name: said(it) if hasattr(it, "day") else it for name, it in values.items()}
    return {name: it for name, it in sent.items() if it not in (None, False)}


def _file(content: bytes) -> Any:
    return SimpleUploadedFile("phieu.xlsx", content)
