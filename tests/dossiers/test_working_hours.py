"""When something promised in working days or hours is due: the function that intakes ask."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.utils.timezone import get_default_timezone

from dossiers.models import Procedure
from foundation.models import SwapDay, WorkingShift
from foundation.services.calendar import fill_calendar

pytestmark = pytest.mark.usefixtures("working_calendar")


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=get_default_timezone())


@pytest.fixture
def due(db) -> Callable[..., str | None]:
    """Say when a promise made at an instant is due, None if the calendar does not reach."""

    def ask(received: str, days: int | None = None, hours: int | None = None) -> str | None:
        with connection.cursor() as cursor:
            cursor.execute("select * from working_due(%s, %s, %s)", [at(received), days, hours])
            row = cursor.fetchone()
        return row and f"{row[0].astimezone(get_default_timezone()):%d/%m/%Y %H:%M}"

    return ask


@pytest.mark.parametrize(
    ("received", "hours", "expected"),
    [
        # Friday 05/01/2024. The morning has 4 hours, the afternoon 4.
        ("05/01/2024 08:00", 2, "05/01/2024 10:00"),
        # The whole morning: it is due when the morning ends, not when the afternoon begins.
        ("05/01/2024 08:00", 4, "05/01/2024 12:00"),
        # 2 hours until noon, 1 from 13:00.
        ("05/01/2024 10:00", 3, "05/01/2024 14:00"),
        # During lunch: from 13:00.
        ("05/01/2024 12:30", 1, "05/01/2024 14:00"),
        # Before opening, and at midnight: from 08:00.
        ("05/01/2024 06:15", 1, "05/01/2024 09:00"),
        ("05/01/2024 00:00", 8, "05/01/2024 17:00"),
        # One minute before closing on a Friday: 1 minute, then 1:59 of Monday.
        ("05/01/2024 16:59", 2, "08/01/2024 09:59"),
        # At closing, at night, on Saturday, on Sunday: from Monday 08:00.
        ("05/01/2024 17:00", 2, "08/01/2024 10:00"),
        ("05/01/2024 23:40", 2, "08/01/2024 10:00"),
        ("06/01/2024 09:00", 2, "08/01/2024 10:00"),
        ("07/01/2024 23:59", 2, "08/01/2024 10:00"),
        # 20 hours from Friday 15:30: 1.5 left, Monday 8, Tuesday 8, 2.5 of Wednesday.
        ("05/01/2024 15:30", 20, "10/01/2024 10:30"),
        # Wednesday 07/02/2024 16:59, Tết from 08/02 to 14/02: 1 minute, then 59 of Thursday 15/02.
        ("07/02/2024 16:59", 1, "15/02/2024 08:59"),
        # In the middle of Tết.
        ("10/02/2024 10:00", 5, "15/02/2024 14:00"),
        # Friday 26/04 16:00: 1 hour; off until 01/05; Thursday 8; Friday 8; the swapped Saturday 1.
        ("26/04/2024 16:00", 18, "04/05/2024 09:00"),
        # Received on that swapped Saturday itself.
        ("04/05/2024 16:30", 1, "06/05/2024 08:30"),
    ],
)
def test_hours_run_only_while_offices_work(due, received, hours, expected):
    assert due(received, hours=hours) == expected


@pytest.mark.parametrize(
    ("received", "days", "expected"),
    [
        ("05/01/2024 08:00", 5, "12/01/2024 17:00"),
        ("05/01/2024 23:40", 1, "08/01/2024 17:00"),
        ("06/01/2024 09:00", 1, "08/01/2024 17:00"),
        ("07/02/2024 16:59", 1, "15/02/2024 17:00"),
        # Nought days: that very day, or the next working day if that is over or off.
        ("05/01/2024 17:00", 0, "05/01/2024 17:00"),
        ("05/01/2024 17:01", 0, "08/01/2024 17:00"),
        ("06/01/2024 09:00", 0, "08/01/2024 17:00"),
    ],
)
def test_days_are_due_when_the_last_of_them_ends(due, received, days, expected):
    assert due(received, days=days) == expected


def test_nothing_promised_is_due_at_no_time(due):
    assert due("05/01/2024 08:00") is None


def test_beyond_the_calendar_nothing_is_due(due):
    # The last working day is Monday 31/12/2035: 8 hours of it are there, no more.
    assert due("31/12/2035 08:00", hours=8) == "31/12/2035 17:00"
    assert due("31/12/2035 08:00", hours=9) is None
    assert due("31/12/2035 08:00", days=1) is None
    assert due("01/01/2036 08:00", hours=1) is None


def test_a_fraction_of_a_second_never_puts_a_due_time_before_its_beginning(db):
    just_after_closing = at("05/01/2024 17:00").replace(microsecond=1)

    with connection.cursor() as cursor:
        cursor.execute("select * from working_due(%s, 0, null)", [just_after_closing])

        assert cursor.fetchone()[0] == at("08/01/2024 17:00")


def test_shifts_of_ones_own_set_hours_and_the_end_of_a_day(due):
    # 07:00 to 11:30 and 13:30 to 16:30: 7.5 hours a day.
    WorkingShift.objects.create(starts=time(7), ends=time(11, 30))
    WorkingShift.objects.create(starts=time(13, 30), ends=time(16, 30))

    assert due("05/01/2024 11:00", hours=1) == "05/01/2024 14:00"
    assert due("05/01/2024 07:00", hours=8) == "08/01/2024 07:30"
    assert due("05/01/2024 08:00", days=1) == "08/01/2024 16:30"
    # 16:31 is after closing now.
    assert due("05/01/2024 16:31", days=0) == "08/01/2024 16:30"


def test_shifts_that_overlap_are_worked_once(due):
    # 08:00 to 12:00 and 11:00 to 15:00 are 7 hours, not 8.
    WorkingShift.objects.create(starts=time(8), ends=time(12))
    WorkingShift.objects.create(starts=time(11), ends=time(15))

    assert due("05/01/2024 08:00", hours=8) == "08/01/2024 09:00"


def test_a_swap_day_moves_what_is_promised_from_then_on(due):
    SwapDay.objects.create(day=date(2024, 1, 6), is_working=True, source="Công văn thử")
    fill_calendar()

    # Friday 16:00: 1 hour, then Saturday.
    assert due("05/01/2024 16:00", hours=2) == "06/01/2024 09:00"
    assert due("05/01/2024 16:00", days=1) == "06/01/2024 17:00"


def test_a_day_alone_ends_with_the_last_shift(db):
    WorkingShift.objects.create(starts=time(7), ends=time(16, 30))

    with connection.cursor() as cursor:
        cursor.execute("select end_of_working_day('2024-01-05'), closing_time()")

        assert cursor.fetchone() == (at("05/01/2024 16:30"), time(16, 30))


def test_an_intake_asks_for_hours_where_the_file_gives_no_due_time(take, dossier):
    Procedure.objects.filter(code="1.001").update(working_days=None, working_hours=4)

    take({"received": "05/01/2024 15:00", "due": "", "finished": "", "outcome": "Đang giải quyết"})

    # Friday 15:00: 2 hours until closing, 2 more on Monday.
    assert dossier().due_at == at("08/01/2024 10:00")
