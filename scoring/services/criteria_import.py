"""A criteria set out of a workbook: every problem listed at once with its cell, then a draft."""

from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from django.db import transaction

from foundation.domain.tables import UnreadableTable, opened, rows
from foundation.domain.tables.columns import columns_found
from foundation.domain.tables.harmless import restored
from foundation.services.file_limits import file_limits
from scoring.models import CriteriaSet
from scoring.services.criteria_cells import COLUMNS
from scoring.services.criteria_editing import problems_of_criteria
from scoring.services.criteria_reading import CellProblem, SetReader
from scoring.services.criteria_rows import store_rows

MOST_ROWS = 2_000
_COLUMN_OF_KEY = {"max_points": "max", "scoring": "options", "criteria": "kind", "bonus_cap": "max"}
_OUR_COLUMNS = {column.name for column in COLUMNS}
_SMALL = {"workbook_megabytes": 5, "text_megabytes": 5, "unpacked_megabytes": 64, "columns": 100}


class SetFileRefused(Exception):
    """A file that gives no set; where it is only unfinished, it may be taken in as a draft."""

    def __init__(self, problems: list[CellProblem], *, is_only_unfinished: bool = False) -> None:
        super().__init__(f"Tệp có {len(problems)} điều phải sửa.")
        self.problems, self.is_only_unfinished = problems, is_only_unfinished


@transaction.atomic
def import_set(
    file: IO[bytes], *, by: Any, code: str = "", is_unfinished_allowed: bool = False
) -> CriteriaSet:
    """Store the set of a workbook (XLSX or CSV) as a new draft and return it.

    `code` stands in for the one in the file. Raises SetFileRefused with every problem; what the
    core alone would refuse may be allowed, to be mended on the pages.
    """
    reader = _read(file)
    if code:
        reader.given["code"] = code
    faults = [*reader.problems(), *_code_problems(reader, is_given=bool(code))]
    if faults:
        raise SetFileRefused(faults)
    draft = CriteriaSet(author=by, **reader.given)
    unfinished = _core_problems(reader, draft)
    if unfinished and not is_unfinished_allowed:
        raise SetFileRefused(unfinished, is_only_unfinished=True)
    draft.full_clean()
    draft.save()
    store_rows(draft, [replace(row, key=None) for row in reader.rows])
    return draft


def _read(file: IO[bytes]) -> SetReader:
    """Return what a file says, row by row; SetFileRefused for one that is no such table."""
    limits = replace(file_limits(), **_SMALL)
    try:
        with opened(file, limits=limits) as source:
            header: list[str] = []
            reader = SetReader()
            for line, is_whole, cells, odd in rows(_noting(source.rows, header), COLUMNS):
                reader.places = reader.places or columns_found(header, COLUMNS)
                if len(reader.lines) >= MOST_ROWS:
                    raise UnreadableTable("Tệp có hơn 2.000 dòng; một bộ tiêu chí chỉ vài trăm.")
                named = zip((column.name for column in COLUMNS), cells, strict=True)
                reader.take(line, {name: restored(cell or "") for name, cell in named})
                for oddity in odd:
                    reader.note(line, "", f"{oddity.header}: {oddity.message}")
                if not is_whole and not odd:
                    reader.note(line, "", "Số ô của dòng không bằng số cột.")
    except UnreadableTable as refusal:
        raise SetFileRefused([CellProblem("", str(refusal))]) from refusal
    return reader


def _noting(
    source: Iterator[tuple[int, list[str]]], header: list[str]
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table; the first that is not blank is kept as its header."""
    for line, cells in source:
        if not header and any(map(str.strip, cells)):
            header += [cells[0].removeprefix("\ufeff"), *cells[1:]]
        yield line, cells


def _code_problems(reader: SetReader, *, is_given: bool) -> list[CellProblem]:
    """Return that the code of the set is taken, if it is."""
    code = reader.given.get("code", "")
    if not CriteriaSet.objects.filter(code__iexact=code).exists():
        return []
    cell = "" if is_given else reader.cell(reader.line_of_set, "code")
    message = f"Đã có bộ tiêu chí mang mã “{code}”; hãy đặt mã khác ở ô “Mã bộ” của trang này."
    return [CellProblem(cell, message)]


def _core_problems(reader: SetReader, draft: CriteriaSet) -> list[CellProblem]:
    """Return what the core would refuse, each with the cell it is about."""
    found = []
    for problem in problems_of_criteria(draft, reader.rows):
        line = reader.line_of_code.get(problem.code, reader.line_of_set)
        name = _COLUMN_OF_KEY.get(problem.key, problem.key)
        cell = reader.cell(line, name if name in _OUR_COLUMNS else "code")
        found.append(CellProblem(cell, str(problem)))
    return found
