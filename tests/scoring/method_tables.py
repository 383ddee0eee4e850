"""The tables of docs/method.md: read from the text, their cells turned into what a bundle holds."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import scoring
from foundation.domain.vietnamese import number
from scoring.domain import BundleRefused
from scoring.domain.numbers import exact_text

METHOD = Path(scoring.__file__).parent.parent / "docs" / "method.md"
REFUSED = "không nhận"
NONE = "không"
NOT_APPLICABLE = {"state": "not_applicable", "reason": "t"}
UNMARKED = {"state": "unmarked"}

_CAPTION = re.compile(r"\*\*Bảng (\d+)\. .+\*\*")


class Row(dict[str, str]):
    """A row by column; remembers which cells were read."""

    def __init__(self, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self.unread = set(cells)

    def __getitem__(self, column: str) -> str:
        self.unread.discard(column)
        return super().__getitem__(column)


@dataclass(frozen=True)
class Table:
    """A numbered table: what goes into each row, and what the document says comes out."""

    number: int
    given: list[Row]
    expected: list[dict[str, str]]


Executor = Callable[[list[Row]], list[dict[str, str]]]
EXECUTORS: dict[int, Executor] = {}


def executes(table: int) -> Callable[[Callable[[Row], dict[str, str]]], Any]:
    """Register a function that computes a table row by row."""

    def register(one_row: Callable[[Row], dict[str, str]]) -> Any:
        EXECUTORS[table] = lambda rows: [one_row(row) for row in rows]
        return one_row

    return register


def executes_whole(table: int) -> Callable[[Executor], Executor]:
    """Register a function that computes all rows of a table together."""

    def register(all_rows: Executor) -> Executor:
        EXECUTORS[table] = all_rows
        return all_rows

    return register


def tables() -> list[Table]:
    """Return every table of the document in order; each stands below its caption."""
    blocks = METHOD.read_text("utf-8").split("\n\n")
    return [
        _table(caption, block)
        for caption, block in zip(["", *blocks], blocks, strict=False)
        if block.lstrip().startswith("|")
    ]


def _table(caption: str, block: str) -> Table:
    found = _CAPTION.fullmatch(caption)
    assert found, f"no caption above {block[:60]}"
    header, _, *lines = [_cells(line) for line in block.strip().splitlines()]
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    given = [Row({key: row[key] for key in header if not _is_bold(key)}) for row in rows]
    expected = [{key.strip("*"): row[key] for key in header if _is_bold(key)} for row in rows]
    return Table(int(found[1]), given, expected)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _is_bold(column: str) -> bool:
    return column.startswith("**")


def decimal(cell: str) -> str:
    """Return "1.234,50" or "5 %" as the decimal of a bundle: "1234.50", "0.05"."""
    plain = cell.removesuffix("%").strip().replace(".", "").replace(",", ".")
    if not cell.endswith("%"):
        return plain
    return exact_text(Fraction(plain) / 100)


def integer(cell: str) -> int:
    return int(decimal(cell))


def measured(cell: str) -> dict[str, Any]:
    """Return "4/80" as a ratio, "80,01 %" as a value, "không áp dụng" as a state."""
    if cell == "không áp dụng":
        return NOT_APPLICABLE
    if "/" in cell:
        numerator, denominator = map(integer, cell.split("/"))
        return {"numerator": numerator, "denominator": denominator}
    return {"value": decimal(cell)}


def points_mark(cell: str) -> dict[str, str]:
    """Return the mark of a leaf that is marked directly."""
    if cell == "không áp dụng":
        return NOT_APPLICABLE
    return UNMARKED if cell == "chưa chấm" else {"points": decimal(cell)}


def words(cell: str) -> list[str]:
    """Return "a; b" as a list; "không có" is none."""
    return [] if cell == "không có" else cell.split("; ")


def pairs(cell: str) -> list[tuple[str, str]]:
    """Return "a: 0,5; b: 60 %" as names with decimals."""
    split = [word.split(": ") for word in words(cell)]
    return [(name, decimal(value)) for name, value in split]


def bands(cell: str) -> list[dict[str, str]]:
    """Return "Tốt trên 80; Khá từ 0" as bands whose codes are their labels."""
    found = [re.fullmatch(r"(.+) (từ|trên) (\S+)", word) for word in words(cell)]
    bounds = {"từ": "at_least", "trên": "above"}
    return [{"code": it[1], "label": it[1], bounds[it[2]]: decimal(it[3])} for it in found if it]


def outcome(document: Any, compute: Callable[[str], str], *accepted: str) -> Any:
    """Return the result of a document, or None if it is refused for one of the accepted reasons."""
    try:
        return json.loads(compute(json.dumps(document)))
    except BundleRefused as refusal:
        reasons = {problem.code for problem in refusal.problems}
        assert reasons and reasons <= set(accepted), refusal.problems
        return None


def shown(decimal_text: str | None) -> str:
    """Return a decimal of a result as people read it; an absent one is a dash."""
    return "–" if decimal_text is None else number(decimal_text)


def shortened(decimal_text: str | None) -> str:
    """Return an index without the zeros at its end."""
    return shown(exact_text(Fraction(decimal_text)) if decimal_text else None)


def yes_no(is_so: object) -> str:
    return "có" if is_so else NONE
