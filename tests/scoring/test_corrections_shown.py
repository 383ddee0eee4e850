"""A correction after publication is told to the unit by the next publication, not when typed."""

from dataclasses import replace

import pytest
from django.db import transaction

from scoring.models import Publication
from scoring.services.appraisal_writing import Given
from scoring.services.council import decide_leaf
from scoring.services.ranking import rank_cycle
from tests.appraisal_world import (
    appraised,
    build_appraisal,
    leaf_of,
    objected,
    open_stage,
    published,
    seen_by_council,
    sheet_of,
    words,
)
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/phieu/56/2024/tai-chinh/giai-trinh/"


@pytest.fixture
def cycle(marker):
    """A published year; of A.1 Sở Tài chính got 2, objected, and got 3 by the council."""
    cycle = build_appraisal(marker)
    open_stage(cycle, "explanation")
    appraised(cycle, "tai-chinh", "A.1", "2", marker)
    objected(cycle, "tai-chinh", "A.1", marker)
    appraised(cycle, "tai-chinh", "A.1", "3", marker, round="council")
    published(cycle, marker)
    return cycle


@pytest.fixture
def head(client, cycle, make_user):
    """The head of Sở Tài chính, signed in."""
    client.force_login(make_user("head", Unit.through_time.get(code="tai-chinh")))
    return client


@pytest.fixture
def correction(cycle, marker):
    """The council decides on 1.25 in its stage, which is opened after the publication."""
    stage = open_stage(cycle, "council")
    stage.steps.create(change="opened", note="Sửa theo kết luận", by=marker)
    given = Given({"points": "1.25"}, "sửa", seen=1)
    return decide_leaf(
        assessment=sheet_of(cycle, "tai-chinh"),
        criterion=leaf_of(cycle, "A.1"),
        given=replace(given, **seen_by_council(cycle, "tai-chinh", "A.1")),
        by=marker,
    )


def pages(client, cycle):
    """Return what the unit reads of its appraisal, and of the history of its sheet."""
    history = f"/nhat-ky/phieu/{sheet_of(cycle, 'tai-chinh').pk}/"
    return words(client.get(PAGE)), words(client.get(history))


@transaction.atomic
def publish_again(cycle, by):
    """Publish the correction."""
    first = Publication.objects.get()
    Publication.objects.update(state="superseded")
    Publication.objects.create(
        cycle=cycle,
        run=rank_cycle(cycle.pk, by=by),
        decision_number="19/QĐ-UBND",
        decided_on=first.decided_on,
        reason="sửa A.1",
        supersedes=first,
        published_by=by,
    )


def test_as_published_the_unit_reads_all_of_it(head, cycle):
    explanation, history = pages(head, cycle)

    assert "Hội đồng 3" in explanation
    assert "3 điểm" in history


def test_a_correction_is_not_told_when_it_is_typed(head, cycle, correction):
    explanation, history = pages(head, cycle)

    assert "1,25" not in explanation and "Hội đồng" not in explanation
    assert "1,25" not in history and "3 điểm" in history


def test_the_next_publication_tells_it(head, cycle, correction, marker):
    publish_again(cycle, marker)

    explanation, history = pages(head, cycle)

    assert "Hội đồng 1,25" in explanation
    assert "1,25 điểm" in history
