"""More time for one unit: who may get it, until when, and what the log says."""

from datetime import date

import pytest

from scoring.models import Extension, Stage
from scoring.services.extensions import grant_extension
from scoring.services.stage_refusals import DayRefused, NotForThisSheet, ReasonMissing
from scoring.services.stages import open_stage
from tests.scoring_world import build_year_before
from tests.stage_world import give_timetable, instant, sheet_of, sign, stage

SELF = Stage.Kind.SELF_SCORING


@pytest.fixture
def opened(cycle, marker) -> Stage:
    """Return the stage of self-scoring, opened on its day."""
    give_timetable(cycle, marker)
    return open_stage(stage=stage(cycle, SELF), by=marker, at=instant(1, 3))


@pytest.fixture
def grant(opened, marker):
    """Return a function that gives beta until 25/03, or what is said otherwise."""

    def give(**other) -> Extension:
        usual = {
            "stage": opened,
            "assessment": sheet_of(opened.cycle, "beta"),
            "until_on": date(2025, 3, 25),
            "reason": " Bão số 1 ",
            "by": marker,
            "at": instant(19, 3),
        }
        return grant_extension(**(usual | other))

    return give


def test_an_extension_says_who_why_and_until_when(grant, opened, marker):
    extension = grant()

    assert (extension.until_on, extension.reason) == (date(2025, 3, 25), "Bão số 1")
    assert extension.granted_by == marker
    step = opened.steps.last()
    assert (step.change, step.by) == ("extended", marker)
    assert step.note == "Sở beta: đến hết 25/03/2025. Bão số 1"


@pytest.mark.parametrize(
    ("other", "refusal", "sentence"),
    [
        ({"reason": " \n"}, ReasonMissing, "Hãy ghi lý do."),
        ({"until_on": date(2025, 3, 20)}, DayRefused, "Mọi đơn vị đều có đến hết 20/03/2025"),
        ({"at": instant(26, 3, 0)}, DayRefused, "Ngày 25/03/2025 đã qua"),
    ],
)
def test_an_extension_needs_a_reason_and_a_day_to_come(grant, other, refusal, sentence):
    with pytest.raises(refusal, match=sentence):
        grant(**other)

    assert not Extension.objects.exists()


def test_a_signed_sheet_gets_no_more_time_to_be_filled_in(grant, opened, marker):
    sign(opened.cycle, "beta", marker)

    with pytest.raises(NotForThisSheet, match="Sở beta đã ký nộp; hãy mở lại lĩnh vực"):
        grant()


def test_a_signed_sheet_may_get_more_time_to_explain(grant, opened, marker):
    sign(opened.cycle, "beta", marker)

    extension = grant(stage=stage(opened.cycle, "explanation"), until_on=date(2025, 4, 20))

    assert extension.stage.kind == Stage.Kind.EXPLANATION


def test_a_unit_that_takes_no_part_gets_no_more_time(grant, opened):
    opened.cycle.assessments.filter(unit__code="beta").update(standing="excluded", reason="Tách")

    with pytest.raises(NotForThisSheet, match="Sở beta không tham gia kỳ này"):
        grant()


def test_a_sheet_of_another_cycle_gets_no_more_time_here(grant, opened, marker):
    before = build_year_before(opened.cycle, {"beta": "6"}, marker)

    with pytest.raises(NotForThisSheet, match="kỳ đánh giá khác"):
        grant(assessment=sheet_of(before, "beta"))
