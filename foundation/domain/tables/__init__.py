"""Tables out of CSV and XLSX files: what a file is, its encoding, its header, numbered rows."""

from foundation.domain.tables.columns import Column
from foundation.domain.tables.harmless import harmless
from foundation.domain.tables.opening import is_workbook, opened
from foundation.domain.tables.reading import AS_IT_STANDS, Reading
from foundation.domain.tables.refusals import UnreadableTable
from foundation.domain.tables.rows import Table, rows

__all__ = [
    "AS_IT_STANDS",
    "Column",
    "Reading",
    "Table",
    "UnreadableTable",
    "harmless",
    "is_workbook",
    "opened",
    "rows",
]
