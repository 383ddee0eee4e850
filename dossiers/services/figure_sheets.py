"""Comparisons of figures, and the dossiers behind them, as workbooks to work on."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.timezone import localtime, make_naive
from xlsxwriter import Workbook

from dossiers.models import Dossier
from dossiers.selectors.figure_comparisons import Comparison
from dossiers.selectors.figures import Figure
from foundation.services.rejects import ROWS_PER_SHEET
from foundation.services.workbook_files import workbook

COMPARED = (
    "Mã đơn vị",
    "Đơn vị",
    "Từ ngày",
    "Đến ngày",
    "Chỉ tiêu",
    "Nguồn công bố",
    "Của cổng",
    "Chênh lệch",
    "Nguồn tự mâu thuẫn",
)
LISTED = (
    "Mã hồ sơ",
    "Mã thủ tục",
    "Thủ tục",
    "Tiếp nhận",
    "Hạn giải quyết",
    "Kết thúc",
    "Kết quả",
)
CHUNK = 2000


def comparison_xlsx(comparison: Comparison, out: IO[bytes]) -> None:
    """Write a comparison, a row for each figure; units of which the source is silent come last."""
    _write(COMPARED, _compared(comparison), out)


def dossiers_xlsx(dossiers: QuerySet[Dossier], out: IO[bytes]) -> None:
    """Write the dossiers of a figure, each as it stood when the period was looked at."""
    _write(LISTED, map(_listed, dossiers.iterator(CHUNK)), out)


def _compared(comparison: Comparison) -> Iterator[list[Any]]:
    days = [comparison.span.first, comparison.span.last]
    for found in comparison.units:
        words = "; ".join(found.contradictions)
        for line in found.lines:
            named = [found.unit.code, found.unit.name, *days, str(line.figure.label)]
            yield [*named, line.stated, line.ours, line.difference, words]
    for unit, total in comparison.silent:
        yield [unit.code, unit.name, *days, str(Figure.TOTAL.label), None, total, None, ""]


def _listed(dossier: Any) -> list[Any]:
    outcome = dossier.get_outcome_display() if dossier.ended_at else Dossier.Outcome.OPEN.label
    procedure = dossier.procedure
    instants = map(_local, (dossier.received_at, dossier.deadline_at, dossier.ended_at))
    return [dossier.code, procedure.code, procedure.name, *instants, str(outcome)]


def _local(instant: datetime | None) -> datetime | None:
    return make_naive(localtime(instant)) if instant else None


def _write(headers: tuple[str, ...], rows: Iterable[list[Any]], out: IO[bytes]) -> None:
    """Write rows below headers, on as many sheets as they need; text is never a formula."""
    with workbook(out, strings_to_formulas=False, strings_to_urls=False) as book:
        day, instant = (
            book.add_format({"num_format": look}) for look in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm")
        )
        looks = {date: day, datetime: instant}
        remaining = iter(rows)
        is_full = True
        while is_full:
            sheet, written = _sheet(book, headers), 0
            for written, row in enumerate(islice(remaining, ROWS_PER_SHEET), start=1):
                for column, cell in enumerate(row):
                    sheet.write(written, column, cell, looks.get(type(cell)))
            is_full = written == ROWS_PER_SHEET


def _sheet(book: Workbook, headers: tuple[str, ...]) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headers) - 1, 20)
    bold = book.add_format({"bold": True})
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    return sheet
