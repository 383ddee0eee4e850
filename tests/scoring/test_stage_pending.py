"""Stages that are not over, and areas opened again, keep a result from being published."""

from datetime import date

import pytest
from django.utils.timezone import now

from scoring.models import Criterion, Reopening, Stage
from scoring.selectors.pending import pending_in
from scoring.selectors.stage_pending import open_course
from scoring.services.ranking import rank_cycle
from tests.stage_world import give_timetable, sheet_of


def sentences(cycle):
    """Return the sentences of what is open."""
    return [problem.message for problem in open_course(cycle)]


@pytest.fixture
def over(cycle, marker):
    """Return a function that opens and closes all stages of the planned year but those named."""
    give_timetable(cycle, marker)

    def over(*but):
        rest = Stage.objects.filter(cycle=cycle).exclude(kind__in=but)
        rest.update(opened_at=now(), closed_at=now())

    return over


@pytest.fixture
def reopened(cycle, marker):
    """The first area of beta's sheet, open again."""
    return Reopening.objects.create(
        assessment=sheet_of(cycle, "beta"),
        area=Criterion.objects.get(code="1", parent=None),
        until_on=date(2025, 3, 25),
        reason="Sửa sót",
        opened_by=marker,
    )


def test_a_cycle_without_stages_has_none_to_close(cycle):
    assert sentences(cycle) == []


def test_stages_that_every_year_has_must_have_been_opened(cycle, over):
    assert sentences(cycle) == [
        "Giai đoạn “Tự chấm điểm” chưa mở.",
        "Giai đoạn “Thẩm định lần đầu” chưa mở.",
        "Giai đoạn “Đơn vị giải trình” chưa mở.",
    ]


@pytest.mark.parametrize("kind", Stage.Kind)
def test_a_stage_that_was_opened_must_be_closed(cycle, over, kind):
    over(kind)
    Stage.objects.filter(kind=kind).update(opened_at=now())

    assert sentences(cycle) == [f"Giai đoạn “{kind.label}” chưa đóng."]


def test_a_year_without_objections_skips_the_second_appraisal_and_the_council(cycle, over):
    over("second_appraisal", "council")

    assert sentences(cycle) == []


def test_an_area_that_is_open_again_is_said_until_it_is_closed(cycle, reopened, marker):
    unit, area = reopened.assessment.unit, reopened.area

    assert sentences(cycle) == [f"{unit}: đang mở lại lĩnh vực “{area.title}”, đến hết 25/03/2025."]
    reopened.closed_at = now()
    reopened.save()
    assert sentences(cycle) == []


def test_who_takes_no_part_is_not_waited_for(cycle, reopened):
    sheet = reopened.assessment
    sheet.standing, sheet.reason = "excluded", "sắp xếp"
    sheet.save()

    assert sentences(cycle) == []


def test_a_run_lists_both_among_all_that_is_pending(cycle, over, reopened):
    over("council", "explanation")
    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    problems = {(problem.code, problem.place) for problem in pending_in(run)}

    assert {("stage_not_opened", ""), ("area_reopened", "beta")} <= problems
