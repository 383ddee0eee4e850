"""A run is published only if somebody approved its rules and the sets of its blocks."""

import pytest

from scoring.selectors.pending import pending_in
from scoring.services.publishing import PublicationRefused, publish_run
from scoring.services.ranking import rank_cycle
from tests.scoring_world import approve_sets, publish


def test_a_draft_keeps_a_run_from_being_published(cycle, marker):
    run = rank_cycle(cycle.pk, by=None)

    with pytest.raises(PublicationRefused) as refusal:
        publish_run(run, by=marker, decision_number="05/QĐ-UBND", decided_on=cycle.last_on)

    assert [problem.message for problem in refusal.value.problems] == [
        "Bộ quy tắc “Quy tắc tính tay” chưa được duyệt.",
        "Sở, ban, ngành: bộ tiêu chí “Bộ tiêu chí tính tay” chưa được duyệt.",
    ]


def test_once_it_is_approved_nothing_is_pending(cycle, marker):
    run = rank_cycle(cycle.pk, by=None)
    approve_sets(cycle)

    assert pending_in(run) == []
    assert publish(run, marker).run == run
