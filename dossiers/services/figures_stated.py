"""Stated figures that somebody reads off a source's own report and types in."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from dossiers.models import Source
from dossiers.services.figures_intake import COLUMNS, import_figures
from foundation.domain.tables import UnreadableTable
from foundation.models import ImportBatch
from foundation.services.files import store_upload


class FiguresRefused(Exception):
    """Figures that were typed in cannot be kept; `reasons` are (header of a column, sentence).

    The header is "" where the sentence is about all of them.
    """

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(message for _header, message in reasons))
        self.reasons = reasons


@transaction.atomic
def state_figures(
    *, source: Source, unit_code: str, first: date, last: date, counts: Mapping[str, str], by: Any
) -> ImportBatch:
    """Keep what a source states of one unit and period, as a file of one row that is taken in.

    So it meets the same checks and leaves the same trace as any file. `counts` has texts by figure;
    what is not there or empty stays as it is known. Raises FiguresRefused, with nothing written.
    """
    cells = {"unit_code": unit_code, "first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
    cells = {figure: count for figure, count in counts.items() if count} | cells
    row = SimpleUploadedFile(f"nhap-tay-{source.code}-{first}-{last}.csv", _file_of(cells))
    try:
        batch = import_figures(store_upload(row, by=by), source=source, by=by)
    except UnreadableTable as error:
        raise FiguresRefused([("", str(error))]) from error
    if batch.rejected_rows:
        raise FiguresRefused(list(batch.rejects.values_list("column", "message")))
    return batch


def _file_of(cells: Mapping[str, str]) -> bytes:
    """Return a file of one row of the portal's own form, with the columns named."""
    columns = [column for column in COLUMNS if column.name in cells]
    text = io.StringIO()
    csv.writer(text).writerows(
        [[column.header for column in columns], [cells[column.name] for column in columns]]
    )
    return text.getvalue().encode("utf-8-sig")
