"""Ends that other files speak against; all are due 12/06, 17:00, unless said otherwise."""

from datetime import timedelta

import pytest

from foundation.models import ImportBatch
from tests.dossiers.suspicion_world import DUE, at, changed, found

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ENDED, TOLD = at(12, 16), at(20, month=12)


@pytest.fixture
def known(make_dossier):
    """Store a dossier as it is after all changes: ended within its deadline unless said."""

    def store(finished_at=ENDED, outcome="granted", due_at=DUE, **others):
        dossier = make_dossier(due_at, finished_at, outcome, **others)
        dossier.save()
        return dossier

    return store


@pytest.fixture
def batch(stored_file):
    """Store a batch of an origin that was taken in at an instant; return its file."""

    def take_in(origin, when):
        stored = stored_file(f"{origin} {when}", f"{origin}.csv")
        taken = ImportBatch.objects.create(
            kind="dossiers",
            stored_file=stored,
            origin=origin,
            rows=0,
            created_rows=0,
            changed_rows=0,
            unchanged_rows=0,
            rejected_rows=0,
        )
        ImportBatch.objects.filter(pk=taken.pk).update(created_at=when)
        return stored

    return take_in


def told():
    return [(one.kind.name, one.is_cleared, list(one.reasons)) for one in found()]


@pytest.mark.parametrize(("seen", "is_told"), [(ENDED + DAY, False), (ENDED + DAY + MINUTE, True)])
@pytest.mark.parametrize(
    ("outcome", "kinds"),
    [("granted", ["FINISH_EARLIER"]), ("withdrawn", ["LATE_REMOVED", "FINISH_EARLIER"])],
)
def test_an_end_that_an_open_dossier_outlived_is_told(known, outcome, kinds, seen, is_told):
    dossier = known(outcome=outcome)
    changed(dossier, seen, channel=("counter", "online"))

    changed(dossier, at(20), finished=(None, ENDED), outcome=("open", outcome))

    assert told() == [(kind, True, ["was_known_open"]) for kind in kinds] * is_told


def test_such_an_end_is_told_of_a_dossier_that_was_not_late_too(known):
    dossier = known(at(3))
    changed(dossier, at(5), channel=("counter", "online"))

    changed(dossier, at(6), finished=(None, at(3)), outcome=("open", "granted"))

    assert told() == [("FINISH_EARLIER", False, ["was_known_open"])]


@pytest.mark.parametrize(
    ("sent", "origin", "ended", "is_told"),
    [
        (ENDED + 45 * DAY, "Một cửa", ENDED, False),  # a month's file, two weeks later
        (ENDED + 45 * DAY + MINUTE, "Một cửa", ENDED, True),
        (ENDED + 45 * DAY + MINUTE, "Khác", ENDED, False),
        (TOLD, "Một cửa", ENDED, False),  # no file in between: it is sent twice a year
        (at(31, month=8), "Một cửa", DUE, True),
        (at(31, month=8), "Một cửa", DUE + MINUTE, False),  # late, whoever told it
    ],
)
def test_an_end_in_time_told_long_after_is_told(known, batch, sent, origin, ended, is_told):
    batch(origin, sent)
    file = batch("Một cửa", TOLD)

    changed(known(ended), TOLD, file, finished=(None, ended), outcome=("open", "granted"))

    assert told() == [("FINISH_EARLIER", True, ["told_long_after"])] * is_told


def test_a_dossier_that_waited_past_its_deadline_may_have_ended_before(known, batch):
    batch("Một cửa", at(31, month=8))
    dossier = known()

    changed(
        dossier,
        TOLD,
        batch("Một cửa", TOLD),
        finished=(None, ENDED),
        pauses=([[at(10), None, "agency"]], [[at(10), at(11), "agency"]]),
        deadline=(DUE, DUE + DAY),
    )

    assert told() == []


def test_a_dossier_withdrawn_late_and_granted_in_time_is_told(known):
    changed(known(), at(20), finished=(at(14), ENDED), outcome=("withdrawn", "granted"))

    assert told() == [("FINISH_EARLIER", True, ["counts_again"])]


def test_a_dossier_that_stays_withdrawn_may_move_its_end(known):
    changed(known(outcome="withdrawn"), at(20), finished=(at(14), ENDED))

    assert told() == []


@pytest.mark.parametrize(
    ("was", "became", "due_before", "is_told"),
    [
        (DUE, at(12, 9), DUE, False),  # at the closing time, then at the deadline of now
        (at(12, 11), at(12, 9), at(12, 11), False),  # at the deadlines of then and now
        (at(12, 16, 59), at(12, 9), DUE, True),  # a time that somebody wrote
        (DUE, at(12, 8, 59), DUE, True),
        (at(13, 17), at(12, 9), at(14), True),  # another day
    ],
)
def test_a_day_without_a_time_does_not_move_back(known, was, became, due_before, is_told):
    dossier = known(became, due_at=at(12, 9))

    changed(dossier, at(20), finished=(was, became), deadline=(due_before, at(12, 9)))

    assert told() == [("FINISH_EARLIER", False, [])] * is_told


def test_a_typed_time_that_becomes_the_deadline_of_the_day_heals_a_late_dossier(known):
    dossier = known(at(12, 9), due_at=at(12, 9))

    changed(dossier, at(20), finished=(DUE, at(12, 9)))

    assert told() == [("FINISH_EARLIER", True, [])]


@pytest.mark.parametrize(("code", "is_told"), [("A", False), ("B", True)])
def test_another_term_of_the_same_person_is_no_other_hand(known, make_person, code, is_told):
    first, then = make_person("A", last=DUE.date()), make_person(code, first=at(13).date())

    changed(known(at(14), handler=then), at(20), handler=(first.pk, then.pk))

    assert told() == [("LATE_REMOVED", False, [])] * is_told


@pytest.mark.parametrize(
    ("first", "second", "reasons"),
    [
        ("Một cửa", "Khác", ["two_sources"]),
        ("Một cửa", "Một cửa", []),
        ("", "Khác", []),
    ],
)
def test_two_sources_that_contradict_each_other_are_named(known, batch, first, second, reasons):
    dossier = known()
    changed(dossier, at(18), batch(first, at(18)), finished=(ENDED, at(14)))

    changed(dossier, at(20), batch(second, at(20)), finished=(at(14), ENDED))

    assert told() == [("FINISH_EARLIER", True, reasons)]
