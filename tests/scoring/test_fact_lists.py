"""The list behind each fact: sealed at publication, and told when it is another one later."""

import hashlib
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from dossiers.models import Dossier
from scoring.models import RankingRun
from scoring.selectors.fact_lists import changed_lists, fact_lists
from scoring.services.publishing import publish_run
from scoring.services.ranking import rank_cycle
from surveys.models import Answer
from tests.scoring_world import HANOI, approve_sets
from units.models import Unit


@pytest.fixture
def run(cycle) -> RankingRun:
    """The first, complete run of the hand-worked cycle."""
    return rank_cycle(cycle.pk, by=None)


@pytest.fixture
def surveyed(cycle, make_campaign, stored_file):
    """Give the cycle a survey in which beta has two answers of two questions, one left out."""
    cycle.campaign = make_campaign("q1", "q2", left_out="q2")
    cycle.save()
    cycle.rule_set.minimum_sample = 2
    cycle.rule_set.save()
    for code, levels in (("p-2", {"q1": 5, "q2": 1}), ("p-1", {"q2": 2, "q1": 3})):
        Answer.objects.create(
            campaign=cycle.campaign,
            code=code,
            unit=Unit.through_time.get(code="beta"),
            answered_on=date(2024, 10, 1),
            levels=levels,
            source_file=stored_file(code, code),
        )
    return rank_cycle(cycle.pk, by=None)


def digest(*lines: str) -> str:
    """Return the SHA-256 of some lines."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_the_list_behind_a_late_rate_is_its_dossiers_by_code(run):
    """Beta: 20 dossiers received 01/03 08:00, due 15/03 17:00, the first finished an hour late.

    In UTC: 01:00, 10:00; 11:00 for the late one, 09:00 for the others.
    """
    times = "2024-03-01T01:00:00Z|2024-03-15T10:00:00Z|2024-03-15T{}:00:00Z"
    late = f"beta-0|resolved_late|{times.format('11')}"
    others = [f"beta-{n}|resolved_on_time|{times.format('09')}" for n in range(1, 20)]

    lines = sorted([late, *others], key=lambda line: line.split("|")[0])

    found = fact_lists(run)["beta"]["late_rate"]

    assert found == {"count": 20, "sha256": digest(*lines)}


def test_a_list_has_as_many_items_as_the_rate_counts(run):
    lists = fact_lists(run)

    counts = {unit: facts["late_rate"]["count"] for unit, facts in lists.items()}
    assert counts == {"alpha": 20, "beta": 20, "gamma": 10}


def test_the_list_behind_a_satisfaction_is_the_answers_that_count(surveyed):
    found = fact_lists(surveyed)["beta"]["satisfaction"]

    assert found == {"count": 2, "sha256": digest("p-1|2024-10-01|q1=3", "p-2|2024-10-01|q1=5")}


def test_without_a_ratio_there_is_no_list(surveyed):
    assert "satisfaction" not in fact_lists(surveyed)["alpha"]


def test_a_dossier_that_changes_later_changes_the_list_of_its_unit(run):
    frozen = fact_lists(run)
    Dossier.objects.filter(code="beta-0").update(finished_at=datetime(2024, 3, 15, tzinfo=HANOI))

    changed = changed_lists(run, frozen)

    assert [(it.unit_name, it.fact_title) for it in changed] == [("Sở beta", "Tỷ lệ hồ sơ trễ hạn")]


def test_a_dossier_handed_to_another_unit_changes_both_lists(run):
    frozen = fact_lists(run)
    Dossier.objects.filter(code="beta-0").update(unit=Unit.through_time.get(code="gamma"))

    assert [it.unit_name for it in changed_lists(run, frozen)] == ["Sở beta", "Sở gamma"]


def test_what_happens_after_the_cutoff_changes_no_list(cycle):
    """A dossier open and overdue at the cutoff counts as late; that it ends later is no news."""
    open_one = Dossier.objects.filter(code="beta-1")
    open_one.update(finished_at=None, outcome="open")
    run = rank_cycle(cycle.pk, by=None)
    frozen = fact_lists(run)

    after = cycle.cutoff_at + timedelta(days=3)
    open_one.update(finished_at=after, outcome="granted")

    assert changed_lists(run, frozen) == []


@pytest.fixture
def published(run, marker):
    """Publish the run, its set approved."""
    approve_sets(run.cycle)
    return publish_run(run, by=marker, decision_number="05/QĐ-UBND", decided_on=date(2025, 1, 15))


def verified(run: RankingRun) -> str:
    """Return what the command says of a run; it exits by an exception where the run is wrong."""
    said = StringIO()
    call_command("verify_ranking", str(run.pk), stdout=said)
    return said.getvalue()


def test_verifying_says_that_all_is_as_it_was_published(published):
    said = verified(published.run)

    assert "Đã công bố: Quyết định số 05/QĐ-UBND ngày 15/01/2025" in said
    assert "Hồ sơ, phiếu khảo sát sau số liệu: như lúc công bố" in said


def test_verifying_says_whose_facts_changed_and_calls_the_run_right(published):
    Dossier.objects.filter(code="gamma-0").delete()

    said = verified(published.run)

    assert "đã khác lúc công bố: 1 số liệu\n- Sở gamma: Tỷ lệ hồ sơ trễ hạn" in said
    assert "Kết quả: đúng" in said


def test_verifying_says_nothing_of_a_decision_where_there_is_none(run):
    assert "Quyết định" not in verified(run)


def test_the_queries_do_not_grow_with_the_units(surveyed, django_assert_num_queries):
    run = RankingRun.objects.select_related("cycle").get(pk=surveyed.pk)

    with django_assert_num_queries(3):  # lines, dossiers, answers
        fact_lists(run)
