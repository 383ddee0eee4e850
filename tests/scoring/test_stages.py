"""Stages opened, closed, opened again and moved, and what is refused."""

from datetime import date

import pytest

from scoring.models import Appraisal, CriteriaSet, Criterion, Cycle, Document, Evidence, Mark, Stage
from scoring.selectors.cycle_progress import unappraised
from scoring.selectors.stages import is_open_for
from scoring.services.stage_refusals import (
    AlreadyThere,
    DayRefused,
    ReasonMissing,
    StageHeldBack,
)
from scoring.services.stages import close_stage, move_stage, open_stage, plan_stages
from tests.stage_world import DAYS, give_timetable, instant, sheet_of, sign, stage

SELF, APPRAISAL, EXPLANATION, SECOND, COUNCIL = Stage.Kind


@pytest.fixture
def planned(cycle, marker) -> Cycle:
    """Return the hand-worked cycle with its timetable."""
    return give_timetable(cycle, marker)


@pytest.fixture
def self_scoring(planned, marker) -> Stage:
    """Return the stage of self-scoring, opened on its day."""
    return open_stage(stage=stage(planned, SELF), by=marker, at=instant(1, 3))


def steps(cycle: Cycle) -> list[tuple[str, str]]:
    """Return kind and change of every step but the planning."""
    found = cycle.stages.values_list("steps__change", "kind").order_by("steps__pk")
    return [(kind, change) for change, kind in found if change != "planned"]


def test_a_stage_opened_on_its_day_needs_no_reason_and_is_logged(planned, marker):
    opened = open_stage(stage=stage(planned, SELF), by=marker, at=instant(1, 3))

    step = opened.steps.last()
    assert (opened.opened_at, opened.closed_at) == (instant(1, 3), None)
    assert (step.change, step.note, step.by) == ("opened", "", marker)


def test_opening_self_scoring_puts_the_set_in_force(self_scoring):
    (block,) = self_scoring.cycle.groups.select_related("criteria_set")

    assert block.criteria_set.state == CriteriaSet.State.IN_FORCE


def test_self_scoring_does_not_open_with_a_draft_even_if_somebody_insists(cycle, marker):
    plan_stages(cycle, DAYS, by=marker)

    with pytest.raises(StageHeldBack) as refusal:
        open_stage(
            stage=stage(cycle, SELF),
            by=marker,
            reason="Gấp",
            despite_obstacles=True,
            at=instant(1, 3),
        )

    assert refusal.value.sentences == (
        "Bộ tiêu chí “Bộ tiêu chí tính tay” của khối “Sở, ban, ngành” còn là dự thảo;"
        " hãy duyệt trước.",
    )


def test_a_stage_opened_early_needs_a_reason_and_begins_that_day(planned, marker):
    early = instant(25, 2)

    with pytest.raises(ReasonMissing):
        open_stage(stage=stage(planned, SELF), by=marker, reason="  ", at=early)
    opened = open_stage(stage=stage(planned, SELF), by=marker, reason="Kịp tiến độ", at=early)

    assert opened.opens_on == date(2025, 2, 25)
    assert opened.steps.last().note == "Mở sớm, theo lịch từ 01/03/2025. Kịp tiến độ"


def test_a_stage_that_is_open_is_not_opened_twice(self_scoring, marker):
    with pytest.raises(AlreadyThere, match="“Tự chấm điểm” đang mở"):
        open_stage(stage=self_scoring, by=marker, at=instant(2, 3))


@pytest.mark.parametrize("kind", [APPRAISAL, EXPLANATION, SECOND, COUNCIL])
def test_no_stage_opens_before_the_one_it_follows(planned, marker, kind):
    opens_on = DAYS[kind][0]

    with pytest.raises(StageHeldBack, match="chưa mở") as refusal:
        open_stage(
            stage=stage(planned, kind),
            by=marker,
            reason="Gấp",
            despite_obstacles=True,
            at=instant(opens_on.day, opens_on.month),
        )

    assert not refusal.value.may_be_overruled


def test_what_a_person_may_overrule_is_logged_with_the_reason(self_scoring, planned, marker):
    at = instant(21, 3)

    with pytest.raises(StageHeldBack) as refusal:
        open_stage(stage=stage(planned, APPRAISAL), by=marker, at=at)
    opened = open_stage(
        stage=stage(planned, APPRAISAL),
        by=marker,
        reason="Đã họp",
        despite_obstacles=True,
        at=at,
    )

    assert refusal.value.sentences == (
        "Giai đoạn trước, “Tự chấm điểm”, còn mở đến hết 20/03/2025.",
        "Chưa có phiếu nào được ký nộp.",
    )
    assert opened.steps.last().note.endswith("Dù: Chưa có phiếu nào được ký nộp. Đã họp")


def test_appraisal_asks_for_an_owner_of_every_area(self_scoring, planned, marker):
    sign(planned, "alpha", marker)
    close_stage(stage=self_scoring, by=None, at=instant(21, 3))
    planned.groups.get().area_owners.filter(area__code="2").delete()

    with pytest.raises(StageHeldBack) as refusal:
        open_stage(stage=stage(planned, APPRAISAL), by=marker, at=instant(21, 3))

    assert refusal.value.sentences == ("Chưa phân công cơ quan thẩm định: 2 Thủ tục.",)


