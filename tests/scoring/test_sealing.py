"""Days of the history are sealed one after the other, and what is changed afterwards shows."""

import hashlib
import json
import threading
from datetime import date, datetime, timedelta

import pghistory
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from foundation.models import AccessRecord
from foundation.services.access import record_access
from scoring.models import Mark, SealedDay
from scoring.selectors.history_checks import checked_days
from scoring.selectors.history_digests import columns_now
from scoring.selectors.history_tables import history_tables, table_of
from scoring.services.sealing import HistoryStillMoving, seal_days
from scoring.tasks import seal_history
from tests.scoring_world import HANOI, tonight

DAY = timedelta(days=1)
EVENT = table_of(Mark).name


def write(day: str, points: str = "1", *, label: str = "update") -> None:
    """Write a row of the history of marks as if a transaction had begun at noon of that day."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {EVENT} (pgh_created_at, pgh_label, id, content, marked_at,"
            " assessment_id, criterion_id, marked_by_id, pgh_obj_id)"
            " values (%s, %s, 1, %s, now(), 1, 1, 1, 1)",
            [f"{day} 12:00+07", label, json.dumps({"points": points})],
        )


def tamper(statement: str, *values: object) -> None:
    """Run a statement with the triggers off, as somebody who rules the database can."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("set local session_replication_role = origin")


def faults() -> list[tuple[date, tuple[str, ...]]]:
    """Return every day that is not as it was sealed, with what is wrong."""
    return [(day.day, day.faults) for day in checked_days() if day.faults]


@pytest.fixture
def sealed(db) -> list[SealedDay]:
    """Seal three days: two rows, none, one; then nothing is left to seal."""
    for day, points in (("2026-01-05", "1"), ("2026-01-05", "2"), ("2026-01-07", "3")):
        write(day, points)
    return seal_days(at=datetime(2026, 1, 8, 3, tzinfo=HANOI))


def test_every_day_since_the_first_row_is_sealed_also_one_without_rows(sealed):
    assert [(day.day.isoformat(), day.rows) for day in sealed] == [
        ("2026-01-05", 2),
        ("2026-01-06", 0),
        ("2026-01-07", 1),
    ]
    assert [day.previous_sha256 for day in sealed] == ["", sealed[0].sha256, sealed[1].sha256]
    assert seal_days(at=datetime(2026, 1, 8, 23, tzinfo=HANOI)) == []


def test_the_digest_is_what_the_decision_says_it_is(sealed):
    """The second day has no rows: its digest is over the first, the day, and each table's head."""
    words = f"{sealed[0].sha256}\n2026-01-06\n"
    for name, columns in sorted(columns_now().items()):
        words += f"{name} {json.dumps(columns)}\n"

    assert sealed[1].sha256 == hashlib.sha256(words.encode()).hexdigest()


def test_an_untouched_history_is_right(sealed):
    assert faults() == []


@pytest.mark.parametrize(
    ("statement", "day", "words"),
    [
        ("delete from {t} where content ->> 'points' = '2'", 5, "có 1 dòng, lúc niêm phong có 2"),
        ("update {t} set content = '{{}}' where content ->> 'points' = '1'", 5, "đã bị sửa"),
        ("update {t} set pgh_id = pgh_id + 9 where content ->> 'points' = '3'", 7, "đã bị sửa"),
        ("update {t} set pgh_created_at = pgh_created_at + interval '1 day'", 5, "có 0 dòng"),
    ],
)
def test_a_missing_and_a_changed_row_show(sealed, statement, day, words):
    tamper(statement.format(t=EVENT))

    first_day, found = faults()[0]

    assert first_day == date(2026, 1, day)
    assert words in " ".join(found)


@pytest.mark.parametrize(
    ("day", "words"),
    [(5, "có 0 dòng, lúc niêm phong có 2"), (7, "có 0 dòng, lúc niêm phong có 1")],
)
def test_an_emptied_table_shows_on_every_day_that_had_rows(sealed, day, words):
    tamper(f"truncate {EVENT}")

    found = dict(faults())

    assert set(found) == {date(2026, 1, 5), date(2026, 1, 7)}
    assert found[date(2026, 1, day)] == (f"bảng {EVENT} {words}",)


