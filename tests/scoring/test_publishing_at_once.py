"""Two people at once: one publishes, the other is told; ranking waits for publishing."""

import pytest
from django.db import transaction

from dossiers.models import Dossier
from scoring.models import Assessment, Publication, RankingRun
from scoring.services.cycles import set_standing
from scoring.services.publishing import PublicationRefused
from scoring.services.ranking import rank_cycle
from scoring.services.waivers import waive_fact
from tests.scoring_world import (
    approve_sets,
    build_cycle,
    build_year_before,
    create_dossiers,
    publish,
)
from units.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(make_user) -> RankingRun:
    """The first run of the hand-worked cycle, seen by other connections too."""
    cycle = build_cycle(make_user("home_affairs"))
    approve_sets(cycle)
    return rank_cycle(cycle.pk, by=None)


def test_of_two_who_publish_at_once_one_publishes(run, make_user, beside, until_somebody_waits):
    first, second = make_user(username="mot"), make_user(username="hai")
    with transaction.atomic():
        publish(run, first)
        other = beside(publish, run, second, decision_number="06/QĐ-UBND", reason="tôi nữa")
        until_somebody_waits()

    with pytest.raises(PublicationRefused) as refusal:
        other.result(timeout=20)

    assert [problem.code for problem in refusal.value.problems] == ["published_already"]
    assert Publication.objects.get().published_by == first


def test_a_publication_that_fails_leaves_the_way_free(run, make_user, beside, until_somebody_waits):
    first, second = make_user(username="mot"), make_user(username="hai")
    with transaction.atomic():
        publish(run, first)
        other = beside(publish, run, second, decision_number="06/QĐ-UBND")
        until_somebody_waits()
        transaction.set_rollback(True)

    assert other.result(timeout=20).decision_number == "06/QĐ-UBND"
    assert Publication.objects.get().published_by == second


def test_a_ranking_waits_until_the_publication_is_done(
    run, make_user, beside, until_somebody_waits
):
    with transaction.atomic():
        publish(run, make_user(username="mot"))
        ranking = beside(rank_cycle, run.cycle_id, by=None)
        until_somebody_waits()

    assert ranking.result(timeout=20) == run


def test_deciding_on_a_fact_waits_until_the_publication_is_done(
    run, make_user, beside, until_somebody_waits
):
    marker = make_user(username="mot")
    gamma = Assessment.objects.get(unit__code="gamma")
    Dossier.objects.filter(unit__code="gamma").delete()
    waiver = {"assessment": gamma, "fact": "late_rate", "by": marker}
    waive_fact(**waiver, reason="Không có hồ sơ")
    newer = rank_cycle(run.cycle_id, by=None)
    with transaction.atomic():
        publish(newer, marker)
        waiving = beside(waive_fact, **waiver, reason="Hồ sơ chuyển đi nơi khác")
        until_somebody_waits()

    assert waiving.result(timeout=20).reason == "Hồ sơ chuyển đi nơi khác"


def test_deciding_how_a_unit_takes_part_waits_until_the_publication_is_done(
    run, make_user, beside, until_somebody_waits
):
    marker, beta = make_user(username="mot"), Assessment.objects.get(unit__code="beta")
    with transaction.atomic():
        publish(run, marker)
        decided = {"standing": "scored", "reason": "Mới thành lập", "by": marker}
        deciding = beside(set_standing, assessment=beta, **decided)
        until_somebody_waits()

    assert deciding.result(timeout=20).standing == "scored"


def test_correcting_last_year_waits_until_this_year_is_published(
    run, make_user, beside, until_somebody_waits
):
    marker = make_user(username="mot")
    marks = {"alpha": "3", "beta": "6", "gamma": "0"}
    before = rank_cycle(build_year_before(run.cycle, marks, marker).pk, by=None)
    first = publish(before, marker)
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, year=2023, prefix="them")
    correction = rank_cycle(before.cycle_id, by=None)
    with transaction.atomic():
        this_year = publish(run, marker)
        correcting = beside(publish, correction, marker, reason="Sót 1 hồ sơ")
        until_somebody_waits()

    assert this_year.compared_with == [first.run_id]
    assert correcting.result(timeout=20).supersedes == first