@pytest.fixture
def appraised(self_scoring, planned, marker) -> Cycle:
    """Return the cycle with its appraisal over; every leaf that people mark was appraised."""
    sign(planned, "alpha", marker)
    for mark in Mark.objects.filter(assessment__cycle=planned):
        Appraisal.objects.create(
            assessment=mark.assessment,
            criterion=mark.criterion,
            round=Appraisal.Round.FIRST,
            content=mark.content,
            appraised_by=marker,
            appraiser_unit=planned.organiser,
            assessed_unit=mark.assessment.unit,
        )
    close_stage(stage=self_scoring, by=None, at=instant(21, 3))
    open_stage(stage=stage(planned, APPRAISAL), by=None, at=instant(21, 3))
    close_stage(stage=stage(planned, APPRAISAL), by=None, at=instant(10, 4))
    return planned


def test_explanation_opens_once_every_leaf_has_its_first_appraisal(appraised, marker):
    opened = open_stage(stage=stage(appraised, EXPLANATION), by=None, at=instant(10, 4))

    assert opened.is_open


def test_explanation_names_the_units_that_lack_an_appraisal(appraised, marker):
    """1.1 is the one leaf that people mark; beta lacks it, gamma takes no part."""
    Mark.objects.filter(assessment__unit__code="beta").update(content={"state": "unmarked"})
    Mark.objects.filter(assessment__unit__code="gamma").delete()
    appraised.assessments.filter(unit__code="gamma").update(standing="excluded", reason="Sáp nhập")

    with pytest.raises(StageHeldBack) as refusal:
        open_stage(stage=stage(appraised, EXPLANATION), by=None, at=instant(10, 4))

    assert refusal.value.sentences == (
        "Còn 1 tiêu chí của 1 đơn vị chưa có điểm thẩm định: Sở beta (1 tiêu chí).",
    )
    assert refusal.value.may_be_overruled


def test_a_mark_that_came_with_a_file_is_no_appraisal(appraised):
    Appraisal.objects.filter(assessment__unit__code="beta").delete()

    with pytest.raises(StageHeldBack, match=r"Sở beta \(1 tiêu chí\)"):
        open_stage(stage=stage(appraised, EXPLANATION), by=None, at=instant(10, 4))


def test_what_does_not_apply_is_not_waited_for(appraised):
    Appraisal.objects.filter(assessment__unit__code="beta").delete()
    content = {"state": "not_applicable", "reason": "Không có"}
    Mark.objects.filter(assessment__unit__code="beta").update(content=content)

    assert open_stage(stage=stage(appraised, EXPLANATION), by=None, at=instant(10, 4)).is_open


def test_a_leaf_that_no_unit_claims_needs_its_mark_alone(cycle, marker):
    plan_stages(cycle, DAYS, by=marker)
    assert [n for _, n in unappraised(cycle)] == [1, 1, 1]

    Criterion.objects.filter(code="1.1").update(is_self_scored=False)

    assert unappraised(cycle) == []


def test_self_scoring_does_not_open_again_once_the_points_were_announced(appraised, marker):
    open_stage(stage=stage(appraised, EXPLANATION), by=None, at=instant(10, 4))

    with pytest.raises(StageHeldBack, match="mở lại từng lĩnh vực"):
        open_stage(
            stage=stage(appraised, SELF),
            by=marker,
            reason="Xin thêm",
            closes_on=date(2025, 4, 30),
            despite_obstacles=True,
            at=instant(11, 4),
        )


def test_a_stage_closed_early_needs_a_reason_and_ends_that_day(self_scoring, marker):
    with pytest.raises(ReasonMissing):
        close_stage(stage=self_scoring, by=marker, at=instant(15, 3))
    closed = close_stage(stage=self_scoring, by=marker, reason="Đủ phiếu", at=instant(15, 3))

    assert (closed.closes_on, closed.closed_at) == (date(2025, 3, 15), instant(15, 3))
    assert closed.steps.last().note == "Đóng sớm, theo lịch đến hết 20/03/2025. Đủ phiếu"
    assert not is_open_for(closed, sheet_of(closed.cycle, "beta"), at=instant(15, 3, 10))


def test_closing_freezes_what_the_units_cited(self_scoring, marker):
    sheet = sheet_of(self_scoring.cycle, "beta")
    document = Document.objects.create(
        unit=sheet.unit, title="Kế hoạch", url="https://example.vn/kh.pdf", created_by=marker
    )
    cited = Evidence.objects.create(
        assessment=sheet,
        criterion=sheet.cycle_group.criteria_set.criteria.get(code="1.1"),
        document=document,
        attached_by=marker,
    )

    close_stage(stage=self_scoring, by=None, at=instant(21, 3))

    cited.refresh_from_db()
    assert cited.frozen["title"] == "Kế hoạch"


