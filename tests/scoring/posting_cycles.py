"""What Sở Nội vụ sends in the course of a year: its setting up, its stages, one unit in it."""

from typing import Any

from foundation.models import Job
from scoring.forms.cycles import BlockSetForm, SettingsForm, YearForm
from scoring.models import AreaOwner, Assessment, Cycle, FactWaiver, Mark, Reopening, Stage
from scoring.selectors.cycle_setup import proposal_of
from tests.appraisal_world import DAY, sheet_of
from tests.scoring.posting_world import REASON, Step, area_of, column, said, step
from units.models import Unit, User

YEAR, YEAR_BEFORE, EARLIER = ("56", 2024), ("56", 2023), ("56", 2022)
OWN = (*YEAR, "noi-vu")


def cycle_steps(cycle: Cycle, appraiser: User) -> list[Step]:
    """Return what is sent to run a year; the appraiser is one who may be named for an area."""
    return [
        *_new_year_steps(cycle),
        *_settings_steps(cycle),
        *_area_steps(cycle, appraiser),
        *_stage_steps(cycle),
        *_unit_steps(cycle),
        *_applicability_steps(cycle),
    ]


def _new_year_steps(cycle: Cycle) -> list[Step]:
    year = YearForm(proposal=proposal_of(cycle.organiser, 2025))
    without_stages = [name for name in year.fields if not name.endswith(("_tu", "_den"))]
    typed = _typed({name: year[name].value() for name in without_stages} | {"cham_kin": "on"})
    asked, is_there = {"nam": 2025, "to_chuc": "56"}, Cycle.objects.filter(year=2025).exists
    return [
        step("cycle_new:lập", [], typed | {"mo": "1"}, is_there, query=asked),
        step("cycle_new:xem", [], typed | {"kiem-tra": "1"}, None, query=asked),
    ]


def _settings_steps(cycle: Cycle) -> list[Step]:
    block, earlier = cycle.groups.get(), Cycle.objects.get(year=2022)
    moved, renamed = earlier.groups.get(), _typed(SettingsForm.typed(cycle) | {"ten": "Tên khác"})
    chosen = {BlockSetForm(block=moved).add_prefix("bo"): block.criteria_set_id}
    used, jobs = column(moved, "criteria_set"), Job.objects.filter
    return [
        step("cycle_settings", YEAR, renamed, column(cycle, "title"), "Tên khác"),
        step("cycle_set", (*EARLIER, moved.pk), chosen, used, block.criteria_set_id),
        step("rank_now:tạm", YEAR, {"loai": "tam-tinh"}, jobs(input__is_provisional=True).exists),
        step("rank_now:đủ", YEAR, {"loai": "day-du"}, jobs(input__is_provisional=False).exists),
    ]


def _area_steps(cycle: Cycle, appraiser: User) -> list[Step]:
    """Return what is sent about area B, which is Sở Tài chính's."""
    block, area = cycle.groups.get(), area_of(cycle, "B")
    row = AreaOwner.objects.get(cycle_group=block, area=area)
    home, before = Unit.through_time.get(code="noi-vu"), Cycle.objects.get(year=2023)
    here = {"khoi": block.pk, "linh_vuc": area.pk, "da_xem": f"{row.owner_id}//"}
    given = here | {"co_quan": row.owner_id, "thay": home.pk}
    named = here | {"co_quan": row.owner_id, "nguoi": appraiser.pk}
    copied = AreaOwner.objects.filter(cycle_group__cycle=before).count
    return [
        step("area_owners:giao", YEAR, given, column(row, "substitute"), home.pk),
        step("area_owners:cử người", YEAR, named, row.appraisers.filter(user=appraiser).exists),
        step("area_owners:thôi", YEAR, here, AreaOwner.objects.filter(pk=row.pk).exists, False),
        step("copy_area_owners", YEAR_BEFORE, {}, copied, 2),
    ]


