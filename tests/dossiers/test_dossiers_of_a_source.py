"""Files of a source: its codes of units become ours by day; dossiers know where they are from."""

from datetime import UTC, date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.models import DossierChange, Source, SourceUnit
from dossiers.services.intake import import_dossiers


@pytest.fixture
def source(db) -> Source:
    """A one-stop system that calls its units as QĐ 20/2020 does."""
    return Source.objects.create(code="mot-cua", name="Một cửa")


@pytest.fixture
def take_from(source, stored_file, dossier_csv, office):
    """Take rows of the source in."""
    return lambda *rows: import_dossiers(stored_file(dossier_csv(*rows)), by=None, source=source)


def name_unit(source: Source, code: str, unit_code: str, first=None, after=None) -> None:
    valid = DateRange(first, after)
    SourceUnit.objects.create(source=source, code=code, unit_code=unit_code, valid=valid)


def test_a_code_of_the_source_is_the_unit_that_it_names(take_from, source, dossier, office):
    name_unit(source, "H32.15", "so-tu-phap")

    batch = take_from({"unit_code": "H32.15"})

    assert (dossier().unit, dossier().source) == (office, source)
    assert batch.origin == "Một cửa"


def test_a_code_names_a_unit_on_the_days_it_is_used(take_from, source, make_unit, dossier):
    other = make_unit("so-y-te")
    name_unit(source, "H32.15", "so-tu-phap", after=date(2024, 1, 5))
    name_unit(source, "H32.15", "so-y-te", first=date(2024, 1, 5))

    take_from({"unit_code": "H32.15"})

    # Received on 05/01/2024, the first day on which the code means the other unit.
    assert dossier().unit == other


def test_our_own_codes_are_understood_without_translation(take_from, dossier, office):
    take_from({})

    assert dossier().unit == office


def test_a_code_that_the_source_has_not_explained_is_named(take_from):
    (reject,) = take_from({"unit_code": "H32.15"}).rejects.all()

    assert (reject.column, reject.code) == ("Mã đơn vị", "unknown_unit")
    assert reject.message == (
        "Không có đơn vị nào mang mã này; nguồn chưa ghi mã H32.15 là đơn vị nào"
        " vào ngày tiếp nhận."
    )


def test_a_code_explained_by_a_unit_that_is_not_there_names_both(take_from, source):
    name_unit(source, "H32.15", "so-la")

    (reject,) = take_from({"unit_code": "H32.15"}).rejects.all()

    assert reject.message == "Không có đơn vị nào mang mã này: so-la, mà nguồn gọi là H32.15."


def test_a_file_without_a_source_keeps_the_one_known(take_from, take, dossier, source):
    take_from({})

    take({"channel": "Bưu chính"})

    assert dossier().source == source


def test_the_same_rows_from_a_source_say_where_they_are_from_and_nothing_else(
    take_from, take, dossier, source
):
    take({})

    batch, again = take_from({}), take_from({})

    assert (batch.changed_rows, again.unchanged_rows) == (1, 1)
    assert dossier().source == source
    assert not DossierChange.objects.exists()


def test_the_same_rows_from_another_source_are_not_written_again(
    take_from, dossier, dossier_csv, stored_file, source
):
    first = take_from({})
    other = Source.objects.create(code="khac", name="Nguồn khác")

    batch = import_dossiers(stored_file(dossier_csv({})), by=None, source=other)

    assert (batch.changed_rows, batch.unchanged_rows) == (0, 1)
    assert (dossier().source, dossier().source_file) == (source, first.stored_file)


def test_what_another_source_changes_is_that_source_s(take_from, dossier, dossier_csv, stored_file):
    take_from({})
    other = Source.objects.create(code="khac", name="Nguồn khác")
    file = stored_file(dossier_csv({"channel": "Bưu chính"}))

    import_dossiers(file, by=None, source=other)

    assert dossier().source == other


@pytest.mark.parametrize(
    "pauses",
    [
        "05/01/2024 01:00 - 08/01/2024 01:00: Chờ bổ sung hồ sơ",
        "2024-01-05T01:00:00 - 8/1/2024 1:00: Chờ bổ sung hồ sơ",
    ],
)
def test_pauses_are_on_the_clock_of_the_source(take_from, dossier, source, pauses):
    source.time_zone = "UTC"
    received = {"received": "05/01/2024 01:00", "due": "12/01/2024 10:00"}

    batch = take_from(received | {"finished": "11/01/2024 03:00", "pauses": pauses})

    assert batch.rejected_rows == 0
    pause = dossier().pauses.get()
    assert pause.started_at == dossier().received_at == datetime(2024, 1, 5, 1, tzinfo=UTC)
    assert pause.ended_at == datetime(2024, 1, 8, 1, tzinfo=UTC)
    assert dossier().deadline_at == datetime(2024, 1, 15, 10, tzinfo=UTC)
