"""When a dossier is due: as the file says, or by the procedure's working days, or undetermined."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from dossiers.models import Dossier, Procedure

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OPEN = {"outcome": "Đang giải quyết", "finished": "", "due": ""}


def at(day: int, month: int, hour: int = 17, minute: int = 0, year: int = 2024) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


def received(on: str, hour: str = "08:00") -> dict[str, str]:
    day, month, year = on.split("/")
    return {"code": f"H32.10-{year[2:]}{month}{day}-0001", "received": f"{on} {hour}"}


@pytest.mark.parametrize(
    ("due", "due_at"),
    [
        ("12/01/2024 09:30", at(12, 1, 9, 30)),
        ("2024-01-12T09:30", at(12, 1, 9, 30)),
        ("12/01/2024 12:30", at(12, 1, 12, 30)),
        ("12/01/2024", at(12, 1, 17)),
        ("2024-01-12", at(12, 1, 17)),
    ],
)
def test_a_due_time_is_taken_as_written_and_a_day_ends_at_five(take, dossier, due, due_at):
    take({"due": due})

    assert dossier().due_at == due_at


def test_an_end_without_a_time_is_the_end_of_that_day(take, dossier):
    take({"finished": "12/01/2024", "due": "12/01/2024"})

    assert dossier().finished_at == dossier().due_at == at(12, 1, 17)


def test_an_end_of_today_without_a_time_is_not_in_the_future(take):
    # An export of this morning writes today's results without a time: 17:00 is yet to come.
    today = datetime.now(HANOI)
    row = {**received(f"{today:%d/%m/%Y}", "00:00"), "finished": f"{today:%d/%m/%Y}"}
    row["due"] = f"{today:%d/%m/%Y}"

    assert take(row).created_rows == 1


@pytest.mark.usefixtures("working_calendar")
@pytest.mark.parametrize(
    ("on", "due_at"),
    [
        # Friday 05/01: 8, 9, 10, 11, 12 January.
        ("05/01/2024", at(12, 1)),
        # Wednesday 07/02, then Tết until 14/02: 15, 16, 19, 20, 21 February.
        ("07/02/2024", at(21, 2)),
        # In the middle of Tết: the same days count.
        ("10/02/2024", at(21, 2)),
        # Saturday 06/01: 8 to 12 January.
        ("06/01/2024", at(12, 1)),
        # Wednesday 17/04, Hùng kings on 18/04: 19, 22, 23, 24, 25 April.
        ("17/04/2024", at(25, 4)),
        # Friday 26/04; off from 27/04 to 01/05; 2, 3 May, the swapped Saturday 4, 6, 7 May.
        ("26/04/2024", at(7, 5)),
        # Wednesday 25/12; 26, 27, 30, 31 December, 01/01 is off: 2 January.
        ("25/12/2024", at(2, 1, year=2025)),
    ],
)
def test_without_a_due_time_the_working_days_of_the_procedure_decide(take, dossier, on, due_at):
    take(received(on) | OPEN)

    assert dossier().due_at == due_at


@pytest.mark.usefixtures("working_calendar")
def test_without_a_due_time_and_working_days_a_dossier_is_undetermined(take, dossier):
    batch = take({"due": "", "procedure_code": "1.002"})

    assert batch.created_rows == 1
    assert dossier().due_at is None


@pytest.mark.usefixtures("working_calendar")
@pytest.mark.parametrize(
    ("on", "hour", "due_at"),
    [
        ("05/01/2024", "08:00", at(5, 1)),
        ("05/01/2024", "17:00", at(5, 1)),
        # After hours on Friday, and on Saturday: the next working day is Monday 08/01.
        ("05/01/2024", "18:00", at(8, 1)),
        ("06/01/2024", "08:00", at(8, 1)),
    ],
)
def test_a_procedure_of_the_same_day_is_never_due_before_it_is_received(
    take, dossier, on, hour, due_at
):
    Procedure.objects.filter(code="1.001").update(working_days=0)

    take(received(on, hour) | OPEN)

    assert dossier().due_at == due_at


@pytest.mark.usefixtures("working_calendar")
def test_a_computed_due_time_is_not_a_second_appointment_when_the_calendar_changes(take, dossier):
    take(OPEN)
    first = dossier().due_at
    Procedure.objects.filter(code="1.001").update(working_days=30)

    batch = take(OPEN)

    assert batch.unchanged_rows == 1
    assert (dossier().due_at, dossier().rescheduled_due_at) == (first, None)


@pytest.mark.usefixtures("working_calendar")
def test_a_due_time_left_out_of_a_later_file_changes_nothing(take, dossier):
    take(OPEN | {"due": "10/01/2024 09:00"})

    batch = take(OPEN)

    # Five working days would be 12/01/2024 17:00, which nobody ever promised.
    assert batch.unchanged_rows == 1
    assert (dossier().due_at, dossier().rescheduled_due_at) == (at(10, 1, 9), None)


def test_an_undetermined_dossier_takes_the_first_due_time_that_comes(take, dossier):
    take(OPEN | {"procedure_code": "1.002"})

    batch = take(OPEN | {"procedure_code": "1.002", "due": "12/01/2024"})

    assert batch.changed_rows == 1
    assert (dossier().due_at, dossier().rescheduled_due_at) == (at(12, 1), None)


def test_a_second_due_time_is_an_appointment_that_moves_nothing(take, dossier):
    take(OPEN | {"due": "12/01/2024"})

    batch = take(OPEN | {"due": "19/01/2024"})

    assert batch.changed_rows == 1
    assert (dossier().due_at, dossier().rescheduled_due_at) == (at(12, 1), at(19, 1))


def test_the_same_second_due_time_again_is_unchanged_and_a_third_replaces_it(take, dossier):
    take(OPEN | {"due": "12/01/2024"})
    take(OPEN | {"due": "19/01/2024"})

    again = take(OPEN | {"due": "19/01/2024"})
    third = take(OPEN | {"due": "26/01/2024"})

    assert (again.unchanged_rows, third.changed_rows) == (1, 1)
    assert (dossier().due_at, dossier().rescheduled_due_at) == (at(12, 1), at(26, 1))


def test_the_first_due_time_in_a_later_file_takes_no_appointment_back(take, dossier):
    take(OPEN | {"due": "12/01/2024"})
    take(OPEN | {"due": "19/01/2024"})

    batch = take(OPEN | {"due": "12/01/2024"})

    assert batch.unchanged_rows == 1
    assert dossier().rescheduled_due_at == at(19, 1)


def test_nothing_in_a_file_can_move_the_first_due_time(take):
    days = ["12/01/2024", "", "30/01/2024 08:00", "08/01/2024", "2024-12-31"]

    for due in days:
        take({"due": due})

    assert set(Dossier.objects.values_list("due_at", flat=True)) == {at(12, 1)}


def test_a_due_time_that_the_calendar_cannot_give_is_said_not_left_undetermined(take):
    batch = take({"due": ""})

    assert [(r.column, r.code) for r in batch.rejects.all()] == [("Hẹn trả", "calendar_missing")]


@pytest.mark.parametrize(
    ("changes", "finished_at"),
    [
        # Due at 11:00 and finished some time that day: nobody can say it was late.
        ({"due": "11/01/2024 11:00", "finished": "11/01/2024"}, at(11, 1, 11)),
        ({"due": "11/01/2024 11:00", "finished": "12/01/2024"}, at(12, 1)),
        # Received in the evening and finished that day: not before it came.
        ({"received": "05/01/2024 18:00", "finished": "05/01/2024"}, at(5, 1, 18)),
    ],
)
def test_an_end_without_a_time_is_never_worse_than_its_day(take, dossier, changes, finished_at):
    take(changes)

    assert dossier().finished_at == finished_at


def test_an_end_without_a_time_is_never_later_than_a_deadline_that_pauses_moved(take, dossier):
    # Away from 08/01 16:00 to 10/01 09:00 = 41 h; 12/01 17:00 + 41 h = 14/01 10:00.
    away = "08/01/2024 16:00 - 10/01/2024 09:00: Chờ bổ sung hồ sơ"

    take({"due": "12/01/2024 17:00", "finished": "14/01/2024", "pauses": away})

    assert dossier().finished_at == dossier().deadline_at == at(14, 1, 10)


@pytest.mark.parametrize("due", ["", "15/01/2024", "12/01/2024 16:00"])
def test_an_end_without_a_time_is_held_against_the_first_appointment(take, dossier, due):
    take(OPEN | {"due": "12/01/2024 11:30"})

    take({"due": due, "finished": "12/01/2024"})

    assert dossier().finished_at == dossier().deadline_at == at(12, 1, 11, 30)


def test_an_end_without_a_time_on_the_day_of_a_later_appointment_is_late(take, dossier):
    take(OPEN | {"due": "12/01/2024 11:30"})

    take({"due": "15/01/2024 11:30", "finished": "15/01/2024"})

    assert (dossier().finished_at, dossier().deadline_at) == (at(15, 1), at(12, 1, 11, 30))


@pytest.mark.usefixtures("working_calendar")
def test_a_promise_of_no_hours_at_all_costs_its_row_and_never_the_file(take):
    constraint = "a_procedure_promises_an_hour_at_least"
    with connection.cursor() as cursor:
        cursor.execute(f"alter table dossiers_procedure drop constraint {constraint}")
    Procedure.objects.filter(code="1.001").update(working_days=None, working_hours=0)

    # Nought hours from Friday 18:30 end at 17:00.
    after_hours = received("05/01/2024", "18:30") | OPEN
    batch = take(after_hours, {"code": "H32.10-240105-0009"})

    assert batch.created_rows == 1
    assert [(r.column, r.code) for r in batch.rejects.all()] == [("Hẹn trả", "due_before_received")]
