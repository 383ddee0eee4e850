"""Provisional runs: at any time, what is incomplete waits, and they are never the result."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from dossiers.models import Dossier, Procedure
from foundation.models import StoredFile
from scoring.domain import BundleRefused
from scoring.models import Cycle, Mark, RankingRun, Stage
from scoring.selectors.runs import latest_provisional_run, latest_run, visible_run, visible_runs
from scoring.services.ranking import rank_cycle, verify_run
from scoring.services.refusals import CutoffAhead
from tests.stage_world import make_known
from units.models import Unit


def standings(run: RankingRun) -> dict[str, tuple[str, int | None]]:
    """Return standing and rank of every unit."""
    return {code: (s, r) for code, s, r in run.lines.values_list("unit__code", "standing", "rank")}


def test_a_unit_without_a_mark_waits_and_the_others_are_ranked(cycle):
    Mark.objects.filter(assessment__unit__code="beta").delete()

    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    assert run.is_provisional
    assert standings(run) == {
        "alpha": ("ranked", 1),
        "gamma": ("ranked", 2),
        "beta": ("pending", None),
    }
    assert verify_run(run).is_right


def test_a_unit_without_a_fact_that_a_block_needs_waits(cycle):
    Dossier.objects.filter(unit__code="alpha").delete()

    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    assert standings(run)["alpha"] == ("pending", None)


def test_nothing_pending_is_still_provisional(cycle, make_user):
    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    assert {standing for standing, _ in standings(run).values()} == {"ranked"}
    assert latest_run(cycle) is None
    assert latest_provisional_run(cycle, make_user("leader")) == run


def test_only_the_rule_about_unmarked_leaves_is_another_in_a_provisional_bundle(cycle):
    own = {"unmarked": "zero", "decimals": 1}
    rules = cycle.rule_set.document | {"by_group": {"departments": own}}
    cycle.rule_set.document = rules
    cycle.rule_set.save()

    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    by_group = {"departments": own | {"unmarked": "pending"}}
    expected = rules | {"unmarked": "pending", "by_group": by_group}
    assert json.loads(run.bundle)["rule_set"] == expected


def test_a_complete_run_lets_nothing_wait_even_where_the_rules_would(cycle):
    cycle.rule_set.document = cycle.rule_set.document | {"unmarked": "pending"}
    cycle.rule_set.save()
    Mark.objects.filter(assessment__unit__code="beta").delete()

    with pytest.raises(BundleRefused) as refused:
        rank_cycle(cycle.pk, by=None)

    assert [problem.code for problem in refused.value.problems] == ["unmarked_leaf"]


def test_the_two_kinds_of_run_share_their_numbers_and_nothing_else(cycle):
    complete = rank_cycle(cycle.pk, by=None)
    provisional = rank_cycle(cycle.pk, by=None, is_provisional=True)

    again = [rank_cycle(cycle.pk, by=None, is_provisional=kind) for kind in (False, True)]

    assert (complete.number, provisional.number) == (1, 2)
    assert again == [complete, provisional]
    assert latest_run(cycle) == complete


@pytest.mark.parametrize(
    ("role", "is_open"),
    [
        ("home_affairs", True),
        ("appraiser", True),
        ("leader", True),
        ("reader", True),
        ("head", False),
        ("officer", False),
        (None, False),
    ],
)
def test_a_run_is_open_whole_to_those_who_see_all_sheets(cycle, make_user, role, is_open):
    """Nothing of it is published, so to the others it is not."""
    unit = Unit.through_time.get(code="beta") if role in ("head", "officer") else None
    user = make_user(role, unit, username="reader-of-runs")
    complete = rank_cycle(cycle.pk, by=None)
    provisional = rank_cycle(cycle.pk, by=None, is_provisional=True)

    shown = [visible_run(cycle, user, number) for number in (None, 1, 2, 3)]

    assert shown == ([complete, complete, provisional, None] if is_open else [None] * 4)
    assert visible_runs(cycle, user).count() == (2 if is_open else 0)


def test_while_units_are_appraised_an_appraiser_reads_what_was_published(cycle, make_user, marker):
    """Run 1 was published, run 2 is provisional, and nothing was announced since."""
    make_known(rank_cycle(cycle.pk, by=None), marker)
    rank_cycle(cycle.pk, by=None, is_provisional=True)
    days = {"opens_on": localdate(), "closes_on": localdate()}
    Stage.objects.create(cycle=cycle, kind="appraisal", **days)
    appraiser = make_user("appraiser")

    assert [run.number for run in visible_runs(cycle, appraiser)] == [1]
    assert visible_run(cycle, appraiser).number == 1
    assert visible_run(cycle, appraiser, 2) is None
    assert latest_provisional_run(cycle, make_user("leader")).number == 2


def test_before_the_cutoff_nothing_is_overdue_that_is_still_to_come(cycle):
    """alpha has 20 dossiers resolved in time, and now one due tomorrow: 0 of 20."""
    file, procedure = StoredFile.objects.get(), Procedure.objects.get()
    due = now() + timedelta(days=1)
    Dossier.objects.create(
        code="mo",
        unit=Unit.through_time.get(code="alpha"),
        procedure=procedure,
        channel="counter",
        received_at=now() - timedelta(days=9),
        due_at=due,
        deadline_at=due,
        outcome="open",
        source_file=file,
    )
    last_on = localdate(due) + timedelta(days=99)
    Cycle.objects.update(last_on=last_on, cutoff_at=now() + timedelta(days=100))

    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    late = run.lines.get(unit__code="alpha").given["facts"]["late_rate"]
    assert late == {"numerator": 0, "denominator": 20}
    assert run.frame["facts"][0]["as_of"] == f"{localdate()}T00:00:00+07:00"
    assert rank_cycle(cycle.pk, by=None, is_provisional=True) == run


def test_before_the_cutoff_there_is_no_complete_run(cycle):
    Cycle.objects.update(cutoff_at=now() + timedelta(days=1))

    with pytest.raises(CutoffAhead, match="chỉ tính tạm được"):
        rank_cycle(cycle.pk, by=None)
