"""What a batch did not take as text, line after line: for batches too large for a workbook."""

import csv
import io
from collections.abc import Iterator

from django.db.models import Func, IntegerField

from foundation.domain.tables import harmless
from foundation.domain.tables.given_back import GIVEN_BACK
from foundation.models import ImportBatch
from foundation.services.file_limits import file_limits
from foundation.services.rejects import reject_headers, rejected_lines

PIECE = 1 << 16
"""Characters that are sent at a time, at least."""


def fits_a_workbook(batch: ImportBatch) -> bool:
    """Return whether the rows sent back can be handed out as a workbook while somebody waits."""
    columns = Func("header", function="jsonb_array_length", output_field=IntegerField())
    had = ImportBatch.objects.values_list(columns, flat=True).get(pk=batch.pk)
    cells = batch.rejected_rows * (len(GIVEN_BACK) + int(had))
    return cells <= file_limits().cells_given_back


def rejects_csv(batch: ImportBatch) -> Iterator[str]:
    """Yield the lines not taken as CSV, marked so that Excel knows it for UTF-8, none a formula."""
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(map(harmless, reject_headers(batch)))
    for line, columns, reasons, cells in rejected_lines(batch):
        writer.writerow([line, columns, reasons, *map(harmless, cells)])
        if text.tell() > PIECE:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
