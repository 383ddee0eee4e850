"""Suspicious changes, each kind on both sides of its boundary; all are due 12/06, 17:00."""

from datetime import timedelta

import pytest

from tests.dossiers.suspicion_world import DUE, at, changed, found, kinds
from units.models import Succession

MINUTE = timedelta(minutes=1)
LATE, ON_TIME = at(14), at(11)
OPEN, GRANTED = "open", "granted"


@pytest.fixture
def known(make_dossier):
    """Store a dossier as it is after all changes: due 12/06 unless said otherwise."""

    def store(finished_at=LATE, outcome=GRANTED, **others):
        dossier = make_dossier(DUE, finished_at, outcome, **others)
        dossier.save()
        return dossier

    return store


@pytest.mark.parametrize(
    ("was", "became", "expected"),
    [
        (LATE, LATE - MINUTE, ["FINISH_EARLIER"]),
        (LATE, LATE - MINUTE / 2, []),
        (LATE, LATE + MINUTE, []),
        (None, ON_TIME, []),
        (DUE + MINUTE, DUE, ["FINISH_EARLIER"]),
    ],
)
def test_a_finish_that_moves_back_a_minute_is_told(known, was, became, expected):
    changed(known(became), at(20), finished=(was, became))

    assert kinds(found()) == expected


@pytest.mark.parametrize(
    ("was", "became", "is_cleared"),
    [
        (DUE + MINUTE, DUE, True),  # at 17:01 it was late, at 17:00 it is not
        (LATE, DUE + MINUTE, False),
        (DUE, DUE - MINUTE, False),
    ],
)
def test_a_finish_that_makes_a_late_dossier_punctual_is_marked(known, was, became, is_cleared):
    changed(known(became), at(20), finished=(was, became))

    assert [finding.is_cleared for finding in found()] == [is_cleared]
    assert len(found(**{"het-tre": "1"})) == is_cleared


@pytest.mark.parametrize(
    ("when", "expected"),
    [(DUE, []), (DUE + MINUTE, ["DUE_LATER"])],  # at 17:00 it is not past yet
)
def test_a_new_appointment_of_an_open_dossier_is_told_once_it_is_late(known, when, expected):
    changed(known(None, OPEN), when, rescheduled=(None, at(20)))

    assert kinds(found()) == expected


@pytest.mark.parametrize(
    ("was", "became", "expected"),
    [
        (None, DUE, []),
        (None, DUE + MINUTE, ["DUE_LATER"]),
        (at(18), at(17), []),
        (at(18), at(19), ["DUE_LATER"]),
        (at(18), None, []),
    ],
)
def test_only_an_appointment_that_is_later_than_the_last_is_told(known, was, became, expected):
    changed(known(None, OPEN), at(15), rescheduled=(was, became))

    assert kinds(found()) == expected


def test_a_dossier_that_ended_in_time_may_be_rescheduled_without_a_word(known):
    changed(known(ON_TIME), at(20), rescheduled=(None, at(25)))

    assert found() == []


@pytest.mark.parametrize(
    ("fields", "cleared"),
    [
        ({"deadline": (DUE, at(19))}, [True]),  # ended 14/06, due 19/06 now
        ({"deadline": (DUE, at(13))}, [False]),
        ({"deadline": (DUE, DUE - MINUTE)}, []),
        ({"deadline": (DUE, None)}, [True]),
        ({"due": (DUE, at(19)), "deadline": (DUE, at(19))}, [True]),
        ({"due": (None, at(19)), "deadline": (None, at(19))}, []),
    ],
)
def test_a_due_time_or_deadline_that_moves_later_is_told_once(known, fields, cleared):
    changed(known(), at(20), **fields)

    assert [finding.is_cleared for finding in found()] == cleared


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("withdrawn", ["LATE_REMOVED"]),
        ("cancelled", ["LATE_REMOVED"]),
        ("not_accepted", ["LATE_REMOVED"]),
        ("refused", []),
    ],
)
@pytest.mark.parametrize(("finished", "is_late"), [(DUE, False), (DUE + MINUTE, True)])
def test_a_late_dossier_that_no_longer_counts_is_told(known, outcome, expected, finished, is_late):
    changed(known(finished, outcome), at(20), outcome=(GRANTED, outcome))

    assert kinds(found()) == (expected if is_late else [])


