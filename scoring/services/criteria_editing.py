"""Editing a criteria set row by row: read as one document by the core, then stored."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from scoring.domain.problems import BundleRefused, Notes, Problem
from scoring.domain.reading.criteria import read_criteria_set
from scoring.domain.reading.known import Known
from scoring.domain.strict_json import parse
from scoring.models import CriteriaSet, Criterion
from scoring.selectors.bundles import plain

_STEP = re.compile(r"(areas|criteria)\[(\d+)\]")
_AWAY = 1_000_000


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion as typed: above it the code of its parent, none for an area."""

    key: int | None
    code: str
    title: str
    parent_code: str
    max_points: Decimal
    weight: Decimal | None
    leaf: dict[str, Any] | None


class CriteriaRefused(Exception):
    """Rows that make no criteria set; `sentences` say why, each with the code it is about."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = tuple(sentences)


def check_criteria(criteria_set: CriteriaSet, rows: Sequence[CriterionRow]) -> None:
    """Raise CriteriaRefused unless the core would read the set with these rows."""
    _check_tree(rows)
    _check_marks(criteria_set, rows)
    document = _document(criteria_set, rows)
    try:
        notes = Notes()
        facts: Known[str] = Known(is_complete=False)
        read_criteria_set(notes, parse(json.dumps(document), notes), "", facts)
        notes.raise_if_any()
    except BundleRefused as refusal:
        raise CriteriaRefused([_sentence(it, document) for it in refusal.problems]) from refusal


@transaction.atomic
def rewrite_criteria(criteria_set: CriteriaSet, rows: Sequence[CriterionRow], *, by: Any) -> None:
    """Store the rows as the criteria of the set, in reading order; those left out are deleted.

    Raises CriteriaRefused, with nothing written, for what the core would refuse and for criteria
    that were marked already and are left out.
    """
    check_criteria(criteria_set, rows)
    criteria_set.criteria.exclude(pk__in=[row.key for row in rows if row.key]).delete()
    for criterion in criteria_set.criteria.all():
        criterion.code, criterion.position = f"~{criterion.pk}", criterion.position + _AWAY
        criterion.parent = None
        criterion.save(update_fields=["code", "position", "parent"])
    stored: dict[str, Criterion] = {}
    for position, row in enumerate(_ordered(rows), start=1):
        stored[row.code] = _store(criteria_set, row, position, stored.get(row.parent_code))


@transaction.atomic
def copy_criteria_set(criteria_set: CriteriaSet, *, code: str, by: Any) -> CriteriaSet:
    """Store a copy of the set under a new code, to be changed for another year, and return it."""
    rows = rows_of(criteria_set)
    copy = CriteriaSet.objects.get(pk=criteria_set.pk)
    copy.pk, copy.code = None, code
    copy.save(force_insert=True)
    stored: dict[str, Criterion] = {}
    for position, row in enumerate(_ordered(rows), start=1):
        new = replace(row, key=None)
        stored[row.code] = _store(copy, new, position, stored.get(row.parent_code))
    return copy


def rows_of(criteria_set: CriteriaSet) -> list[CriterionRow]:
    """Return the stored criteria as rows, in reading order."""
    values = criteria_set.criteria.order_by("position").values_list(
        "pk", "code", "title", F("parent__code"), "max_points", "weight", "leaf"
    )
    return [CriterionRow(k, c, t, parent or "", m, w, f) for k, c, t, parent, m, w, f in values]


def _store(
    criteria_set: CriteriaSet, row: CriterionRow, position: int, parent: Criterion | None
) -> Criterion:
    """Store one row, in place of the criterion that it was."""
    criterion = Criterion(
        pk=row.key,
        criteria_set=criteria_set,
        position=position,
        parent=parent,
        code=row.code,
        title=row.title,
        max_points=row.max_points,
        weight=row.weight,
        leaf=row.leaf or None,
    )
    criterion.save()
    return criterion


def _check_tree(rows: Sequence[CriterionRow]) -> None:
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
    if len(_ordered(rows)) < len(rows):
        raise CriteriaRefused(["Mã cha đi vòng: có tiêu chí nằm dưới chính nó."])


def _check_marks(criteria_set: CriteriaSet, rows: Sequence[CriterionRow]) -> None:
    """Raise CriteriaRefused if a criterion that was marked is left out; a new set has none."""
    if criteria_set.pk is None:
        return
    left_out = criteria_set.criteria.exclude(pk__in=[row.key for row in rows if row.key])
    marked = left_out.filter(marks__isnull=False).distinct().values_list("code", flat=True)
    if marked:
        raise CriteriaRefused([f"{code}: đã có điểm, không xóa được." for code in marked])


def _below(rows: Sequence[CriterionRow]) -> dict[str, list[CriterionRow]]:
    below: dict[str, list[CriterionRow]] = defaultdict(list)
    for row in rows:
        below[row.parent_code].append(row)
    return below


def _ordered(rows: Sequence[CriterionRow]) -> list[CriterionRow]:
    """Return the rows in reading order, each below its parent, without any that go in a circle."""
    below = _below(rows)

    def walk(code: str) -> Iterator[CriterionRow]:
        for row in below[code]:
            yield row
            yield from walk(row.code)

    return list(walk(""))


def _document(criteria_set: CriteriaSet, rows: Sequence[CriterionRow]) -> dict[str, Any]:
    """Return the set as the ranking bundle has it."""
    below = _below(rows)
    caps = {key: getattr(criteria_set, key) for key in ("bonus_cap", "penalty_cap")}
    return {
        "code": criteria_set.code,
        "title": criteria_set.title,
        "aggregation": criteria_set.aggregation,
        "max_points": plain(criteria_set.max_points),
        **{key: None if cap is None else plain(cap) for key, cap in caps.items()},
        "areas": [_node(row, below, is_area=True) for row in below[""]],
    }


def _node(
    row: CriterionRow, below: dict[str, list[CriterionRow]], *, is_area: bool = False
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
    if is_area or below[row.code] or not row.leaf:
        node["criteria"] = [_node(child, below) for child in below[row.code]]
    return node


def _sentence(problem: Problem, document: dict[str, Any]) -> str:
    """Return a problem with the code of the criterion it is about instead of its place."""
    node: Any = document
    for key, index in _STEP.findall(problem.place):
        node = node[key][int(index)]
    return f"{node['code']}: {problem.message}" if node is not document else problem.message
