"""Crowds of finishes just before due, and work ended at night or on days off."""

from datetime import date, datetime, timedelta

import pytest

from dossiers.models import Dossier
from tests.dossiers.suspicion_world import DUE, HANOI, at, found, kinds

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
HOURS = {"nhom": "gio-ket-thuc"}
CROWD = at(12, 16, 30)  # a Wednesday, half an hour before due


@pytest.fixture
def ended(make_dossier):
    """Store so many dossiers that ended at an instant, due 12/06 at 17:00 unless said otherwise."""

    def store(count, finished_at, due_at=DUE, outcome="granted", **others):
        Dossier.objects.bulk_create(
            make_dossier(due_at, finished_at, outcome, **others) for _ in range(count)
        )

    return store


@pytest.mark.parametrize(("count", "told"), [(9, 0), (10, 10)])
def test_ten_of_a_unit_in_a_minute_are_a_crowd(ended, count, told):
    ended(count, CROWD)

    assert kinds(found(**HOURS)) == ["CROWDED"] * told


@pytest.mark.parametrize(("count", "told"), [(4, 0), (5, 5)])
def test_five_of_an_official_in_a_minute_are_a_crowd(ended, make_person, count, told):
    ended(count, CROWD, handler=make_person("A"))
    ended(4, CROWD, handler=make_person("B"))

    crowd = [finding for finding in found(**HOURS) if finding.official == "A"]

    assert len(crowd) == told
    assert {tuple(finding.reasons) for finding in crowd} <= {("of_unit:9", "of_official:5")}


@pytest.mark.parametrize(
    ("finished", "told"),
    [
        (DUE - HOUR, 10),
        (DUE - HOUR - SECOND, 0),
        (DUE - SECOND, 10),
        (DUE, 0),  # a file with days alone means just this
        (DUE + SECOND, 0),
    ],
)
def test_just_before_due_is_the_last_hour_without_its_end(ended, finished, told):
    ended(10, finished)

    assert len(found(**HOURS)) == told


def test_a_minute_is_a_minute_of_the_clock(ended):
    ended(5, CROWD)
    ended(5, CROWD + MINUTE - SECOND)
    ended(9, CROWD + MINUTE)

    assert len(found(**HOURS)) == 10


def test_two_units_make_no_crowd_together(ended, make_unit):
    ended(5, CROWD)
    ended(5, CROWD, unit=make_unit("so-y-te"))

    assert found(**HOURS) == []


def test_what_counts_in_no_rate_makes_no_crowd(ended):
    ended(5, CROWD)
    ended(5, CROWD, outcome="cancelled")

    assert found(**HOURS) == []


def test_a_crowd_is_counted_whole_when_one_official_is_asked_for(ended, make_person):
    ended(9, CROWD)
    ended(1, CROWD, handler=(person := make_person("A")))

    (finding,) = found(**HOURS, nguoi=str(person.pk))

    assert finding.reasons == ["of_unit:10", "of_official:1"]


@pytest.mark.parametrize(
    ("hour", "minute", "second", "is_night"),
    [(5, 59, 59, True), (6, 0, 0, False), (20, 0, 0, False), (20, 0, 1, True), (0, 0, 0, True)],
)
def test_night_is_before_six_and_after_eight(
    ended, working_calendar, hour, minute, second, is_night
):
    ended(1, datetime(2024, 6, 5, hour, minute, second, tzinfo=HANOI))  # a Wednesday

    assert [list(finding.reasons) for finding in found(**HOURS)] == [["night"]] * is_night


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        (date(2024, 9, 2), [["day_off:Quốc khánh"]]),
        (date(2024, 6, 8), [["day_off:"]]),  # a Saturday
        (date(2024, 6, 7), []),
        (date(2024, 5, 4), []),  # a Saturday worked in exchange for 29/04
    ],
)
def test_a_day_off_is_what_the_calendar_says(ended, working_calendar, day, reasons):
    ended(1, datetime(day.year, day.month, day.day, 10, tzinfo=HANOI))

    assert [list(finding.reasons) for finding in found(**HOURS)] == reasons


def test_without_a_calendar_no_day_is_off(ended):
    ended(1, at(8))

    assert found(**HOURS) == []


def test_both_at_once_are_told_as_one(ended, working_calendar):
    ended(1, at(8, 22))

    assert [list(finding.reasons) for finding in found(**HOURS)] == [["night", "day_off:"]]


@pytest.mark.parametrize(("outcome", "told"), [("refused", 1), ("withdrawn", 0)])
def test_what_an_applicant_does_at_night_is_no_work(ended, outcome, told):
    ended(1, at(5, 22), outcome=outcome)

    assert len(found(**HOURS)) == told
