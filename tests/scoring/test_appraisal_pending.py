"""What appraisal leaves open keeps a result from being published, in sentences."""

import pytest

from scoring.models import Appraisal, Mark
from scoring.selectors.appraisal_pending import open_appraisals
from scoring.selectors.pending import pending_in
from scoring.services.ranking import rank_cycle
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    leaf_of,
    objected,
    open_stage,
    sheet_of,
)

UNDECIDED = "chưa có thẩm định lần hai hay quyết định của hội đồng."


@pytest.fixture
def cycle(marker):
    """The year under appraisal."""
    return build_appraisal(marker)


def sentences(cycle):
    """Return the sentences of what is open."""
    return [problem.message for problem in open_appraisals(cycle)]


def test_an_objection_is_open_until_it_is_decided_on(cycle, marker):
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    objected(cycle, "tai-chinh", "A.1", marker)

    assert sentences(cycle) == [f"Sở Tài chính: 1 tiêu chí không đồng ý, {UNDECIDED}"]
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="second")
    assert sentences(cycle) == []


def test_the_council_decides_as_well(cycle, marker):
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="council")

    assert sentences(cycle) == []


def test_what_does_not_apply_and_who_takes_no_part_are_not_waited_for(cycle, marker):
    for unit in ("tai-chinh", "tu-phap"):
        appraised(cycle, unit, "A.1", "3", marker)
        objected(cycle, unit, "A.1", marker)
    excused = Mark.objects.filter(assessment=sheet_of(cycle, "tai-chinh"))
    excused.update(content={"state": "not_applicable", "reason": "không có"})
    sheet = sheet_of(cycle, "tu-phap")
    sheet.standing, sheet.reason = "excluded", "sắp xếp"
    sheet.save()

    assert sentences(cycle) == []


def test_a_mark_that_no_appraiser_has_seen_is_said(cycle, marker):
    mark = {"content": {"points": "4"}, "marked_by": marker}
    for code in ("A.1", "B.1"):
        Mark.objects.create(
            assessment=sheet_of(cycle, "tai-chinh"), criterion=leaf_of(cycle, code), **mark
        )

    assert sentences(cycle) == ["Sở Tài chính: 2 tiêu chí có điểm nhưng chưa qua thẩm định."]


def test_a_cycle_without_that_stage_takes_marks_as_they_come(cycle, marker):
    cycle.stages.all().delete()
    Mark.objects.create(
        assessment=sheet_of(cycle, "tai-chinh"),
        criterion=leaf_of(cycle, "A.1"),
        content={"points": "4"},
        marked_by=marker,
    )

    assert sentences(cycle) == []


def test_sheets_that_are_not_signed_are_said_where_units_score_themselves(cycle, marker):
    sheet = sheet_of(cycle, "tai-chinh")
    sheet.state, sheet.signed_at, sheet.signed_by, sheet.signature = "submitted", None, None, ""
    sheet.save()

    assert sentences(cycle) == []
    open_stage(cycle, "self_scoring")
    assert sentences(cycle) == ["Sở Tài chính: phiếu chưa được ký, nộp."]


def test_a_run_lists_it_among_all_that_is_pending(cycle, marker):
    appraised(cycle, "tai-chinh", "A.1", "3", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    codes = [problem.code for problem in pending_in(run)]

    assert "open_objection" in codes and "unmarked_leaves" in codes
    assert Appraisal.objects.count() == 1