@pytest.mark.parametrize(("ended", "expected"), [(DUE, []), (DUE + MINUTE, ["LATE_REMOVED"])])
def test_an_open_dossier_is_withdrawn_late_or_not_by_when_it_ended(known, ended, expected):
    dossier = known(ended, "withdrawn")
    changed(dossier, at(20), outcome=(OPEN, "withdrawn"), finished=(None, ended))

    assert kinds(found()) == expected


def test_what_did_not_count_before_is_nobodys_trick(known):
    changed(known(LATE, "cancelled"), at(20), outcome=("withdrawn", "cancelled"))

    assert found() == []


@pytest.mark.parametrize("waits_from", [None, at(11)])
def test_a_dossier_that_waits_is_not_late(known, waits_from, make_person):
    dossier = known(None, OPEN, paused_since=waits_from)
    changed(dossier, at(20), handler=(make_person("A").pk, make_person("B").pk))

    assert kinds(found()) == ([] if waits_from else ["LATE_REMOVED"])


def test_a_late_dossier_that_goes_to_another_unit_is_the_first_units(known, office, make_unit):
    sister = make_unit("so-y-te", "Sở Y tế")
    changed(known(unit=sister), at(20), unit=(office.pk, sister.pk))

    (finding,) = found()

    assert (finding.kind.name, finding.unit, finding.is_cleared) == (
        "LATE_REMOVED",
        "Sở Tư pháp",
        True,
    )
    assert found(**{"don-vi": str(sister.pk)}) == []


def test_a_late_dossier_may_go_to_the_successor_of_its_unit(known, office, make_unit):
    heir = make_unit("so-moi", "Sở mới")
    Succession.objects.create(predecessor=office, successor=heir, extent="whole")
    changed(known(unit=heir), at(20), unit=(office.pk, heir.pk))

    assert found() == []


@pytest.mark.parametrize(
    ("finished", "expected"), [(DUE, []), (DUE + MINUTE, [("A", "LATE_REMOVED", False)])]
)
def test_a_late_dossier_that_goes_to_another_official_is_the_first_ones(
    known, make_person, finished, expected
):
    first, second = make_person("A"), make_person("B")
    changed(known(finished, handler=second), at(20), handler=(first.pk, second.pk))

    told = [(finding.official, finding.kind.name, finding.is_cleared) for finding in found()]

    assert told == expected


def test_who_gets_a_dossier_that_was_nobodys_is_not_told(known, make_person):
    changed(known(handler=make_person("A")), at(20), handler=(None, 1))

    assert found() == []


def test_a_transfer_takes_its_official_along_and_is_told_once(
    known, office, make_unit, make_person
):
    sister, first = make_unit("so-y-te"), make_person("A")
    dossier = known(unit=sister)
    changed(dossier, at(20), unit=(office.pk, sister.pk), handler=(first.pk, None))

    assert [(finding.field, finding.official) for finding in found()] == [("unit", "A")]


def test_a_dossier_is_judged_as_it_stood_when_the_file_came(known):
    dossier = known(ON_TIME, "withdrawn")
    changed(dossier, at(20), finished=(LATE, ON_TIME))  # late before, on time since
    changed(dossier, at(25), outcome=(GRANTED, "withdrawn"))  # on time by now: no trick

    assert [(finding.kind.name, finding.is_cleared) for finding in found()] == [
        ("FINISH_EARLIER", True)
    ]


@pytest.mark.parametrize(
    ("when", "count"),
    [
        (at(1, 0, month=1), 1),
        (at(1, 0, month=1) - MINUTE, 0),
        (at(31, 23, 59, month=12), 1),
        (at(31, 23, 59, month=12) + MINUTE, 0),
    ],
)
def test_a_period_holds_its_first_and_its_last_day(known, when, count):
    changed(known(ON_TIME), when, finished=(LATE, ON_TIME))

    assert len(found()) == count
