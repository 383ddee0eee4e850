"""Publishing a run: what it stores, what it refuses, what follows it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils.timezone import localdate

from dossiers.models import Dossier
from scoring.models import Mark, Publication, RankingLine, RankingRun, RuleSet
from scoring.selectors.publications import publication_of
from scoring.services.publishing import PublicationRefused, problems_of_run, publish_run
from scoring.services.ranking import rank_cycle
from tests.scoring_world import approve_sets, create_dossiers
from units.models import Unit

DECIDED = date(2025, 1, 15)


@pytest.fixture
def run(cycle) -> RankingRun:
    """The first, complete run of the hand-worked cycle."""
    return rank_cycle(cycle.pk, by=None)


@pytest.fixture
def publish(marker):
    """Return a function that publishes a run as Sở Nội vụ does, its sets approved."""

    def publish(run: RankingRun, **given) -> Publication:
        approve_sets(run.cycle)
        number = f"{run.number + 4:02}/QĐ-UBND"
        decision = {"decision_number": number, "decided_on": DECIDED} | given
        return publish_run(run, by=marker, **decision)

    return publish


@pytest.fixture
def refused(publish):
    """Return a function that tries to publish and returns the codes of what stands against it."""

    def refused(run: RankingRun, **given) -> list[str]:
        with pytest.raises(PublicationRefused) as refusal:
            publish(run, **given)
        assert not Publication.objects.filter(run=run, state="published").exists()
        return [problem.code for problem in refusal.value.problems]

    return refused


def test_a_publication_names_its_run_its_decision_and_who_published_it(run, publish, marker):
    publication = publish(run, decision_number=" 05/QĐ-UBND ")

    assert (publication.run, publication.cycle) == (run, run.cycle)
    assert (publication.state, publication.supersedes) == ("published", None)
    assert (publication.decision_number, publication.decided_on) == ("05/QĐ-UBND", DECIDED)
    assert publication.published_by == marker


def test_a_correction_supersedes_with_a_reason_and_the_old_one_stays(run, publish, correction):
    first = publish(run)

    second = publish(correction(), reason="Bổ sung 1 hồ sơ của Sở alpha")

    first.refresh_from_db()
    assert first.is_superseded and first.superseded_by == second
    assert second.supersedes == first
    assert second.reason == "Bổ sung 1 hồ sơ của Sở alpha"


@pytest.fixture
def correction(cycle):
    """Return a function that takes one more dossier of alpha in and ranks again."""

    def correct(prefix: str = "them") -> RankingRun:
        create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix=prefix)
        return rank_cycle(cycle.pk, by=None)

    return correct


def test_a_first_publication_keeps_no_reason(run, publish):
    assert publish(run, reason="không thay gì").reason == ""


def test_a_correction_without_a_reason_is_refused(run, publish, refused, correction):
    publish(run)

    assert refused(correction(), reason="  ") == ["no_reason"]
    assert Publication.objects.get().state == "published"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"decided_on": date(2025, 1, 14)}, "decided_before_the_replaced"),
        ({"decision_number": "05/QĐ-UBND"}, "decision_used"),
        ({"decision_number": " 05/qđ-ubnd", "decided_on": date(2025, 3, 1)}, "decision_used"),
    ],
)
def test_a_correction_has_a_later_decision_of_its_own(
    run, publish, refused, correction, given, problem
):
    publish(run)

    assert refused(correction(), reason="Sửa", **given) == [problem]


@pytest.mark.parametrize(
    "given", [{}, {"decision_number": "05/QĐ-UBND", "decided_on": date(2026, 1, 15)}]
)
def test_a_number_is_free_on_the_same_day_if_new_and_again_in_another_year(
    run, publish, correction, given
):
    publish(run)

    assert publish(correction(), reason="Sửa", **given).state == "published"


def test_a_number_of_a_decision_replaced_long_ago_stays_used(run, publish, refused, correction):
    publish(run)
    publish(correction("hai"), reason="Sửa")

    found = refused(correction("ba"), reason="Sửa nữa", decision_number="05/QĐ-UBND")

    assert found == ["decision_used"]


def test_a_run_looked_at_before_knows_of_its_publication(run, publish):
    before = publication_of(run)

    publication = publish(run)

    assert (before, publication_of(run)) == (None, publication)


def test_a_provisional_run_is_refused_with_all_that_waits(cycle, refused):
    Mark.objects.filter(assessment__unit__code="beta").delete()
    Dossier.objects.filter(unit__code="gamma").delete()
    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    found = refused(run)

    # beta lacks 1.1; gamma lacks the fact itself and with it leaf 2.1
    assert sorted(found) == ["provisional", "undecided_fact", "unmarked_leaves", "unmarked_leaves"]


def test_leaves_that_a_rule_counts_as_zero_are_still_pending(cycle, refused):
    Mark.objects.filter(assessment__unit__code="beta").delete()
    rules = RuleSet.objects.get()
    rules.document["unmarked"] = "zero"
    rules.save()

    assert refused(rank_cycle(cycle.pk, by=None)) == ["unmarked_leaves"]


def test_a_fact_that_a_rule_does_without_needs_a_decision_all_the_same(cycle, refused):
    rules = RuleSet.objects.get()
    rules.document["blocks"].append(
        rules.document["blocks"][0] | {"code": "late_again", "when_missing": "ignore"}
    )
    rules.document["blocks"].pop(0)
    rules.save()
    cycle.groups.get().criteria_set.criteria.filter(code="2.1").update(
        leaf={"scoring": {"kind": "direct"}}
    )
    leaf = cycle.groups.get().criteria_set.criteria.get(code="2.1")
    for sheet in cycle.assessments.all():
        sheet.marks.create(criterion=leaf, content={"points": "1"}, marked_by=rules_marker(cycle))
    Dossier.objects.filter(unit__code="gamma").delete()

    assert refused(rank_cycle(cycle.pk, by=None)) == ["undecided_fact"]


def rules_marker(cycle):
    """Return whoever gave the cycle's marks."""
    return Mark.objects.filter(assessment__cycle=cycle).first().marked_by