def _stage_steps(cycle: Cycle) -> list[Step]:
    """Return what is sent about the stages of 2022, and about the appraisal of 2024."""
    appraisal, before = cycle.stages.get(kind="appraisal"), Cycle.objects.get(year=2023)
    coming, later = Cycle.objects.get(year=2022).stages.order_by("opens_on")
    ends, why = coming.closes_on + DAY, {"ly_do": REASON}
    open_now, moved = Stage.objects.filter(opened_at__isnull=False, closed_at=None), later.closes_on
    days = why | {"tu": said(coming.opens_on), "den": said(ends)}
    of_2022, of_2024 = (*EARLIER, coming.pk), (*YEAR, appraisal.pk)
    again = why | {"den": said(appraisal.closes_on), "bo_qua": "on"}
    reopened = appraisal.steps.filter(change="reopened").exists
    is_open, is_begun = (open_now.filter(pk=it.pk).exists for it in (appraisal, coming))
    close = step("stage_close", of_2024, why, is_open, False)
    with_later = days | {"doi_sau": "on"}
    return [
        step("stages_plan", YEAR_BEFORE, {}, before.stages.count, 2),
        step("stage_open:sớm", of_2022, why | {"bo_qua": "on"}, is_begun),
        step("stage_open:mở lại", of_2024, again, reopened, first=close),
        close,
        step("stage_move", of_2022, days, column(coming, "closes_on"), ends),
        step("stage_move:cả sau", of_2022, with_later, column(later, "closes_on"), moved + DAY),
    ]


def _unit_steps(cycle: Cycle) -> list[Step]:
    """Return what is sent about Sở Nội vụ, and about the reopening of Sở Tài chính."""
    sheet, explanation = sheet_of(cycle, "noi-vu"), cycle.stages.get(kind="explanation")
    until, reopening = explanation.closes_on + 2 * DAY, Reopening.objects.get()
    area, why = area_of(cycle, "A"), {"ly_do": REASON, "den": said(until)}
    is_longer = sheet.extensions.filter(stage=explanation, until_on=until).exists
    is_open = sheet.reopenings.filter(area=area, closed_at=None).exists
    is_waived = FactWaiver.objects.filter(assessment=sheet, fact="late_rate").exists
    closed = (*YEAR, "tai-chinh", reopening.pk)
    is_shut = Reopening.objects.filter(pk=reopening.pk, closed_at__isnull=False).exists
    waived = {"chi_so": "late_rate", "ly_do": REASON}
    return [
        step("unit_extension", OWN, why | {"giai_doan": explanation.pk}, is_longer),
        step("unit_reopening", OWN, why | {"linh_vuc": area.pk}, is_open),
        step("reopening_close", closed, {}, is_shut),
        step("unit_waiver", OWN, waived, is_waived),
        *(_standing_step(cycle, standing) for standing in Assessment.Standing.values),
    ]


def _standing_step(cycle: Cycle, standing: str) -> Step:
    """Return a decision on Sở Nội vụ, which is ranked in 2024 and only scored in 2022."""
    year = 2022 if standing == Assessment.Standing.RANKED else 2024
    sheet = Assessment.objects.get(cycle__year=year, unit__code="noi-vu")
    typed = {"tu_cach": standing, "ly_do": REASON}
    place, shown = ("56", year, "noi-vu"), column(sheet, "standing")
    return step(f"unit_standing:{standing}", place, typed, shown, standing)


def _applicability_steps(cycle: Cycle) -> list[Step]:
    sheet = sheet_of(cycle, "noi-vu")
    decided = Mark.objects.filter(assessment=sheet, content__state="not_applicable")
    of_a, of_b = (decided.filter(criterion__code=code) for code in ("A.1", "B.1"))
    typed = {"don_vi": sheet.pk, "tieu_chi": "A.1", "ly_do": REASON}
    return [
        step("not_applicable:quyết định", YEAR, typed, of_a.exists),
        step("not_applicable:thu hồi", YEAR, {"thu-hoi": of_b.get().pk}, of_b.exists, False),
    ]


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a form as a browser sends them, for the values that stand in it."""
    sent = {name: said(it) if hasattr(it, "day") else it for name, it in values.items()}
    return {name: it for name, it in sent.items() if it not in (None, False)}
