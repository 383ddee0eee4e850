"""An end written as a day alone: it stays where it was put, and agrees with pauses of its day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dossiers.models import DossierChange

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = {"due": "12/01/2024 11:00", "finished": "12/01/2024"}
AWAY = "08/01/2024 08:00 - 09/01/2024 08:00: Chờ bổ sung hồ sơ"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 1, day, hour, minute, tzinfo=HANOI)


def test_pauses_that_come_later_do_not_move_an_end_written_as_a_day(take, dossier):
    take(DUE)

    take(DUE | {"pauses": AWAY})

    # Ended by 11:00, when it was due; with a day of waiting it is due on the 13th.
    assert (dossier().finished_at, dossier().deadline_at) == (at(12, 11), at(13, 11))
    fields = DossierChange.objects.order_by("field").values_list("field", flat=True)
    assert list(fields) == ["deadline", "pauses"]


def test_a_day_alone_takes_no_time_back_that_a_file_has_given(take, dossier):
    take(DUE | {"finished": "12/01/2024 15:30"})

    batch = take(DUE)

    assert (batch.unchanged_rows, dossier().finished_at) == (1, at(12, 15, 30))


@pytest.mark.parametrize(
    ("later", "finished_at"),
    [
        # Received after the end that is known: that of the deadline, 11:30, is none any more.
        ({"received": "05/01/2024 14:00"}, at(5, 14)),
        # Still waiting then, until 15:00.
        ({"pauses": "05/01/2024 14:00 - 05/01/2024 15:00: Chờ cơ quan khác"}, at(5, 15)),
    ],
)
def test_an_end_that_cannot_be_any_more_is_found_anew(take, dossier, later, finished_at):
    row = {"due": "05/01/2024 17:00", "finished": "05/01/2024"}
    take(row | {"finished": "05/01/2024 11:30"})

    take(row | later)

    assert dossier().finished_at >= finished_at


def test_another_day_is_another_end(take, dossier):
    take(DUE)

    take(DUE | {"finished": "15/01/2024"})

    assert dossier().finished_at == at(15, 17)


@pytest.mark.parametrize(
    ("until", "finished_at"),
    [
        # Waited past closing on the day of the end.
        ("15/01/2024 17:20", at(15, 17, 20)),
        ("15/01/2024 10:00", at(15, 17)),
    ],
)
def test_an_end_of_the_day_comes_after_the_pause_of_that_day(take, dossier, until, finished_at):
    pause = f"14/01/2024 08:00 - {until}: Chờ bổ sung hồ sơ"

    batch = take(DUE | {"finished": "15/01/2024", "pauses": pause})

    assert (batch.rejected_rows, dossier().finished_at) == (0, finished_at)


def test_a_pause_that_ends_on_a_later_day_is_still_refused(take):
    pause = "14/01/2024 08:00 - 16/01/2024 08:00: Chờ bổ sung hồ sơ"

    (reject,) = take(DUE | {"finished": "15/01/2024", "pauses": pause}).rejects.all()

    assert reject.code == "pause_after_end"
