"""Which sheet of a workbook is the table, and what to say where there are others."""

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from foundation.domain.tables.refusals import UnreadableTable
from foundation.domain.tables.sheet_cells import text
from foundation.domain.vietnamese import fold

LONGEST_NAME = 60
"""Characters of the name of a sheet that sentences show; Excel allows 31."""


def chosen_sheet(book: CalamineWorkbook) -> tuple[int, CalamineSheet, str]:
    """Return the first visible sheet that has content, its place, and a sentence on the others.

    Raises UnreadableTable if there is none, or another has the same header: half of such a table
    would be lost without a word.
    """
    tables = [
        (place, about.name[:LONGEST_NAME], about.visible == SheetVisibleEnum.Visible)
        for place, about in enumerate(book.sheets_metadata)
        if about.typ == SheetTypeEnum.WorkSheet
    ]
    for place, name, is_visible in tables:
        sheet = book.get_sheet_by_index(place) if is_visible else None
        if sheet is not None and sheet.height:
            later = [other for other in tables if other[0] > place and other[2]]
            _refuse_parted(book, name, sheet, later)
            return place, sheet, _about(name, [other for _, other, _ in tables if other != name])
    raise UnreadableTable("Tệp Excel trống: không có trang tính nào hiện ra mà có dữ liệu.")


def refuse_merged(sheet: CalamineSheet, top: int) -> None:
    """Raise UnreadableTable if a merged cell touches the row of headers."""
    for (first, _), (last, _) in sheet.merged_cell_ranges or ():
        if first <= top <= last:
            raise UnreadableTable(
                f"Dòng {top + 1} có ô gộp. Dòng đầu phải là tên các cột, mỗi cột một ô;"
                " hãy bỏ dòng tiêu đề và các ô gộp phía trên bảng."
            )


def content(cells: list[str]) -> int:
    """Return how many cells there are up to the last one with content."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)


def _refuse_parted(
    book: CalamineWorkbook, name: str, sheet: CalamineSheet, later: list[tuple[int, str, bool]]
) -> None:
    """Raise UnreadableTable if a later sheet goes on with the same table."""
    header = _header(sheet)
    for place, other, _ in later:
        if _header(book.get_sheet_by_index(place)) == header:
            raise UnreadableTable(
                f"Trang tính “{other}” có cùng tên cột với trang “{name}”. Cổng chỉ đọc một trang:"
                " hãy gộp các trang vào một, hoặc nộp mỗi trang một tệp."
            )


def _header(sheet: CalamineSheet) -> list[str]:
    """Return the first row with content, without case and accents; empty if there is none."""
    for values in sheet.iter_rows():
        cells = list(map(text, values))
        if content(cells):
            return [fold(cell) for cell in cells if cell.strip()]
    return []


def _about(name: str, others: list[str]) -> str:
    """Return the sentence on which sheet is read, if there are others."""
    passed_over = ", ".join(f"“{other}”" for other in others[:5]) + ", …" * (len(others) > 5)
    return f"(Đọc trang tính “{name}”, bỏ qua {passed_over}.)" if others else ""
