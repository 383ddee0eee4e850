"""Rows that only repeat what is known are told without being read, and never by mistake.

The first twenty rows of a file are read whatever they say, so each file here begins with twenty.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import Dossier, DossierChange, Pause, Source, SourceUnit
from dossiers.services.intake import import_dossiers
from foundation.models import ImportBatch

FIRST = [{"code": f"H32.10-240105-{n:04}"} for n in range(1, 21)]
CODE = "H32.10-240105-0099"
WHOLE = {"handler": "CB-1", "pauses": ""}
OPEN = {"outcome": "Đang giải quyết", "finished": ""}
PAUSED = {"pauses": "08/01/2024 08:00 - 09/01/2024 08:00: Chờ bổ sung hồ sơ"}
UNCHANGED, CHANGED, REJECTED = (0, 0, 21, 0), (0, 1, 20, 0), (0, 0, 20, 1)
Seen = tuple[tuple[int, int, int, int], int]


@pytest.fixture
def people(make_person) -> None:
    """Two officials of the office."""
    make_person("CB-1")
    make_person("CB-2")


@pytest.fixture
def send(people, stored_file, dossier_csv) -> Callable[..., Seen]:
    """Take in twenty rows and one more; say how many were new, changed, unchanged, rejected, and
    how many were told as repeated.
    """

    def send_(row: dict[str, str], source: Source | None = None) -> Seen:
        told: list[int] = []

        def look(execute, sql, params, many, context):
            if str(sql).startswith("create temp table typed"):
                with connection.cursor() as cursor:
                    cursor.execute("select count(*) from met where is_repeated")
                    told.append(cursor.fetchone()[0])
            return execute(sql, params, many, context)

        file = stored_file(dossier_csv(*FIRST, {"code": CODE} | row))
        with connection.execute_wrapper(look):
            batch = import_dossiers(file, by=None, source=source)
        return counts(batch), told[0]

    return send_


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """Return how many rows were new, changed, unchanged and rejected."""
    return batch.created_rows, batch.changed_rows, batch.unchanged_rows, batch.rejected_rows


@pytest.mark.parametrize(
    "row",
    [
        {},
        WHOLE,
        OPEN | {"handler": "CB-1"},
        {"handler": ""},
        {"outcome": "  đã trả KẾT QUẢ "},
    ],
    ids=str,
)
def test_the_same_row_again_is_told_as_repeated(send, row):
    first, again = send(row), send(row)

    assert first == ((21, 0, 0, 0), 0)
    assert again == (UNCHANGED, 1)


@pytest.mark.usefixtures("working_calendar")
def test_a_due_time_that_was_worked_out_is_repeated_by_saying_nothing(send):
    """Procedure 1.001 promises five working days; 1.002 promises none, so there is none to keep."""
    send({"due": ""})
    assert send({"due": ""}) == (UNCHANGED, 1)

    send({"due": "", "procedure_code": "1.002", "code": "H32.10-240105-0098"})
    assert send({"due": "", "procedure_code": "1.002", "code": "H32.10-240105-0098"})[1] == 0


def test_a_row_without_some_columns_repeats_the_rest(send):
    """A file without a column of handlers or pauses says nothing of them, and so nothing new."""
    send(WHOLE | PAUSED)

    assert send({}) == (UNCHANGED, 1)
    assert Pause.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"unit_code": "so-y-te", "handler": ""},
        {"procedure_code": "1.002"},
        {"channel": "Bưu chính"},
        {"received": "05/01/2024 08:01"},
        {"due": "12/01/2024 17:01"},
        {"finished": "11/01/2024 10:01"},
        {"finished": "11/01/2024 10:00:01"},
        {"outcome": "Người nộp rút"},
        {"outcome": "Đang giải quyết", "finished": ""},
        {"handler": "CB-2"},
        {"handler": ""},
        PAUSED,
    ],
    ids=str,
)
def test_a_row_that_says_anything_else_is_read(send, make_unit, change):
    """A dossier that ended is not opened again by a file: that row alone is rejected."""
    make_unit("so-y-te")
    send(WHOLE)

    expected = REJECTED if change.get("finished") == "" else CHANGED
    assert send(WHOLE | change) == (expected, 0)


def test_no_pauses_any_more_is_news(send):
    send(WHOLE | PAUSED)

    assert send(WHOLE) == (CHANGED, 0)
    assert not Pause.objects.exists()


def test_seconds_that_the_file_leaves_out_are_news(send):
    send({"finished": "11/01/2024 10:00:30"})

    assert send({"finished": "11/01/2024 10:00"}) == (CHANGED, 0)
    assert DossierChange.objects.get().was == "2024-01-11 03:00:30+00"


@pytest.mark.parametrize("same", ["05/01/2024 8:00", "2024-01-05 08:00:00", "5/1/2024 08:00"])
def test_the_same_instant_in_another_spelling_is_read_and_no_news(send, same):
    send({})

    assert send({"received": same}) == (UNCHANGED, 0)


def test_both_lines_of_a_code_written_twice_come_back_though_one_repeats(send, take):
    send({})

    batch = take(*FIRST, {"code": CODE}, {"code": CODE})

    assert counts(batch) == (0, 0, 20, 2)


def test_a_unit_that_was_not_there_on_that_day_after_all_rejects_the_row(send, office):
    """The dossiers stay as they are; a file says no longer that they were of that unit."""
    send({})
    office.valid = DateRange(date(2024, 2, 1), None)
    type(office).through_time.filter(pk=office.pk).update(valid=office.valid)

    assert send({}) == ((0, 0, 0, 21), 0)


def test_a_source_that_says_the_same_is_the_source_from_now_on(send):
    source = Source.objects.create(code="mot-cua", name="Một cửa")
    send({})

    assert send({}, source) == ((0, 21, 0, 0), 0)
    assert send({}, source) == (UNCHANGED, 1)
    assert set(Dossier.objects.values_list("source", flat=True)) == {source.pk}


def test_a_code_of_a_source_is_looked_up_on_the_day_it_was_received(send, make_unit):
    source = Source.objects.create(code="mot-cua", name="Một cửa")
    other = make_unit("so-y-te")
    row = {"unit_code": "H32.15"}
    named = SourceUnit.objects.create(
        source=source, code="H32.15", unit_code="so-tu-phap", valid=DateRange(None, None)
    )
    send(row, source)

    assert send(row, source) == (UNCHANGED, 1)
    named.unit_code = "so-y-te"
    named.save()
    assert send(row, source) == (CHANGED, 0)
    assert Dossier.objects.get(code=CODE).unit == other


@pytest.mark.parametrize(
    "own", [{"date_format": Source.DateFormat.MONTH_FIRST}, {"time_zone": "UTC"}], ids=str
)
def test_a_source_that_writes_its_days_otherwise_is_always_read(send, own):
    """08:00 of Việt Nam is 01:00 UTC; 05/01 and 12/01 are other days where months come first."""
    send({})
    source = Source.objects.create(code="mot-cua", name="Một cửa", **own)

    assert send({}, source)[1] == 0
