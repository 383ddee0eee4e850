"""Rows of a sheet read as a criteria set: what the set says of itself, then its criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from xlsxwriter.utility import xl_col_to_name

from foundation.domain.vietnamese import tidy
from scoring.domain.entry import EntryRefused
from scoring.models import CriteriaSet, Criterion
from scoring.services.criteria_cells import COLUMNS, WORDS, is_yes, leaf_of_cells
from scoring.services.criteria_editing import MOST_LEVELS
from scoring.services.criteria_leaves import LeafRefused, leaf_document, typed_decimal
from scoring.services.criteria_rows import CriterionRow, with_depths

_OF_CRITERIA = ("area", "criterion", "leaf")
_LONGEST = {"code": 40, "title": 500, "guidance": 5000}
_LONGEST_OF_SET = {"code": 50, "title": 300, "source": 2000, "clause": 200}
_MOST_WEIGHT = 10


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in one cell of the sheet; cell "" for the file as a whole."""

    cell: str
    message: str

    def __str__(self) -> str:
        return f"Ô {self.cell}: {self.message}" if self.cell else self.message


class SetReader:
    """Takes the rows of a sheet in and keeps what they say, and everything wrong with them."""

    def __init__(self) -> None:
        self.places: list[int | None] = []
        self.lines: list[int] = []
        self.given: dict[str, Any] = {}
        self.rows: list[CriterionRow] = []
        self.line_of_code: dict[str, int] = {}
        self.line_of_set, self._has_set = 2, False
        self._problems: list[CellProblem] = []

    def cell(self, line: int, name: str) -> str:
        """Return the address of a cell, of the first column where the file lacks that column."""
        names = [column.name for column in COLUMNS]
        place = self.places[names.index(name)] if name in names and self.places else 0
        return f"{xl_col_to_name(place or 0)}{line}"

    def note(self, line: int, name: str, message: str) -> None:
        """Keep a problem of a cell."""
        self._problems.append(CellProblem(self.cell(line, name), message))

    def take(self, line: int, cells: Mapping[str, str]) -> None:
        """Read one row."""
        self.lines.append(line)
        part = WORDS["part"].of(cells["part"])
        if part is None:
            self.note(line, "part", f"“{cells['part']}”: chỉ nhận {WORDS['part'].listed}.")
        elif part in _OF_CRITERIA:
            self._take_criterion(line, cells, part)
        else:
            self._take_of_set(line, cells, part)

    def problems(self) -> list[CellProblem]:
        """Return everything wrong, in the order of the sheet's lines, once it was read whole."""
        self._check_tree()
        if not self._has_set:
            message = "Thiếu dòng “Bộ” với mã, tên và điểm tối đa của bộ."
            self._problems.append(CellProblem("", message))
        return self._problems

    def _take_of_set(self, line: int, cells: Mapping[str, str], part: str) -> None:
        """Read a row by which the set says what it is."""
        if part == "set":
            self.line_of_set, self._has_set = line, True
            self._give(line, "code", "code", self._text(line, "code", cells, _LONGEST_OF_SET))
            self._give(line, "title", "title", self._text(line, "title", cells, _LONGEST_OF_SET))
            self._give(line, "max_points", "max", self._decimal(line, "max", cells))
            self._check_slug(line)
        elif part == "aggregation":
            self._give(line, part, "title", self._word(line, part, cells["title"], "title"))
        elif part == "based_on":
            self._give(line, part, "code", self._based_on(line, cells["code"]))
        elif part in ("bonus_cap", "penalty_cap"):
            self._give(line, part, "max", self._decimal(line, "max", cells))
        else:
            self._give(line, part, "title", self._limited(line, part, cells["title"]))

    def _give(self, line: int, name: str, column: str, value: Any) -> None:
        """Keep one thing the set says; it may say it once."""
        if name in self.given:
            self.note(line, column, "Đã có một dòng như thế ở trên.")
        elif value is not None:
            self.given[name] = value

    def _take_criterion(self, line: int, cells: Mapping[str, str], part: str) -> None:
        """Read a row of a criterion."""
        row = self._row(line, cells, part)
        if part == "area" and row.parent_code:
            self.note(line, "parent", "Lĩnh vực không có mã cha.")
        elif part != "area" and not row.parent_code:
            self.note(line, "parent", "Hãy ghi mã cha.")
        if row.code in self.line_of_code:
            self.note(line, "code", f"Mã {row.code} đã có ở dòng {self.line_of_code[row.code]}.")
        else:
            self.line_of_code[row.code] = line
            self.rows.append(row)

    def _row(self, line: int, cells: Mapping[str, str], part: str) -> CriterionRow:
        """Return what the cells of a criterion say; whatever is none of its kind is noted."""
        self._text(line, "code", cells, _LONGEST)
        self._text(line, "guidance", cells, _LONGEST, is_required=False)
        return CriterionRow(
            key=None,
            code=tidy(cells["code"]),
            title=self._text(line, "title", cells, _LONGEST) or "",
            parent_code=tidy(cells["parent"]),
            max_points=self._decimal(line, "max", cells) or Decimal(0),
            weight=self._weight(line, cells),
            leaf=self._leaf(line, cells, part),
            guidance=cells["guidance"],
            evidence_rule=self._evidence(line, cells),
            is_self_scored=is_yes(cells["self"], default=True),
            was_id=self._was(line, cells["was"]),
            is_comparable=is_yes(cells["comparable"], default=True),
        )

    def _leaf(self, line: int, cells: Mapping[str, str], part: str) -> dict[str, Any] | None:
        """Return how a leaf is marked; figures that are none are noted."""
        if (part == "leaf") != bool(cells["kind"]):
            is_leaf = part == "leaf"
            self.note(line, "kind", "Hãy ghi cách chấm." if is_leaf else "Chỉ thành phần có chấm.")
            return None
        if part != "leaf":
            return None
        named = ("kind", "fact", "role")
        words = {n: self._word(line, n, cells[n], n) or "" for n in named if cells[n]}
        try:
            return leaf_document(leaf_of_cells(cells, words))
        except LeafRefused as refusal:
            for name, message in refusal.faults.items():
                self.note(line, name, message)
            return None

    def _evidence(self, line: int, cells: Mapping[str, str]) -> str:
        text = cells["evidence"]
        found = self._word(line, "evidence", text, "evidence") if text else None
        return found or Criterion.EvidenceRule.NONE

    def _weight(self, line: int, cells: Mapping[str, str]) -> Decimal | None:
        weight = self._decimal(line, "weight", cells) if cells["weight"] else None
        if weight is not None and weight > _MOST_WEIGHT:
            self.note(line, "weight", "Trọng số quá lớn; các trọng số cộng lại bằng 1.")
            return None
        return weight

    def _was(self, line: int, code: str) -> int | None:
        """Return the criterion of the base set with a code."""
        if not code:
            return None
        base: CriteriaSet | None = self.given.get("based_on")
        known = self._codes_of(base) if base else {}
        if code not in known:
            where = f"bộ {base.code}" if base else "bộ nào: thiếu dòng “Sao từ bộ” ở trên"
            self.note(line, "was", f"Không có tiêu chí {code} trong {where}.")
        return known.get(code)

    def _codes_of(self, base: CriteriaSet) -> dict[str, int]:
        kept: dict[str, int] | None = vars(self).get("_known")
        if kept is None:
            kept = vars(self)["_known"] = dict(base.criteria.values_list("code", "pk"))
        return kept

    def _based_on(self, line: int, code: str) -> CriteriaSet | None:
        found = CriteriaSet.objects.filter(code=code).first()
        if found is None:
            self.note(line, "code", f"Không có bộ tiêu chí nào mang mã “{code}”.")
        return found

    def _word(self, line: int, name: str, text: str, column: str) -> str | None:
        found = WORDS[name].of(text)
        if found is None:
            self.note(line, column, f"“{text[:60]}”: chỉ nhận {WORDS[name].listed}.")
        return found

    def _decimal(self, line: int, name: str, cells: Mapping[str, str]) -> Decimal | None:
        text = cells[name]
        if not text:
            self.note(line, name, "Hãy ghi một số.")
            return None
        try:
            return Decimal(typed_decimal(text))
        except EntryRefused as refusal:
            self.note(line, name, " ".join(refusal.sentences))
            return None

    def _text(
        self,
        line: int,
        name: str,
        cells: Mapping[str, str],
        longest: Mapping[str, int],
        *,
        is_required: bool = True,
    ) -> str | None:
        """Return a text of a cell; one that is missing or too long is noted."""
        text = tidy(cells[name])
        if is_required and not text:
            self.note(line, name, "Ô này không được trống.")
        elif len(text) > longest[name]:
            self.note(line, name, f"Dài {len(text)} ký tự, nhiều nhất {longest[name]}.")
        else:
            return text
        return None

    def _limited(self, line: int, part: str, text: str) -> str:
        if len(text) > _LONGEST_OF_SET[part]:
            self.note(line, "title", f"Dài quá {_LONGEST_OF_SET[part]} ký tự.")
        return tidy(text)[: _LONGEST_OF_SET[part]]

    def _check_slug(self, line: int) -> None:
        try:
            validate_slug(self.given.get("code", "x"))
        except ValidationError:
            self.note(line, "code", "Mã bộ gồm chữ không dấu, chữ số, gạch nối.")

    def _check_tree(self) -> None:
        """Note parents that are not there, circles, and levels too deep."""
        depths = {row.code: depth for row, depth in with_depths(self.rows)}
        for row in self.rows:
            line = self.line_of_code[row.code]
            if row.parent_code and row.parent_code not in self.line_of_code:
                self.note(line, "parent", f"Không có tiêu chí nào mang mã {row.parent_code}.")
            elif row.code not in depths and self._is_in_circle(row):
                self.note(line, "parent", "Mã cha đi vòng: tiêu chí nằm dưới chính nó.")
            elif depths.get(row.code, 0) >= MOST_LEVELS:
                self.note(line, "parent", f"Bộ tiêu chí có nhiều nhất {MOST_LEVELS} cấp.")

    def _is_in_circle(self, row: CriterionRow) -> bool:
        """Return whether the way up from a row comes back to it."""
        parents = {other.code: other.parent_code for other in self.rows}
        at, seen = row.parent_code, set[str]()
        while at and at != row.code and at not in seen:
            seen.add(at)
            at = parents.get(at, "")
        return at == row.code
