"""Findings as a workbook: every cell is text, none a formula."""

from collections.abc import Iterator
from typing import IO

from dossiers.domain.suspicions import EXPLAINED
from dossiers.selectors.suspicions import finding_chunks
from dossiers.selectors.suspicions_asked import Asked
from dossiers.selectors.suspicions_words import FindingRow, rows_of
from foundation.domain.tables.limits import LONGEST_CELL
from foundation.services.workbook_files import workbook

HEADERS = {
    "Dấu hiệu": 34,
    "Mã hồ sơ": 28,
    "Mã đơn vị": 14,
    "Đơn vị": 30,
    "Người thụ lý": 24,
    "Trường": 16,
    "Trước": 34,
    "Sau": 34,
    "Hạn trước khi đổi": 18,
    "Không còn tính trễ": 12,
    "Ghi chú": 50,
    "Lúc": 18,
    "Tệp, người sửa": 34,
    "Đợt nhập": 10,
}


def findings_xlsx(asked: Asked, out: IO[bytes]) -> None:
    """Write every finding asked for, the newest first, in memory that does not grow."""
    with workbook(out) as book:
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, (header, width) in enumerate(HEADERS.items()):
            sheet.set_column(column, column, width, text)
            sheet.write_string(0, column, header, bold)
        for place, row in enumerate(_rows(asked), start=1):
            for column, cell in enumerate(_cells(row)):
                sheet.write_string(place, column, cell[:LONGEST_CELL], text)


def _rows(asked: Asked) -> Iterator[FindingRow]:
    for chunk in finding_chunks(asked):
        yield from rows_of(chunk)


def _cells(row: FindingRow) -> tuple[str, ...]:
    finding = row.finding
    return (
        EXPLAINED[finding.kind].title,
        finding.dossier,
        finding.unit_code,
        finding.unit,
        finding.official or "",
        row.field,
        row.was,
        row.became,
        row.deadline,
        "có" if finding.is_cleared else "",
        row.note,
        row.at,
        finding.file or f"{finding.by}: {finding.why}",
        str(row.batch or ""),
    )
