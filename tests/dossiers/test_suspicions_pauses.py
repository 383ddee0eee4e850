"""Pauses added or lengthened afterwards; every dossier came 02/06 and is due 12/06, 17:00."""

from datetime import timedelta

import pytest

from tests.dossiers.suspicion_world import DUE, at, changed, found

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
BEGAN = at(10)
PAUSE = [BEGAN, at(11), "supplement"]


@pytest.fixture
def known(make_dossier):
    """Store a dossier, open unless it has an end."""

    def store(finished_at=None, **others):
        outcome = "granted" if finished_at else "open"
        dossier = make_dossier(DUE, finished_at, outcome, **others)
        dossier.save()
        return dossier

    return store


def reasons() -> list[list[str]]:
    return [list(finding.reasons) for finding in found()]


@pytest.mark.parametrize(
    ("was", "became", "is_told"),
    [
        (None, [PAUSE], True),
        ([PAUSE], None, False),
        ([PAUSE], [[BEGAN, at(11) + MINUTE, "supplement"]], True),
        ([PAUSE], [[BEGAN, at(11) - MINUTE, "supplement"]], False),
        ([PAUSE], [[BEGAN, at(11), "tax"]], False),
        ([PAUSE], [[BEGAN, None, "supplement"]], True),
        ([[BEGAN, None, "supplement"]], [PAUSE], False),
        ([PAUSE], [[BEGAN - MINUTE, at(11), "supplement"]], True),
        ([PAUSE], [PAUSE, [at(12), at(13), "tax"]], True),
    ],
)
def test_a_pause_must_be_new_or_longer(known, was, became, is_told):
    changed(known(at(14)), at(15), pauses=(was, became))  # the dossier has ended: always late

    assert bool(found()) == is_told


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (BEGAN + 7 * DAY, []),
        (BEGAN + 7 * DAY + MINUTE, [["began_long_ago"]]),
    ],
)
def test_a_pause_told_within_a_week_is_told_in_time(known, when, expected):
    known_ = known(deadline_at=DUE + 30 * DAY)
    changed(known_, when, pauses=(None, [PAUSE]))

    assert reasons() == expected


@pytest.mark.parametrize(("when", "expected"), [(DUE, []), (DUE + MINUTE, [["was_late"]])])
def test_a_pause_told_once_the_dossier_is_late_is_told_afterwards(known, when, expected):
    changed(known(), when, pauses=(None, [PAUSE]))

    assert reasons() == expected


@pytest.mark.parametrize(
    ("earlier", "expected"), [(BEGAN, []), (BEGAN + MINUTE, [["was_left_out"]])]
)
def test_a_pause_that_a_file_before_left_out_is_told(known, earlier, expected):
    dossier = known()
    changed(dossier, earlier, channel=("counter", "online"))
    changed(dossier, at(12), pauses=(None, [PAUSE]))

    assert reasons() == expected


def test_a_pause_told_after_the_end_is_told_afterwards(known):
    changed(known(at(11, 12)), at(12), pauses=(None, [PAUSE]))

    assert reasons() == [["had_ended"]]


def test_a_pause_told_with_the_end_is_told_in_time(known):
    dossier = known(at(11, 12))
    changed(
        dossier,
        at(12),
        pauses=(None, [PAUSE]),
        finished=(None, at(11, 12)),
        outcome=("open", "granted"),
    )

    assert found() == []


@pytest.mark.parametrize(
    ("finished", "is_cleared"), [(DUE + DAY, True), (DUE + DAY + MINUTE, False)]
)
def test_a_pause_that_moves_the_deadline_past_the_end_is_marked(known, finished, is_cleared):
    dossier = known(finished, deadline_at=DUE + DAY)
    changed(dossier, at(20), pauses=(None, [PAUSE]), deadline=(DUE, DUE + DAY))

    told = [(finding.kind.name, finding.is_cleared) for finding in found()]

    assert told == [("PAUSE_ADDED", is_cleared)]


def test_a_pause_that_is_still_open_stops_the_clock_of_a_late_dossier(known):
    dossier = known(paused_since=BEGAN)
    changed(dossier, at(13), pauses=(None, [[BEGAN, None, "agency"]]))

    assert [finding.is_cleared for finding in found()] == [True]


def test_an_open_pause_that_began_too_late_stops_nothing(known):
    changed(known(), at(13), pauses=(None, [[DUE, None, "agency"]]))

    assert [(finding.kind.name, finding.is_cleared) for finding in found()] == [
        ("PAUSE_ADDED", False)
    ]


def test_a_dossier_that_waited_when_the_file_came_was_not_late(known):
    dossier = known(at(18), deadline_at=DUE + 5 * DAY)
    changed(
        dossier,
        at(15),
        pauses=([[BEGAN, None, "agency"]], [[BEGAN, at(15), "agency"]]),
        deadline=(DUE, DUE + 5 * DAY),
        rescheduled=(None, at(20)),
    )
    changed(dossier, at(19), finished=(None, at(18)), outcome=("open", "granted"))

    assert found() == []
