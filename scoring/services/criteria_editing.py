"""Checking the criteria of a set as the core would read them."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scoring.domain.problems import BundleRefused, Notes, Problem, sentence
from scoring.domain.reading.criteria import read_criteria_set
from scoring.domain.reading.known import Known
from scoring.domain.strict_json import parse
from scoring.models import CriteriaSet
from scoring.selectors.bundles import plain
from scoring.services.criteria_rows import CriteriaRefused, CriterionRow, below, with_depths

MOST_LEVELS = 20
_STEP = re.compile(r"(areas|criteria)\[(\d+)\]")
_KEY = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one criterion (code "" for the set itself), and in which of its keys."""

    code: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" if self.code else self.message


def problems_of_criteria(
    criteria_set: CriteriaSet, rows: Sequence[CriterionRow]
) -> list[RowProblem]:
    """Return everything that the core would refuse in the set with these rows.

    Raises CriteriaRefused for rows that make no tree.
    """
    check_tree(rows)
    document = _document(criteria_set, rows)
    notes = Notes()
    facts: Known[str] = Known(is_complete=False)
    try:
        read_criteria_set(notes, parse(json.dumps(document), notes), "", facts)
        notes.raise_if_any()
    except BundleRefused as refusal:
        return [_row_problem(problem, document) for problem in refusal.problems]
    return []


def check_tree(rows: Sequence[CriterionRow]) -> None:
    """Raise CriteriaRefused unless codes stand once and every row hangs below an area."""
    times = Counter(row.code for row in rows)
    faults = [f"{code}: mã này có {count} lần." for code, count in times.items() if count > 1]
    faults += [
        f"{row.code}: không có mã cha {row.parent_code}."
        for row in rows
        if row.parent_code and row.parent_code not in times
    ]
    if faults:
        raise CriteriaRefused(faults)
    read = list(with_depths(rows))
    if len(read) < len(rows):
        raise CriteriaRefused(["Mã cha đi vòng: có tiêu chí nằm dưới chính nó."])
    if any(depth >= MOST_LEVELS for _, depth in read):
        raise CriteriaRefused([f"Bộ tiêu chí có nhiều nhất {MOST_LEVELS} cấp."])


def _document(criteria_set: CriteriaSet, rows: Sequence[CriterionRow]) -> dict[str, Any]:
    """Return the set as the ranking bundle has it."""
    children = below(rows)
    caps = {key: getattr(criteria_set, key) for key in ("bonus_cap", "penalty_cap")}
    return {
        "code": criteria_set.code,
        "title": criteria_set.title,
        "aggregation": criteria_set.aggregation,
        "max_points": plain(criteria_set.max_points),
        **{key: None if cap is None else plain(cap) for key, cap in caps.items()},
        "areas": [_node(row, children, is_area=True) for row in children[""]],
    }


def _node(
    row: CriterionRow, children: dict[str, list[CriterionRow]], *, is_area: bool = False
) -> dict[str, Any]:
    node: dict[str, Any] = {
        "code": row.code,
        "title": row.title,
        "max_points": plain(row.max_points),
    }
    if row.weight is not None:
        node["weight"] = plain(row.weight)
    if row.leaf:
        node |= row.leaf
    if is_area or children[row.code] or not row.leaf:
        node["criteria"] = [_node(child, children) for child in children[row.code]]
    return node


def _row_problem(problem: Problem, document: dict[str, Any]) -> RowProblem:
    """Return a problem with the code of the criterion it is about instead of its place."""
    node: Any = document
    for key, index in _STEP.findall(problem.place):
        node = node[key][int(index)]
    keys = _KEY.findall(_STEP.sub("", problem.place))
    code = "" if node is document else node["code"]
    return RowProblem(code, keys[0] if keys else "", sentence(problem))
