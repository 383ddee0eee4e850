"""What the database itself refuses about publications."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from scoring.models import Publication, RankingRun
from scoring.services.ranking import rank_cycle
from tests.scoring_world import build_year_before, create_dossiers
from units.models import Unit


@pytest.fixture
def run(cycle) -> RankingRun:
    """The first, complete run of the hand-worked cycle."""
    return rank_cycle(cycle.pk, by=None)


@pytest.fixture
def next_run(cycle, run) -> RankingRun:
    """The second run, of one dossier more."""
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="them")
    return rank_cycle(cycle.pk, by=None)


@pytest.fixture
def store(marker):
    """Return a function that stores a publication past the service."""

    def store(run: RankingRun, **given) -> Publication:
        usual = {"cycle": run.cycle, "decision_number": "05", "decided_on": date(2025, 1, 15)}
        return Publication.objects.create(run=run, published_by=marker, **(usual | given))

    return store


def supersede(publication: Publication) -> None:
    """Mark a publication as superseded."""
    Publication.objects.filter(pk=publication.pk).update(state="superseded")


def test_a_cycle_has_one_published_run(run, next_run, store):
    first = store(run)

    with pytest.raises(IntegrityError, match="a_cycle_has_one_published_run"):
        store(next_run, supersedes=first, reason="Sửa")


def test_a_run_is_published_once(run, store):
    first = store(run)
    supersede(first)

    with pytest.raises(IntegrityError, match="scoring_publication_run_id_key"):
        store(run, supersedes=first, reason="Sửa")


def test_a_publication_is_superseded_once(run, next_run, store, cycle):
    first = store(run)
    supersede(first)
    second = store(next_run, supersedes=first, reason="Sửa")
    supersede(second)
    create_dossiers(Unit.through_time.get(code="alpha"), 1, 0, prefix="nua")

    with pytest.raises(IntegrityError, match="liền trước của kỳ"):
        store(rank_cycle(cycle.pk, by=None), supersedes=first, reason="Sửa")


def test_a_later_publication_says_what_it_supersedes(run, next_run, store):
    supersede(store(run))

    with pytest.raises(IntegrityError, match="liền trước của kỳ"):
        store(next_run)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_correction_has_a_reason(run, next_run, store, reason):
    first = store(run)
    supersede(first)

    with pytest.raises(IntegrityError, match="a_correction_has_a_reason"):
        store(next_run, supersedes=first, reason=reason)


def test_a_superseded_publication_has_a_successor(run, store):
    supersede(store(run))

    with pytest.raises(IntegrityError, match="Chưa có công bố nào thay cho"):
        connection.check_constraints()
    transaction.set_rollback(True)


@pytest.mark.parametrize("number", ["", "  "])
def test_a_publication_names_its_decision(run, store, number):
    with pytest.raises(IntegrityError, match="a_publication_names_its_decision"):
        store(run, decision_number=number)


def test_a_new_publication_holds(run, store):
    with pytest.raises(IntegrityError, match="thì đang có hiệu lực"):
        store(run, state="superseded")


def test_a_state_nobody_knows_is_refused(run, store):
    publication = store(run)

    with pytest.raises(IntegrityError, match="Công bố không sửa"):
        Publication.objects.filter(pk=publication.pk).update(state="draft")


def test_a_run_is_published_for_its_own_cycle(run, store, cycle, marker):
    with pytest.raises(IntegrityError, match="của chính kỳ đó"):
        store(run, cycle=build_year_before(cycle, {}, marker))


def test_a_provisional_run_is_never_published(cycle, store):
    run = rank_cycle(cycle.pk, by=None, is_provisional=True)

    with pytest.raises(IntegrityError, match="Chỉ công bố lần xếp hạng đầy đủ"):
        store(run)


@pytest.mark.parametrize(
    "change",
    [
        {"decision_number": "06"},
        {"decided_on": date(2025, 1, 16)},
        {"reason": "khác"},
        {"fact_lists": {"beta": {}}},
        {"compared_with": [1]},
        {"state": "superseded", "decision_number": "06"},
    ],
)
def test_a_publication_is_never_edited(run, store, change):
    publication = store(run)

    with pytest.raises(IntegrityError, match="Công bố không sửa, không xóa"):
        Publication.objects.filter(pk=publication.pk).update(**change)


def test_a_superseded_publication_never_holds_again(run, next_run, store):
    first = store(run)
    supersede(first)
    store(next_run, supersedes=first, reason="Sửa")

    with pytest.raises(IntegrityError, match="Công bố không sửa"):
        Publication.objects.filter(pk=first.pk).update(state="published")


def test_a_publication_is_never_removed(run, store):
    publication = store(run)

    with pytest.raises(IntegrityError, match="Công bố không sửa, không xóa"):
        publication.delete()


def test_a_run_is_not_compared_with_what_was_never_published(run, store, year_before):
    before = year_before()

    with pytest.raises(IntegrityError, match="đã công bố của năm trước"):
        store(run, compared_with=[before.pk])


def test_a_run_is_compared_with_the_year_before_alone(run, next_run, store):
    first = store(run)
    supersede(first)

    with pytest.raises(IntegrityError, match="đã công bố của năm trước"):
        store(next_run, supersedes=first, reason="Sửa", compared_with=[run.pk])


def test_a_run_is_compared_with_what_was_published_of_the_year_before(run, store, year_before):
    before = year_before()
    store(before)

    assert store(run, compared_with=[before.pk]).compared_with == [before.pk]
