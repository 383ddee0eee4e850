"""Stages that are not over, also for one unit, and areas opened again hold publication up."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from scoring.models import Criterion, Extension, Reopening, Stage
from scoring.selectors.cycle_progress import sheets_progress
from scoring.selectors.pending import pending_in
from scoring.selectors.stage_pending import open_course
from scoring.services.ranking import rank_cycle
from tests.reports.test_pages import words
from tests.stage_world import give_timetable, sheet_of, sign, stage

EXPLAINING = "explanation"


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


@pytest.fixture
def extend(cycle, marker):
    """Return a function that gives beta time in a stage until so many days from today."""

    def extend(days, kind=EXPLAINING):
        return Extension.objects.create(
            stage=stage(cycle, kind),
            assessment=sheet_of(cycle, "beta"),
            until_on=localdate() + timedelta(days=days),
            reason="Lụt",
            granted_by=marker,
        )

    return extend


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


@pytest.mark.parametrize("days", [0, 3])
def test_more_time_for_one_unit_is_said_until_its_last_day_is_over(cycle, over, extend, days):
    over()
    until = extend(days).until_on

    said = f"Sở beta: được gia hạn giai đoạn “Đơn vị giải trình”, đến hết {until:%d/%m/%Y}."
    assert sentences(cycle) == [said]
    assert [problem.place for problem in open_course(cycle)] == ["beta"]


def test_more_time_that_is_used_up_holds_nothing_up(cycle, over, extend):
    over()
    extend(-1)

    assert sentences(cycle) == []


def test_of_several_extensions_the_latest_counts(cycle, over, extend):
    over()
    extend(9)
    until = extend(3).until_on

    (said,) = sentences(cycle)

    assert said.endswith(f"đến hết {until:%d/%m/%Y}.")


def test_a_day_that_everybody_has_is_no_extension(cycle, over, extend):
    over()
    one = extend(3)
    Stage.objects.filter(kind=EXPLAINING).update(closes_on=one.until_on)

    assert sentences(cycle) == []


def test_time_to_fill_a_sheet_in_ends_when_it_is_signed(cycle, over, extend, marker):
    over()
    extend(3, "self_scoring")
    before = sentences(cycle)
    sign(cycle, "beta", marker)

    assert len(before) == 1
    assert sentences(cycle) == []


def test_who_takes_no_part_has_no_time_to_be_waited_for(cycle, over, extend):
    over()
    sheet = extend(3).assessment
    sheet.standing, sheet.reason = "excluded", "sắp xếp"
    sheet.save()

    assert sentences(cycle) == []


def test_progress_shows_more_time_in_a_later_stage_while_it_lasts(cycle, over, extend):
    """Time to fill the sheet in stands in its own deadline, and is not told twice."""
    over()
    extend(3, "self_scoring")
    running = extend(3)

    progress = {one.assessment.unit.code: one for one in sheets_progress(cycle, today=localdate())}

    assert [one.pk for one in progress["beta"].extensions] == [running.pk]
    assert progress["beta"].is_extended
    assert progress["alpha"].extensions == ()
    over_by = running.until_on + timedelta(days=1)
    assert not any(one.extensions for one in sheets_progress(cycle, today=over_by))


def test_the_page_of_a_cycle_shows_it_beside_the_unit(client, make_user, cycle, over, extend):
    over()
    until = extend(3).until_on
    client.force_login(make_user("reader"))

    page = words(client.get("/ky-danh-gia/56/2024/"))

    assert page.count("gia hạn “Đơn vị giải trình”") == 1
    assert f"gia hạn “Đơn vị giải trình” đến hết {until:%d/%m/%Y}" in page
