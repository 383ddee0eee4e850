"""A year set up from last year's, checked all at once, and changed later."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError

from scoring.models import AreaOwner, Claim, CriteriaSet, Cycle, Stage
from scoring.selectors.cycle_setup import AS_BEFORE, carried_on, proposal_of
from scoring.services import cycle_setup
from scoring.services.criteria import create_criteria_set
from scoring.services.cycle_changes import ChangeRefused, change_cycle, change_set
from scoring.services.cycle_setup import (
    PlanRefused,
    YearPlan,
    plan_notes,
    plan_problems,
    set_up_year,
)
from scoring.services.ranking import rank_cycle
from tests.scoring_world import CRITERIA, HANOI, approve_rules_of
from tests.stage_world import DAYS, give_timetable, make_known
from units.models import Succession, Unit, UnitGroup

SETTINGS = ("title", "first_on", "last_on", "cutoff_at", "rule_set", "campaign", "is_blind")


@pytest.fixture
def before(cycle, marker) -> Cycle:
    """Return the cycle of 2024 with its timetable in 2025; its departments lie below Tỉnh."""
    Unit.through_time.filter(level="department").update(parent=cycle.organiser)
    approve_rules_of(cycle)
    return give_timetable(cycle, marker)


@pytest.fixture
def plan(before) -> YearPlan:
    """Return 2025 as it is proposed."""
    return planned(before.organiser)


def planned(organiser: Unit, year: int = 2025, **other) -> YearPlan:
    """Return a year as it is proposed, or with something else in it."""
    proposal = proposal_of(organiser, year)
    usual = {name: getattr(proposal, name) for name in SETTINGS}
    blocks = [
        (one.group, one.criteria_set, one.units[one.chosen])
        for one in proposal.blocks
        if one.criteria_set
    ]
    usual |= {"blocks": blocks, "stages": proposal.stages}
    return YearPlan(organiser=organiser, year=year, **(usual | other))


def test_everything_is_proposed_as_the_year_before_had_it(before):
    proposal = proposal_of(before.organiser, 2025)

    assert (proposal.title, proposal.rule_set) == ("Kỳ tính tay 2025", before.rule_set)
    assert (proposal.first_on, proposal.last_on) == (date(2025, 1, 1), date(2025, 12, 31))
    assert proposal.cutoff_at == datetime(2025, 12, 31, 23, 59, 59, tzinfo=HANOI)
    (block,) = proposal.blocks
    assert (block.criteria_set, block.chosen) == (before.groups.get().criteria_set, "department")
    assert proposal.stages[Stage.Kind.SELF_SCORING] == (date(2026, 3, 1), date(2026, 3, 20))


def test_the_set_proposed_is_the_newest_clone_of_last_years(before):
    old = before.groups.get().criteria_set
    clone = create_criteria_set(CRITERIA | {"code": "bo-2025", "title": "Bộ 2025"})
    CriteriaSet.objects.filter(pk=clone.pk).update(based_on=old)

    (block,) = proposal_of(before.organiser, 2025).blocks

    assert block.criteria_set == clone


def test_an_organiser_without_a_year_before_gets_the_usual_lengths(make_unit):
    """Twenty days of self-scoring from the day after the year's last, then twenty more."""
    district = make_unit("huyen", "Huyện Vạn Ninh", level="district")

    proposal = proposal_of(district, 2024)

    assert proposal.title == "Xếp hạng cải cách hành chính năm 2024 – Huyện Vạn Ninh"
    assert proposal.stages["self_scoring"] == (date(2025, 1, 1), date(2025, 1, 20))
    assert proposal.stages["appraisal"] == (date(2025, 1, 21), date(2025, 2, 9))


def test_a_block_as_before_follows_units_that_went_into_others(before, make_unit):
    gamma = Unit.through_time.get(code="gamma")
    Unit.through_time.filter(pk=gamma.pk).update(valid=("2000-01-01", "2025-03-01"))
    heir = make_unit("delta", "Sở delta", first=date(2025, 3, 1))
    Succession.objects.create(predecessor=gamma, successor=heir, extent="whole")

    (block,) = proposal_of(before.organiser, 2025).blocks

    names = [unit.name for unit in block.units[AS_BEFORE]]
    assert names == ["Sở alpha", "Sở beta", "Sở delta"]
    assert block.chosen == AS_BEFORE
    assert carried_on([gamma.pk], date(2025, 2, 28)) == [gamma]


def test_a_year_is_set_up_with_sheets_timetable_and_owners(before, plan, marker):
    cycle = set_up_year(plan, by=marker)

    assert cycle.assessments.count() == 3
    days = dict(cycle.stages.values_list("kind", "opens_on"))
    assert days == {kind: opens.replace(year=2026) for kind, (opens, _) in DAYS.items()}
    owners = AreaOwner.objects.filter(cycle_group__cycle=cycle)
    assert sorted(owners.values_list("area__code", "owner__code")) == [
        ("1", "alpha"),
        ("2", "alpha"),
    ]