def test_an_emptied_log_of_reading_shows(make_user):
    record_access(user=make_user(), kind=AccessRecord.Kind.READ, page="Trang", about="Người")
    seal_days(at=tonight())
    connection.check_constraints()
    tamper("truncate foundation_accessrecord")

    assert faults() == [
        (localdate(), ("bảng foundation_accessrecord có 0 dòng, lúc niêm phong có 1",))
    ]


def test_rows_that_no_longer_say_who_acted_show(make_user):
    with pghistory.context(user=1, url="/quan-tri/"):
        make_user()
    seal_days(at=tonight())
    tamper("truncate pghistory_context")

    ((_day, found),) = faults()

    assert found == ("có dòng đã bị sửa, hoặc mã niêm phong đã bị sửa",)


def test_seals_that_were_emptied_show(sealed):
    tamper("truncate scoring_sealedday")

    assert faults() == [(date(2026, 1, 5), ("ngày này có dòng mà chưa được niêm phong",))]


def test_days_that_nobody_seals_any_more_show(sealed):
    write("2026-03-01")

    assert faults() == [(date(2026, 3, 1), ("ngày này có dòng mà chưa được niêm phong",))]


def test_yesterday_may_wait_for_its_seal(db):
    yesterday = localdate() - DAY
    write(yesterday.isoformat())

    assert faults() == []


def test_a_row_put_in_later_shows(sealed):
    write("2026-01-06")

    ((day, found),) = faults()

    assert day == date(2026, 1, 6)
    assert found == (f"bảng {EVENT} có 1 dòng, lúc niêm phong có 0",)


def test_a_row_put_before_the_first_day_shows(sealed):
    write("2025-12-31")

    assert faults()[0][0] == date(2026, 1, 5)


def test_a_sealed_day_taken_out_shows(sealed):
    tamper("delete from scoring_sealedday where day = '2026-01-06'")

    ((day, found),) = faults()

    assert day == date(2026, 1, 7)
    assert len(found) == 2


def test_one_day_sealed_anew_does_not_fit_the_next(sealed):
    tamper("update scoring_sealedday set sha256 = repeat('0', 64) where day = '2026-01-06'")

    assert [day for day, _ in faults()] == [date(2026, 1, 6), date(2026, 1, 7)]


def test_a_chain_made_anew_shows_only_beside_a_digest_noted_elsewhere(sealed):
    noted = {sealed[2].day: sealed[2].sha256}
    tamper(f"update {EVENT} set content = '{{}}' where content ->> 'points' = '1'")
    tamper("delete from scoring_sealedday")
    seal_days(at=datetime(2026, 1, 8, 3, tzinfo=HANOI))

    assert faults() == []
    assert [day.day for day in checked_days(noted) if day.faults] == [date(2026, 1, 7)]


def test_a_noted_day_that_is_gone_shows(sealed):
    (fault,) = [day for day in checked_days({date(2026, 2, 1): "0" * 64}) if day.faults]

    assert (fault.day, fault.rows) == (date(2026, 2, 1), 0)


def test_a_column_added_later_is_no_change_of_earlier_days(sealed):
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {EVENT} add column later text not null default 'x'")

    assert faults() == []


def test_a_table_that_is_gone_is_named(sealed):
    tables = sealed[0].tables | {"scoring_gone": {"columns": ["id"], "rows": 0}}
    tamper("update scoring_sealedday set tables = %s where rows = 2", json.dumps(tables))

    assert faults() == [(date(2026, 1, 5), ("không còn bảng hoặc cột scoring_gone",))]


def test_no_sealed_day_is_edited(sealed):
    with pytest.raises(IntegrityError, match="không sửa"), transaction.atomic():
        SealedDay.objects.update(rows=0)


