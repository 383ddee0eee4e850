"""A search of the history as a workbook: instants are instants, nothing is a formula."""

from collections.abc import Iterator
from typing import IO, Any

from django.utils.timezone import localtime

from foundation.domain.tables.limits import LONGEST_CELL
from foundation.services.workbook_files import workbook
from scoring.selectors.history_asked import Asked, conditions_for
from scoring.selectors.history_entries import Entry, entries_of
from scoring.selectors.history_rows import newest

MOST = 5_000
"""Entries of one workbook; whoever needs more asks for fewer days."""
AT_ONCE = 1000
_CUT = "Chỉ có {} mục mới nhất; hãy chọn khoảng ngày ngắn hơn."
HEADERS = {
    "Lúc": 20,
    "Người": 26,
    "Việc": 10,
    "Loại": 24,
    "Thuộc": 40,
    "Tiêu chí, phần": 40,
    "Nội dung": 24,
    "Trước": 40,
    "Sau": 40,
    "Qua": 24,
}


def write_history(asked: Asked, out: IO[bytes], *, most: int = MOST) -> None:
    """Write what a search finds, a row a change, in constant memory.

    Where more than so many entries were found, the last row says that older ones are left out.
    """
    with workbook(out) as book:
        formats = {
            "head": book.add_format({"bold": True}),
            "text": book.add_format({"num_format": "@"}),
            "instant": book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
        }
        sheet = book.add_worksheet("Nhật ký")
        sheet.freeze_panes(1, 0)
        for column, (header, width) in enumerate(HEADERS.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, header, formats["head"])
        place = 1
        for count, entry in enumerate(_entries(asked, most + 1)):
            if count == most:
                sheet.write_string(place, 1, _CUT.format(most), formats["text"])
                break
            for cells in _lines(entry):
                _write(sheet, place, entry, cells, formats)
                place += 1


def _write(
    sheet: Any, place: int, entry: Entry, cells: tuple[str, ...], formats: dict[str, Any]
) -> None:
    at = localtime(entry.at).replace(tzinfo=None, microsecond=0)
    sheet.write_datetime(place, 0, at, formats["instant"])
    for column, cell in enumerate(cells, start=1):
        sheet.write_string(place, column, cell[:LONGEST_CELL], formats["text"])


def _entries(asked: Asked, most: int) -> Iterator[Entry]:
    """Yield the newest entries, so many at most, some at a time."""
    conditions, after, left = conditions_for(asked), None, most
    while left > 0:
        found, has_more = newest(conditions, after=after, size=min(AT_ONCE, left))
        yield from entries_of(found)
        if not has_more:
            return
        left -= len(found)
        after = found[-1].place


def _lines(entry: Entry) -> Iterator[tuple[str, ...]]:
    """Yield the cells of an entry after its instant: a line for each change."""
    head = (entry.who, entry.act, entry.what, entry.subject, entry.about)
    for change in entry.changes:
        yield (*head, change.label, change.was, change.became, entry.via)
    if not entry.changes:
        yield (*head, "", "", "", entry.via)
