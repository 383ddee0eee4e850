"""Opening a cycle with its blocks and sheets, and how a unit takes part."""

from datetime import date, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from dossiers.models import PeriodStart
from scoring.models import Assessment, Cycle
from scoring.services.criteria import create_criteria_set
from scoring.services.cycles import (
    CycleOpenAlready,
    UnitsNotThere,
    UnitsTwice,
    open_cycle,
    set_standing,
)
from scoring.services.ranking import rank_cycle
from tests.scoring_world import CRITERIA, HANOI, approve_rules_of, create_dossiers
from units.models import UnitGroup

LAST_ON = date(2024, 11, 30)


@pytest.fixture
def asked(cycle, make_unit, marker):
    """Return what is needed to open a district's cycle of 1/12/2023 to 30/11/2024."""
    approve_rules_of(cycle)
    group = UnitGroup.objects.create(code="communes", title="Xã, phường, thị trấn")
    criteria_set = create_criteria_set(CRITERIA | {"code": "bo-xa"})
    communes = [make_unit("xa-1", level="commune"), make_unit("xa-2", level="commune")]
    return {
        "organiser": make_unit("huyen", "Huyện Vạn Ninh", level="district"),
        "year": 2024,
        "title": "Xếp hạng cấp xã năm 2024",
        "first_on": date(2023, 12, 1),
        "last_on": LAST_ON,
        "cutoff_at": datetime(2024, 12, 5, 17, tzinfo=HANOI),
        "rule_set": cycle.rule_set,
        "campaign": None,
        "groups": [(group, criteria_set, communes)],
        "by": marker,
    }


def test_a_cycle_opens_with_its_blocks_in_order_and_a_sheet_for_each_unit(asked, make_unit):
    group = UnitGroup.objects.get(code="departments")
    criteria_set = asked["groups"][0][1]
    asked["groups"].append((group, criteria_set, [make_unit("phong")]))

    cycle = open_cycle(**asked)

    sheets = cycle.assessments.values_list(
        "cycle_group__position", "cycle_group__group__code", "unit__code", "standing"
    )
    assert sorted(sheets) == [
        (1, "communes", "xa-1", "ranked"),
        (1, "communes", "xa-2", "ranked"),
        (2, "departments", "phong", "ranked"),
    ]


def test_dossiers_are_counted_apart_at_the_bounds_of_the_cycle_and_after_the_cutoff(asked):
    """The bounds are first days of a month, which always begin a period; 6/12 is asked for."""
    open_cycle(**asked)

    assert list(PeriodStart.objects.values_list("day", flat=True)) == [date(2024, 12, 6)]


@pytest.mark.parametrize(("first", "last"), [(date(2024, 12, 1), None), (None, date(2024, 11, 29))])
def test_a_unit_that_did_not_exist_on_the_last_day_is_refused_by_name(
    asked, make_unit, first, last
):
    asked["groups"][0][2].append(make_unit("xa-3", "Xã Đầm Môn", first, last))

    with pytest.raises(UnitsNotThere) as refused:
        open_cycle(**asked)

    assert str(refused.value) == "Không tồn tại vào ngày 30/11/2024: Xã Đầm Môn (xa-3)."
    assert not Cycle.objects.filter(organiser=asked["organiser"]).exists()


def test_an_organiser_that_did_not_exist_then_is_refused(asked, make_unit):
    asked["organiser"] = make_unit("moi", "Huyện mới", date(2025, 1, 1))

    with pytest.raises(UnitsNotThere, match=r"Huyện mới \(moi\)"):
        open_cycle(**asked)


def test_a_unit_given_twice_is_refused(asked):
    _group, criteria_set, communes = asked["groups"][0]
    asked["groups"].append((UnitGroup.objects.get(code="departments"), criteria_set, communes[:1]))

    with pytest.raises(UnitsTwice, match=r"nhiều hơn một lần: xa-1 \(xa-1\)[.]$"):
        open_cycle(**asked)


def test_a_second_cycle_of_the_year_is_refused(asked):
    open_cycle(**asked)

    with pytest.raises(CycleOpenAlready, match="Huyện Vạn Ninh đã có kỳ đánh giá năm 2024"):
        open_cycle(**asked)


def test_a_district_ranks_its_own_communes_beside_the_province(asked, cycle):
    """xa-1: 6 + 4 = 10 of 10; xa-2: 3 + (1 − 1/10) × 4 = 6.6 of 10."""
    asked["last_on"], asked["cutoff_at"] = cycle.last_on, cycle.cutoff_at
    own = open_cycle(**asked)
    for sheet, points in zip(own.assessments.order_by("unit__code"), ("6", "3"), strict=True):
        leaf = sheet.cycle_group.criteria_set.criteria.get(code="1.1")
        sheet.marks.create(criterion=leaf, content={"points": points}, marked_by=asked["by"])
        create_dossiers(sheet.unit, 10, 0 if points == "6" else 1)

    run = rank_cycle(own.pk, by=None)

    lines = [(line.unit.code, str(line.entry["points"])) for line in run.lines.all()]
    assert lines == [("xa-1", "10"), ("xa-2", "6.6")]
    assert rank_cycle(cycle.pk, by=None).lines.count() == 3


def test_a_standing_is_decided_with_a_reason_and_remembered_with_who(asked, marker):
    sheet = open_cycle(**asked).assessments.get(unit__code="xa-1")

    set_standing(
        assessment=sheet, standing=Assessment.Standing.EXCLUDED, reason=" Sáp nhập ", by=marker
    )

    sheet.refresh_from_db()
    assert (sheet.standing, sheet.reason) == ("excluded", "Sáp nhập")
    log = LogEntry.objects.get(object_id=str(sheet.pk))
    assert (log.user, log.change_message) == (marker, "Không tham gia. Sáp nhập")


@pytest.mark.parametrize(
    ("standing", "reason", "message"),
    [("scored", " ", "Hãy ghi lý do"), ("absent", "Vắng", "absent")],
)
def test_a_standing_without_reason_or_sense_is_refused(asked, marker, standing, reason, message):
    sheet = open_cycle(**asked).assessments.get(unit__code="xa-1")

    with pytest.raises(ValidationError, match=message):
        set_standing(assessment=sheet, standing=standing, reason=reason, by=marker)

    assert Assessment.objects.get(pk=sheet.pk).standing == "ranked"