def test_a_unit_beside_the_others_without_a_sheet_is_pending(run, refused, make_unit):
    make_unit("delta", "Sở delta")
    make_unit("huyen", "Huyện", level="district")
    make_unit("cu", "Sở cũ", last=date(2024, 6, 30))

    assert refused(run) == ["no_standing"]


def test_an_older_run_is_refused(run, refused, correction):
    newer = correction()

    assert newer.number == 2
    assert refused(run) == ["not_newest", "data_changed"]


def test_a_run_of_data_that_changed_since_is_refused(run, refused):
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")

    assert refused(run) == ["data_changed"]


def test_a_run_from_before_the_portal_was_upgraded_is_told_to_be_so_perhaps(run):
    """It lacks a list that was not kept then; nothing of the data has changed."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("update scoring_rankingrun set people_left_out = '[]'")
        cursor.execute("set local session_replication_role = origin")
    run.refresh_from_db()

    messages = [it.message for it in problems_of_run(run) if it.code == "data_changed"]

    assert messages == [
        "Số liệu kèm theo hoặc về người đã thay đổi, hoặc cổng đã được nâng cấp, sau lần này;"
        " hãy xếp hạng lại rồi công bố."
    ]


def test_data_that_cannot_be_ranked_any_more_are_told_problem_by_problem(run, refused):
    Mark.objects.filter(assessment__unit__code="beta").delete()

    assert refused(run) == ["unmarked_leaf"]


def test_a_run_is_published_once(run, publish):
    publish(run)

    with pytest.raises(PublicationRefused, match="còn 1 điều") as refusal:
        publish(run, reason="lần nữa")

    assert [problem.code for problem in refusal.value.problems] == ["published_already"]


def test_a_superseded_run_is_not_published_again(run, publish, refused, correction):
    publish(run)
    publish(correction(), reason="Sửa")

    assert refused(run, reason="Trở lại") == ["published_already", "data_changed"]


def test_a_run_that_is_not_what_its_bundle_gives_is_refused(run, refused, tampered):
    tampered(run)

    assert refused(run) == ["not_verified"]


@pytest.fixture
def tampered():
    """Return a function that changes a stored line behind the back of the guard."""
    from django.db import connection

    def tamper(run: RankingRun) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set local session_replication_role = replica")
            RankingLine.objects.filter(run=run, unit__code="beta").update(band="good")
            cursor.execute("set local session_replication_role = origin")

    return tamper


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"decision_number": "  "}, "no_decision"),
        ({"decided_on": localdate() + timedelta(days=1)}, "decided_ahead"),
        ({"decided_on": date(2024, 12, 30)}, "decided_early"),
    ],
)
def test_a_decision_has_a_number_and_a_day_that_can_be(run, refused, given, problem):
    assert refused(run, **given) == [problem]


def test_all_that_stands_against_it_is_told_at_once(run, refused, make_unit, correction):
    make_unit("delta", "Sở delta")
    correction()

    found = refused(run, decision_number="", decided_on=date(2024, 1, 1))

    assert found == ["no_decision", "decided_early", "not_newest", "no_standing", "data_changed"]
