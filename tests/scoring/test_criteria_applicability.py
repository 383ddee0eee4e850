"""A criterion that does not apply to one unit: who decided, why, and what counts afterwards."""

from decimal import Decimal

import pytest

from scoring.models import Appraisal, Explanation, Mark
from scoring.selectors.criteria_applicability import not_applicable_in
from scoring.services.criteria import create_criteria_set
from scoring.services.criteria_applicability import (
    CannotDecide,
    declare_not_applicable,
    revoke_not_applicable,
)
from scoring.services.ranking import rank_cycle
from tests.scoring_world import CRITERIA
from tests.stage_world import make_known
from units.models import Grant, Unit


@pytest.fixture
def sheet(cycle):
    return cycle.assessments.get(unit__code="gamma")


@pytest.fixture
def leaf(cycle):
    return cycle.groups.get().criteria_set.criteria.get(code="1.1")


def test_a_leaf_that_does_not_apply_leaves_points_and_maximum(cycle, sheet, leaf, marker):
    """Gamma keeps 2.1 alone: 0,6 × 4 = 2,4 of 4 = 60,00."""
    declare_not_applicable(assessment=sheet, criterion=leaf, reason="Không có", by=marker)

    line = rank_cycle(cycle.pk, by=None).lines.get(unit__code="gamma")

    assert line.entry["applicable_max"] == "4"
    assert line.entry["published"] == "60.00"
    decision = not_applicable_in(cycle).get()
    assert (decision.assessment, decision.marked_by) == (sheet, marker)


def test_what_counted_before_stays_in_the_history(sheet, leaf, marker):
    declare_not_applicable(assessment=sheet, criterion=leaf, reason="Không có", by=marker)

    events = Mark.pgh_event_model.objects.filter(assessment=sheet.pk).order_by("pgh_id")
    assert [event.content for event in events] == [
        {"points": "3"},
        {"state": "not_applicable", "reason": "Không có"},
    ]


def test_once_revoked_the_latest_appraisal_counts_again(sheet, leaf, marker):
    for place, round_ in enumerate(("first", "second"), start=1):
        Appraisal.objects.create(
            assessment=sheet,
            criterion=leaf,
            round=round_,
            content={"points": str(place)},
            points=Decimal(place),
            appraised_by=marker,
            appraiser_unit=Unit.through_time.get(code="alpha"),
            assessed_unit=sheet.unit,
        )
    declare_not_applicable(assessment=sheet, criterion=leaf, reason="Không có", by=marker)

    revoke_not_applicable(assessment=sheet, criterion=leaf, by=marker)

    assert Mark.objects.get(assessment=sheet).content == {"points": "2"}


def test_once_revoked_without_appraisal_it_waits_for_a_mark(sheet, leaf, marker):
    declare_not_applicable(assessment=sheet, criterion=leaf, reason="Không có", by=marker)

    revoke_not_applicable(assessment=sheet, criterion=leaf, by=marker)

    assert not Mark.objects.filter(assessment=sheet).exists()
    with pytest.raises(CannotDecide, match="đang áp dụng"):
        revoke_not_applicable(assessment=sheet, criterion=leaf, by=marker)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("1", "chỉ quyết định được ở tiêu chí thành phần"), ("2.1", "quyết định miễn chỉ số")],
)
def test_only_a_leaf_that_takes_marks_can_be_decided_on(sheet, leaf, marker, code, sentence):
    criterion = leaf.criteria_set.criteria.get(code=code)

    with pytest.raises(CannotDecide, match=sentence):
        declare_not_applicable(assessment=sheet, criterion=criterion, reason="x", by=marker)


def test_it_needs_a_reason_and_a_leaf_of_the_sheets_own_set(sheet, leaf, marker):
    other = create_criteria_set(CRITERIA | {"code": "khac"}, by=marker)

    with pytest.raises(CannotDecide, match="Hãy ghi lý do"):
        declare_not_applicable(assessment=sheet, criterion=leaf, reason=" \n", by=marker)
    with pytest.raises(CannotDecide, match="không thuộc bộ tiêu chí"):
        declare_not_applicable(
            assessment=sheet, criterion=other.criteria.get(code="1.1"), reason="x", by=marker
        )


def refused(sheet, leaf, by, sentence):
    """Assert that neither decision can be taken, each with the sentence."""
    with pytest.raises(CannotDecide, match=sentence):
        declare_not_applicable(assessment=sheet, criterion=leaf, reason="Không có", by=by)
    with pytest.raises(CannotDecide, match=sentence):
        revoke_not_applicable(assessment=sheet, criterion=leaf, by=by)


@pytest.mark.parametrize("role", ["home_affairs", "officer"])
def test_nobody_decides_for_a_unit_of_their_own(sheet, leaf, marker, role):
    Grant.objects.create(user=marker, role=role, unit=sheet.unit)

    refused(sheet, leaf, marker, "không ai quyết định cho đơn vị của chính mình")


def test_once_the_year_is_published_nothing_is_decided(cycle, sheet, leaf, marker):
    make_known(rank_cycle(cycle.pk, by=None), marker)

    refused(sheet, leaf, marker, "đã công bố theo Quyết định số 05/QĐ-UBND")


def test_an_objection_is_the_councils_to_decide(sheet, leaf, marker):
    Explanation.objects.create(
        assessment=sheet, criterion=leaf, stance="object", text="đủ cả", explained_by=marker
    )

    refused(sheet, leaf, marker, "hội đồng quyết định")
