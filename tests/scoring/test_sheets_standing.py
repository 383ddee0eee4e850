"""A unit that takes part in a cycle lives on its last day; one that takes no part may be gone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange

from scoring.models import Assessment
from scoring.selectors.claim_sheets import sheet_named
from scoring.services.cycles import set_standing
from scoring.services.ranking import rank_cycle
from units.models import Succession, Unit
from units.selectors.faults import can_carry_on
from units.services.standing import left_by_unit

DAY = date(2024, 7, 1)
"""The day on which gamma is no more; its dossiers are of March."""


@pytest.fixture
def gamma(cycle) -> Unit:
    """Return gamma of the hand-worked cycle, to live to the eve of the day."""
    unit = Unit.through_time.get(code="gamma")
    unit.valid = DateRange(None, DAY)
    return unit


@pytest.fixture
def left_out(cycle, marker) -> Assessment:
    """Return the sheet of gamma, which takes no part any more."""
    return decide(cycle.assessments.get(unit__code="gamma"), "excluded", marker)


def decide(sheet: Assessment, standing: str, by) -> Assessment:
    """Decide how a unit takes part, because it was merged."""
    known = Assessment.Standing(standing)
    return set_standing(assessment=sheet, standing=known, reason="Sáp nhập từ 01/07/2024", by=by)


@pytest.mark.parametrize(
    ("last", "is_left"), [(date(2024, 12, 31), False), (date(2024, 12, 30), True)]
)
def test_a_unit_with_a_sheet_lives_on_the_last_day_of_the_cycle(gamma, last, is_left):
    gamma.valid = DateRange(None, date.fromordinal(last.toordinal() + 1))

    assert ("1 phiếu chấm điểm (31/12/2024)" in left_by_unit(gamma)) is is_left


def test_an_organiser_lives_on_the_last_day_of_its_cycles(cycle):
    organiser = cycle.organiser

    organiser.valid = DateRange(None, date(2024, 12, 31))

    assert "1 kỳ đánh giá do đơn vị tổ chức (31/12/2024)" in left_by_unit(organiser)


@pytest.mark.parametrize("standing", ["ranked", "scored"])
def test_whoever_ends_a_unit_that_takes_part_is_told_what_to_do_first(
    gamma, cycle, marker, standing
):
    decide(cycle.assessments.get(unit=gamma), standing, marker)

    assert left_by_unit(gamma) == (
        "1 phiếu chấm điểm (31/12/2024) – ghi tư cách Không tham gia kèm lý do trước"
    )


def test_a_unit_dissolved_mid_year_is_left_out_ended_and_followed(gamma, cycle, marker, left_out):
    """Provisional 98, 85, 54 as the small world has it; complete without gamma: 98, 85."""
    Assessment.objects.filter(pk=left_out.pk).update(standing="ranked", reason="")
    before = rank_cycle(cycle.pk, by=marker, is_provisional=True)
    decide(left_out, "excluded", marker)
    left = left_by_unit(gamma)
    gamma.save()
    alpha = Unit.through_time.get(code="alpha")
    can_follow = can_carry_on(gamma, alpha, "whole")
    Succession.objects.create(predecessor=gamma, successor=alpha, extent="whole")

    run = rank_cycle(cycle.pk, by=marker)

    assert (left, can_follow) == ("", True)
    assert ranks(before) == {"beta": 1, "alpha": 2, "gamma": 3}
    assert ranks(run) == {"beta": 1, "alpha": 2, "gamma": None}
    gone = run.lines.get(unit=gamma)
    assert (gone.given["standing"], gone.given["reason"]) == ("excluded", "Sáp nhập từ 01/07/2024")


def ranks(run) -> dict[str, int | None]:
    """Return the rank of each unit of a run by its code."""
    return dict(run.lines.values_list("unit__code", "rank"))


@pytest.mark.parametrize("standing", ["ranked", "scored"])
def test_a_unit_that_is_gone_does_not_take_part_again(gamma, marker, left_out, standing):
    gamma.save()

    with pytest.raises(ValidationError, match="chỉ ghi được tư cách Không tham gia"):
        decide(left_out, standing, marker)

    left_out.refresh_from_db()
    assert left_out.standing == "excluded"


def test_a_code_used_again_in_the_year_means_the_unit_of_the_last_day(
    gamma, cycle, marker, left_out, make_unit
):
    """The new gamma has a mark and no dossier, so it waits for a late rate."""
    gamma.save()
    heir = make_unit("gamma", "Sở gamma mới", first=DAY)
    sheet = Assessment.objects.create(cycle=cycle, cycle_group=left_out.cycle_group, unit=heir)
    mark = left_out.marks.get()
    sheet.marks.create(criterion=mark.criterion, content=mark.content, marked_by=marker)

    run = rank_cycle(cycle.pk, by=marker, is_provisional=True)

    assert sheet_named(cycle, "gamma") == sheet
    assert sorted(run.lines.values_list("unit__name", "standing")) == [
        ("Sở alpha", "ranked"),
        ("Sở beta", "ranked"),
        ("Sở gamma mới", "pending"),
    ]


@pytest.mark.parametrize("role", ["home_affairs", "head"])
def test_what_a_unit_that_is_gone_cited_is_still_shown(
    client, gamma, cycle, left_out, make_user, role
):
    gamma.save()
    unit = gamma if role == "head" else None
    client.force_login(make_user(role, unit, username="nguoi-xem"))
    leaf = left_out.cycle_group.criteria_set.criteria.get(code="1.1")

    answer = client.get(f"/phieu/56/2024/gamma/tai-lieu/{leaf.pk}/")

    assert answer.status_code == 200
    assert answer.context["leaf"].assessment == left_out


def test_the_address_of_a_code_used_again_is_that_of_the_unit_of_the_last_day(
    client, gamma, cycle, left_out, make_unit, make_user
):
    gamma.save()
    heir = make_unit("gamma", "Sở gamma mới", first=DAY)
    sheet = Assessment.objects.create(cycle=cycle, cycle_group=left_out.cycle_group, unit=heir)
    client.force_login(make_user("head", heir))
    leaf = sheet.cycle_group.criteria_set.criteria.get(code="1.1")

    answer = client.get(f"/phieu/56/2024/gamma/tai-lieu/{leaf.pk}/")

    assert answer.context["leaf"].assessment == sheet
