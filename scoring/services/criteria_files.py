"""A criteria set as a workbook: an export, and a template with a sample and explanations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from xlsxwriter import Workbook

from foundation.domain.tables.harmless import readable_again
from foundation.services.workbook_files import workbook
from scoring.models import CriteriaSet
from scoring.selectors.criteria_words import FACTS, KINDS
from scoring.services.criteria_cells import (
    COLUMNS,
    EVIDENCE,
    PARTS,
    ROLES,
    criterion_cells,
    set_cells,
)
from scoring.services.criteria_sample import EXPLANATIONS, SAMPLE

SHEET, EXPLAINED = "Bộ tiêu chí", "Giải thích"
_WIDTHS = {"title": 48, "options": 28, "guidance": 40, "code": 10, "kind": 24, "fact": 22}


def export_set(criteria_set: CriteriaSet, out: IO[bytes]) -> None:
    """Write a set as a workbook that goes in again as it is; no cell is a formula."""
    criteria = criteria_set.criteria.select_related("parent", "was").order_by("position")
    _write(out, [*set_cells(criteria_set), *map(criterion_cells, criteria)])


def write_template(out: IO[bytes]) -> None:
    """Write a workbook with a small set of every kind of leaf, to be typed over."""
    _write(out, SAMPLE)


def _write(out: IO[bytes], rows: Iterable[Mapping[str, str]]) -> None:
    with workbook(out) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 4)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, _WIDTHS.get(column.name, 13), text)
            sheet.write_string(0, place, column.header, head)
        for line, cells in enumerate(rows, start=1):
            _write_row(sheet, line, [cells.get(column.name, "") for column in COLUMNS], text)
        _explain(book, head, text)


def _write_row(sheet: Any, line: int, cells: Sequence[str], text: Any) -> None:
    for place, cell in enumerate(cells):
        sheet.write_string(line, place, readable_again(cell), text)


def _explain(book: Workbook, head: Any, text: Any) -> None:
    """Add the sheet that says what each column holds and which words are known."""
    sheet = book.add_worksheet(EXPLAINED)
    sheet.set_column(0, 0, 24, text)
    sheet.set_column(1, 1, 100, text)
    sheet.write_string(0, 0, "Cột", head)
    sheet.write_string(0, 1, "Ghi gì", head)
    lists: dict[str, Mapping[str, Any]] = {
        "part": PARTS,
        "kind": KINDS,
        "fact": FACTS,
        "role": ROLES,
        "evidence": EVIDENCE,
    }
    for line, column in enumerate(COLUMNS, start=1):
        words = "; ".join(str(word) for word in lists.get(column.name, {}).values())
        said = EXPLANATIONS[column.name] + (f" Một trong: {words}." if words else "")
        _write_row(sheet, line, [column.header, said], text)