def test_a_stage_that_was_never_opened_is_not_closed(planned, marker):
    with pytest.raises(AlreadyThere, match="chưa mở"):
        close_stage(stage=stage(planned, SELF), by=marker, reason="Nhầm", at=instant(1, 3))


def test_a_stage_opened_again_takes_a_day_and_a_reason(self_scoring, marker):
    close_stage(stage=self_scoring, by=None, at=instant(21, 3))
    until, at = date(2025, 3, 25), instant(22, 3)

    with pytest.raises(DayRefused, match="đã qua"):
        open_stage(stage=self_scoring, by=marker, reason="Mạng hỏng", at=at)
    with pytest.raises(ReasonMissing):
        open_stage(stage=self_scoring, by=marker, closes_on=until, at=at)
    again = open_stage(stage=self_scoring, by=marker, reason="Mạng hỏng", closes_on=until, at=at)

    assert (again.opened_at, again.closed_at, again.closes_on) == (instant(1, 3), None, until)
    assert steps(again.cycle) == [(SELF, "opened"), (SELF, "closed"), (SELF, "reopened")]


def test_moving_needs_a_reason_and_tells_what_was_before(planned, marker):
    days = {"opens_on": date(2025, 3, 3), "closes_on": date(2025, 3, 19)}

    with pytest.raises(ReasonMissing):
        move_stage(stage=stage(planned, SELF), reason="", by=marker, at=instant(1, 2), **days)
    moved = move_stage(
        stage=stage(planned, SELF), reason="Nghỉ Tết", by=marker, at=instant(1, 2), **days
    )

    assert (moved.opens_on, moved.closes_on) == (date(2025, 3, 3), date(2025, 3, 19))
    assert moved.steps.last().note == (
        "01/03/2025 – 20/03/2025 → 03/03/2025 – 19/03/2025. Nghỉ Tết"
    )


def test_a_stage_is_not_moved_into_the_one_after_it(planned, marker):
    with pytest.raises(DayRefused) as refusal:
        move_stage(
            stage=stage(planned, SELF),
            opens_on=date(2025, 3, 1),
            closes_on=date(2025, 3, 21),
            reason="Thêm ngày",
            by=marker,
            at=instant(1, 2),
        )

    assert refusal.value.sentences == (
        "Thẩm định lần đầu bắt đầu 21/03/2025, khi “Tự chấm điểm” chưa hết (21/03/2025).",
    )


def test_the_later_stages_move_along_if_asked(self_scoring, planned, marker):
    move_stage(
        stage=self_scoring,
        opens_on=date(2025, 3, 1),
        closes_on=date(2025, 3, 25),
        reason="Bão",
        by=marker,
        shift_later=True,
        at=instant(10, 3),
    )

    days = planned.stages.values_list("kind", "opens_on", "closes_on")
    assert {kind: (first.day, last.day) for kind, first, last in days} == {
        SELF: (1, 25),  # 20 + 5
        APPRAISAL: (26, 14),  # 21/3 + 5, 9/4 + 5
        EXPLANATION: (15, 21),
        SECOND: (22, 1),  # 17/4 + 5, 26/4 + 5 = 1/5
        COUNCIL: (2, 5),  # 27/4 + 5 = 2/5, 30/4 + 5 = 5/5
    }


def test_the_first_day_of_an_opened_stage_stays(self_scoring, marker):
    with pytest.raises(DayRefused, match="không dời được ngày bắt đầu"):
        move_stage(
            stage=self_scoring,
            opens_on=date(2025, 3, 2),
            closes_on=date(2025, 3, 20),
            reason="Nhầm",
            by=marker,
            at=instant(1, 3),
        )


def test_a_last_day_that_is_over_is_refused(self_scoring, marker):
    with pytest.raises(DayRefused, match="10/03/2025 đã qua"):
        move_stage(
            stage=self_scoring,
            opens_on=date(2025, 3, 1),
            closes_on=date(2025, 3, 10),
            reason="Nhầm",
            by=marker,
            at=instant(11, 3, 0),
        )


def test_a_closed_stage_is_not_moved(self_scoring, marker):
    close_stage(stage=self_scoring, by=None, at=instant(21, 3))

    with pytest.raises(AlreadyThere, match="đã đóng"):
        move_stage(
            stage=self_scoring,
            opens_on=date(2025, 3, 1),
            closes_on=date(2025, 3, 30),
            reason="Thêm",
            by=marker,
            at=instant(21, 3),
        )


def test_days_out_of_order_are_all_told_at_once(cycle, marker):
    days = DAYS | {SELF: (date(2025, 3, 5), date(2025, 3, 4)), COUNCIL: (date(2025, 4, 20),) * 2}

    with pytest.raises(DayRefused) as refusal:
        plan_stages(cycle, days, by=marker)

    assert refusal.value.sentences == (
        "Tự chấm điểm: ngày kết thúc 04/03/2025 trước ngày bắt đầu 05/03/2025.",
        "Hội đồng quyết định bắt đầu 20/04/2025, khi “Thẩm định lần hai” chưa hết (26/04/2025).",
    )
    assert not cycle.stages.exists()