def test_what_is_wrong_is_told_all_at_once_and_nothing_is_stored(before, marker):
    group = UnitGroup.objects.create(code="khac", title="Khối khác")
    block = planned(before.organiser).blocks[0]
    wrong = planned(
        before.organiser,
        2024,
        first_on=date(2025, 1, 2),
        last_on=date(2025, 1, 1),
        cutoff_at=datetime(2024, 1, 1, tzinfo=HANOI),
        blocks=[block, (group, block[1], block[2][:1]), (group, block[1], [])],
        stages={"self_scoring": (date(2025, 1, 5), date(2025, 1, 4))},
    )

    with pytest.raises(PlanRefused) as refusal:
        set_up_year(wrong, by=marker)

    assert refusal.value.problems == (
        "Tỉnh Khánh Hòa đã có kỳ đánh giá năm 2024.",
        "Ngày cuối kỳ 01/01/2025 trước ngày đầu 02/01/2025.",
        "Thời điểm chốt số liệu trước ngày đầu kỳ.",
        "Sở alpha đã ở khối “Sở, ban, ngành”, không thể ở cả khối “Khối khác”.",
        "Khối “Khối khác” không có đơn vị nào vào ngày 01/01/2025.",
        "Tự chấm điểm: ngày kết thúc 04/01/2025 trước ngày bắt đầu 05/01/2025.",
    )
    assert Cycle.objects.count() == 1


def test_a_stage_that_could_never_be_opened_is_told_before_anything_is_stored(before):
    plan = planned(
        before.organiser, stages={"self_scoring": (date(2026, 3, 1), date(2099, 12, 31))}
    )

    (problem,) = plan_problems(plan)

    assert problem.startswith("Ngày 31/12/2099 quá xa; hãy chọn muộn nhất là 31/12/")


def test_what_is_to_be_seen_to_later_keeps_no_year_from_being_set_up(before, make_unit):
    draft = create_criteria_set(CRITERIA | {"code": "nhap", "title": "Bộ nháp"})
    block = planned(before.organiser).blocks[0]
    plan = planned(before.organiser, blocks=[(block[0], draft, block[2])], stages={})

    assert plan_problems(plan) == []
    assert plan_notes(plan) == [
        "Bộ tiêu chí “Bộ nháp” còn là dự thảo; phải duyệt trước khi mở tự chấm điểm.",
        "Chưa có giai đoạn nào; kỳ này chỉ nhận điểm từ tệp.",
    ]


def test_two_people_who_set_up_the_same_year_get_one(plan, marker, monkeypatch):
    """The second one's check came before the first one was done; the database holds the line."""
    set_up_year(plan, by=marker)
    monkeypatch.setattr(cycle_setup, "plan_problems", lambda plan: [])
    monkeypatch.setattr("scoring.services.cycles._check", lambda *given: None)

    with pytest.raises(PlanRefused, match="đã có kỳ đánh giá năm 2025") as refusal:
        set_up_year(plan, by=marker)

    assert isinstance(refusal.value.__cause__, IntegrityError)


@pytest.fixture
def settings_of(before) -> dict:
    """Return the settings of the cycle of 2024."""
    return {name: getattr(before, name) for name in SETTINGS}


def test_settings_change_until_the_result_is_published(before, settings_of, marker):
    changed = change_cycle(before, settings_of | {"title": "Tên mới"}, by=marker)
    make_known(rank_cycle(before.pk, by=marker), marker)

    assert changed.title == "Tên mới"
    with pytest.raises(ChangeRefused, match="đã công bố theo Quyết định số 05/QĐ-UBND"):
        change_cycle(before, settings_of, by=marker)


def test_the_last_day_is_one_on_which_every_unit_existed(before, settings_of, marker):
    Unit.through_time.filter(code="gamma").update(valid=("2000-01-01", "2025-01-01"))

    with pytest.raises(ChangeRefused) as refusal:
        change_cycle(before, settings_of | {"last_on": date(2025, 1, 31)}, by=marker)

    assert refusal.value.problems == (
        "Không tồn tại vào ngày 31/01/2025: Sở gamma (gamma)."
        " Đơn vị không còn thì ghi tư cách Không tham gia trước.",
    )


def test_a_unit_that_takes_no_part_need_not_exist_on_the_last_day(before, settings_of, marker):
    Unit.through_time.filter(code="gamma").update(valid=("2000-01-01", "2025-01-01"))
    before.assessments.filter(unit__code="gamma").update(standing="excluded", reason="Sáp nhập")

    changed = change_cycle(before, settings_of | {"last_on": date(2025, 1, 31)}, by=marker)

    assert changed.last_on == date(2025, 1, 31)


def test_the_set_of_a_block_changes_and_its_areas_keep_their_owners(before, marker):
    block = before.groups.get()
    block.assessments.get(unit__code="alpha").marks.all().delete()
    for sheet in block.assessments.all():
        sheet.marks.all().delete()
    other = create_criteria_set(CRITERIA | {"code": "bo-moi"})

    changed = change_set(block, other, by=marker)

    assert changed.criteria_set == other
    owned = AreaOwner.objects.filter(cycle_group=block).values_list(
        "area__criteria_set__code", "area__code"
    )
    assert sorted(owned) == [("bo-moi", "1"), ("bo-moi", "2")]


def test_the_set_of_a_block_stays_once_anything_is_claimed(before, marker):
    block = before.groups.get()
    for sheet in block.assessments.all():
        sheet.marks.all().delete()
    Claim.objects.create(
        assessment=block.assessments.first(),
        criterion=block.criteria_set.criteria.get(code="1.1"),
        content={"points": "3"},
        points="3",
        claimed_by=marker,
    )

    with pytest.raises(ChangeRefused, match="đã có điểm theo bộ tiêu chí đang dùng"):
        change_set(block, create_criteria_set(CRITERIA | {"code": "bo-moi"}), by=marker)
