"""Real dates of a workbook are the days they are, in whatever order its source writes dates."""

import io
from datetime import datetime, timedelta, timezone

import pytest
from openpyxl import load_workbook

from dossiers.models import Dossier, Source
from dossiers.services.intake import import_dossiers
from foundation.services.rejects import rejects_xlsx
from tests.dossiers.hostile_world import FIRST, SECOND, book

HANOI = timezone(timedelta(hours=7))


def real_dates(sheet) -> None:
    """Give the first dossier real dates of Excel, and the second as well, but a wrong channel."""
    for row in (2, 3):
        sheet.cell(row, 5, datetime(2024, 1, 5, 8))
        sheet.cell(row, 6, datetime(2024, 2, 12))
        sheet.cell(row, 7, datetime(2024, 3, 11, 10, 30, 15))
    sheet.cell(3, 4, "Fax")


@pytest.mark.parametrize("date_format", Source.DateFormat.values)
def test_a_real_date_is_the_day_it_is_and_so_it_comes_back(office, stored_file, date_format):
    source = Source.objects.create(code="s", name="S", date_format=date_format)
    content = book(FIRST, SECOND, change=real_dates)

    first = import_dossiers(stored_file(content), by=None, source=source)
    given, mended = io.BytesIO(), io.BytesIO()
    rejects_xlsx(first, given)
    sheets = load_workbook(given)
    assert sheets.active["G2"].value == "Fax"
    sheets.active["G2"] = "Trực tiếp"
    sheets.save(mended)
    again = import_dossiers(stored_file(mended.getvalue()), by=None, source=source)

    assert (first.created_rows, again.created_rows) == (1, 1)
    for dossier in Dossier.objects.all():
        assert dossier.received_at == datetime(2024, 1, 5, 8, tzinfo=HANOI)
        assert dossier.due_at == datetime(2024, 2, 12, 17, tzinfo=HANOI)
        assert dossier.finished_at == datetime(2024, 3, 11, 10, 30, 15, tzinfo=HANOI)
