"""A small office: one department, two procedures, and a way to hand rows and dossiers in."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from dossiers.domain.columns import COLUMNS, OPTIONAL_COLUMNS
from dossiers.models import Dossier, Procedure
from dossiers.services.intake import import_dossiers
from foundation.models import ImportBatch, StoredFile
from units.models import Person, Unit

GOOD_ROW = {
    "code": "H32.10-240105-0001",
    "unit_code": "so-tu-phap",
    "procedure_code": "1.001",
    "channel": "Trực tuyến",
    "received": "05/01/2024 08:00",
    "due": "12/01/2024 17:00",
    "finished": "11/01/2024 10:00",
    "outcome": "Đã trả kết quả",
}
Row = dict[str, str]


@pytest.fixture
def office(make_unit, make_procedure) -> Unit:
    """Sở Tư pháp, procedure 1.001 of 5 working days and 1.002 of none set."""
    make_procedure("1.001", working_days=5)
    make_procedure("1.002")
    return make_unit("so-tu-phap", "Sở Tư pháp")


@pytest.fixture
def dossier_csv() -> Callable[..., str]:
    """Write rows as a file: each the good row with its changes, keyed by column name.

    An optional column is there if any row names it.
    """

    def write(*rows: Row) -> str:
        text = io.StringIO()
        more = [column for column in OPTIONAL_COLUMNS if any(column.name in row for row in rows)]
        columns = [*COLUMNS, *more]
        writer = csv.writer(text)
        writer.writerow([column.header for column in columns])
        for row in rows:
            cells = GOOD_ROW | row
            writer.writerow([cells.get(column.name, "") for column in columns])
        return text.getvalue()

    return write


@pytest.fixture
def take(office, stored_file, dossier_csv) -> Callable[..., ImportBatch]:
    """Take rows in, each the good row with its changes."""
    return lambda *rows: import_dossiers(stored_file(dossier_csv(*rows)), by=None)


@pytest.fixture
def dossier(db) -> Callable[[], Dossier]:
    """Read the one dossier there is."""
    return Dossier.objects.get


@pytest.fixture
def make_person(office) -> Callable[..., Person]:
    """Store an official of the office from `first` to `last`, both included; None has no end."""

    def make(
        code: str,
        unit: Unit | None = None,
        first: date | None = None,
        last: date | None = None,
        role: str = "official",
    ) -> Person:
        valid = DateRange(first, last and last + timedelta(days=1))
        return Person.objects.create(
            code=code, name=code, role=role, unit=unit or office, valid=valid
        )

    return make


@pytest.fixture
def make_dossier(office, stored_file) -> Callable[..., Dossier]:
    """Build (not store) a dossier of the office, received ten days before it is due or finished.

    Without either, `received_at` must be given.
    """
    source: StoredFile = stored_file("source")
    procedure = Procedure.objects.get(code="1.001")

    def make(
        due_at: datetime | None, finished_at: datetime | None, outcome: str, **others: Any
    ) -> Dossier:
        if "received_at" not in others:
            first = min(moment for moment in (due_at, finished_at) if moment)
            others["received_at"] = first - timedelta(days=10)
        make.count += 1
        return Dossier(
            **{
                "code": f"X{make.count}",
                "unit": office,
                "procedure": procedure,
                "channel": Dossier.Channel.ONLINE,
                "due_at": due_at,
                "deadline_at": due_at,
                "finished_at": finished_at,
                "outcome": outcome,
                "source_file": source,
            }
            | others
        )

    make.count = 0
    return make
