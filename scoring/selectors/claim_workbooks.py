"""The form of a sheet as a workbook: its columns, and the cells in which a leaf's fields stand."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from foundation.domain.tables import Column
from scoring.domain.entry import (
    ANSWER,
    CHOICES,
    COUNT,
    DENOMINATOR,
    NUMERATOR,
    POINTS,
    VALUE,
    EntryRefused,
    typed_of,
)
from scoring.models import Assessment, CriteriaSet, Criterion
from scoring.selectors.mark_inputs import inputs_of

ANSWERS, EXPLANATION, NOTE = "cau_tra_loi", "giai_trinh", "ghi_chu"
CODE, KEY, VERSION, ORIGINAL = "ma", "khoa", "phien_ban", "goc"
NONE_OF_THEM = "không"
"""What stands in the cell of a checklist of which nothing holds."""

COLUMNS = (
    Column(CODE, "Mã"),
    Column("tieu_chi", "Tiêu chí"),
    Column("cach_cham", "Cách chấm"),
    Column("toi_da", "Tối đa"),
    Column(POINTS, "Điểm"),
    Column(NUMERATOR, "Tử số"),
    Column(DENOMINATOR, "Mẫu số"),
    Column(VALUE, "Tỷ lệ"),
    Column(COUNT, "Số lượng"),
    Column(CHOICES, "Phương án"),
    Column(ANSWERS, "Câu trả lời"),
    Column(EXPLANATION, "Giải trình"),
    Column(NOTE, "Ghi chú"),
    Column(KEY, "Khóa"),
    Column(VERSION, "Phiên bản"),
    Column(ORIGINAL, "Gốc"),
)
"""The last three are hidden: whose row it is, the version of its claim, what it said then."""
FIELDS = (POINTS, NUMERATOR, DENOMINATOR, VALUE, COUNT, CHOICES, ANSWERS)
FILLED = (*FIELDS, EXPLANATION)


def place_of(name: str) -> int:
    """Return where a column stands, from 0."""
    return next(place for place, column in enumerate(COLUMNS) if column.name == name)


def sheet_key(assessment: Assessment) -> str:
    """Return by what the rows of one sheet are known: cycle, unit and set, as people know them."""
    return sheet_key_in(assessment, assessment.cycle_group.criteria_set)


def sheet_key_in(assessment: Assessment, criteria_set: CriteriaSet) -> str:
    """Return by what the rows of a sheet are known where it is filled in under that set."""
    cycle = assessment.cycle
    return f"{cycle.organiser.code}/{cycle.year}/{assessment.unit.code}|{criteria_set.code}"


def fields_of(criterion: Criterion) -> tuple[str, ...]:
    """Return the columns in which the mark of a leaf is typed."""
    names = [field.name for field in inputs_of(criterion, {})]
    return (ANSWERS,) if any(name.startswith(ANSWER) for name in names) else tuple(names)


def cells_of(content: Mapping[str, Any] | None, explanation: str) -> dict[str, str]:
    """Return what stands in the cells of a claim, by column; a cell without anything is left out.

    Options are parted by semicolons, answers are "A: 10; B: 5".
    """
    typed = typed_of(content)
    cells = {name: text for name, text in typed.items() if name in FIELDS and name != CHOICES}
    if CHOICES in typed:
        cells[CHOICES] = "; ".join(typed[CHOICES]) or NONE_OF_THEM
    answers = {name: text for name, text in typed.items() if name.startswith(ANSWER)}
    if answers:
        parts = (f"{name.removeprefix(ANSWER)}: {text}" for name, text in answers.items())
        cells[ANSWERS] = "; ".join(parts)
    if explanation:
        cells[EXPLANATION] = explanation
    return cells


def typed_in(criterion: Criterion, cells: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the fields of a form that the cells of a leaf stand for; raises EntryRefused."""
    fields = inputs_of(criterion, {})
    typed = {field.name: [cells.get(field.name, "")] for field in fields if not field.options}
    if any(field.options for field in fields):
        return typed | _chosen(cells.get(CHOICES, ""))
    given = _answers(cells.get(ANSWERS, ""))
    unknown = [code for code in given if f"{ANSWER}{code}" not in typed]
    if unknown:
        raise EntryRefused([f"Không có phương án “{unknown[0]}”."])
    return typed | {f"{ANSWER}{code}": [text] for code, text in given.items()}


def digest_of(cells: Mapping[str, str]) -> str:
    """Return a short digest of what stands in the filled cells, to know whether one was changed."""
    said = "\x1f".join(cells.get(name, "") for name in FILLED)
    return sha256(said.encode()).hexdigest()[:16]


def _chosen(text: str) -> dict[str, list[str]]:
    if text.casefold() == NONE_OF_THEM:
        return {CHOICES: [""]}
    codes = [code.strip() for code in text.split(";") if code.strip()]
    return {CHOICES: codes} if codes else {}


def _answers(text: str) -> dict[str, str]:
    """Return the number of each answer by its code; raises EntryRefused."""
    given: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        code, colon, number = map(str.strip, part.rpartition(":"))
        if not colon or code in given:
            raise EntryRefused(["Hãy viết mỗi phương án một lần, như “A: 10; B: 5”."])
        given[code] = number
    return given


def column_letters(place: int) -> str:
    """Return the letters of a column of a sheet: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