def test_who_read_personal_data_is_sealed_too(make_user):
    record_access(user=make_user(), kind=AccessRecord.Kind.READ, page="Trang", about="Người")

    (day,) = seal_days(at=tonight())

    assert day.tables["foundation_accessrecord"]["rows"] == 1
    assert day.day == localdate()


def test_a_day_is_left_alone_for_an_hour_after_its_end(db):
    write("2026-01-05")

    assert seal_days(at=datetime(2026, 1, 6, 0, 59, tzinfo=HANOI)) == []
    assert len(seal_days(at=datetime(2026, 1, 6, 1, 0, 1, tzinfo=HANOI))) == 1


def test_without_any_history_nothing_is_sealed(db):
    assert seal_days() == []
    assert list(checked_days()) == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_spans_midnight_is_waited_for(beside):
    """It began before the day ended, so its rows will be of that day, whenever it ends."""
    has_begun, may_end = threading.Event(), threading.Event()

    def write_late() -> None:
        with transaction.atomic():
            write_now("1")
            has_begun.set()
            may_end.wait(10)

    write_now("0")
    late = beside(write_late)
    has_begun.wait(10)
    with pytest.raises(HistoryStillMoving):
        seal_days(at=tonight())
    may_end.set()
    late.result()

    assert [day.rows for day in seal_days(at=tonight())] == [2]


def write_now(points: str) -> None:
    """Write a row of the history dated by its transaction, as the triggers do."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into {EVENT} (pgh_created_at, pgh_label, id, content, marked_at,"
            " assessment_id, criterion_id, marked_by_id, pgh_obj_id)"
            " values (now(), 'insert', 1, %s, now(), 1, 1, 1, 1)",
            [json.dumps({"points": points})],
        )


@pytest.mark.django_db(transaction=True)
def test_two_sealings_at_once_seal_each_day_once(beside):
    write("2026-01-05")
    at = datetime(2026, 1, 8, 3, tzinfo=HANOI)

    both = [beside(seal_days, at=at) for _ in range(2)]

    assert sum(len(sealing.result()) for sealing in both) == 3
    assert faults() == []


def test_the_nightly_task_may_run_twice(db):
    write((localdate() - 3 * DAY).isoformat())

    seal_history()
    seal_history()

    assert faults() == []


def test_the_command_says_what_to_write_down(db, capsys):
    write((localdate() - 3 * DAY).isoformat())

    call_command("seal_history")

    last = SealedDay.objects.latest("day")
    assert last.sha256 in capsys.readouterr().out


def test_the_check_names_the_first_day_that_differs_and_fails(sealed, capsys):
    call_command("verify_history")
    write("2026-01-06")
    with pytest.raises(SystemExit):
        call_command("verify_history")

    said = capsys.readouterr().out
    assert "đúng như đã niêm phong: 3 ngày, 3 dòng" in said
    assert "Ngày 06/01/2026 KHÁC" in said


def test_the_check_takes_digests_noted_elsewhere(sealed, capsys):
    call_command("verify_history", noted=[(sealed[2].day, sealed[2].sha256)])
    with pytest.raises(SystemExit):
        call_command("verify_history", noted=[(sealed[2].day, "0" * 64)])
    with pytest.raises(CommandError):
        call_command("verify_history", "--noted=31/01/2026=abc")

    assert "khác mã đã ghi" in capsys.readouterr().out


def test_the_digest_does_not_depend_on_what_a_session_asked_for(sealed):
    with connection.cursor() as cursor:
        cursor.execute("set local timezone to 'Asia/Ho_Chi_Minh'")

    assert faults() == []


def test_every_log_of_the_history_is_sealed():
    assert {table.name for table in history_tables() if not table.is_events} == {
        "dossiers_dossiercorrection",
        "foundation_accessrecord",
        "scoring_publication",
        "scoring_reviewreply",
        "scoring_sheetstep",
        "scoring_stagestep",
    }
