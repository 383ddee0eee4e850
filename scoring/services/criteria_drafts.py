"""Editing a draft of a criteria set, criterion by criterion; nobody overwrites another unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.db import transaction

from scoring.models import CriteriaSet
from scoring.selectors.criteria import stamp_of
from scoring.services.criteria_editing import check_tree
from scoring.services.criteria_rows import CriteriaRefused, CriterionRow, rows_of, store_rows


class SetFrozen(Exception):
    """A set that is approved already is to be changed."""

    def __init__(self, criteria_set: CriteriaSet) -> None:
        super().__init__("Bộ tiêu chí đã duyệt, không sửa được; hãy lập phiên bản mới.")
        self.criteria_set = criteria_set


class SetChanged(Exception):
    """Somebody else changed the draft since it was read; nothing was written."""

    def __init__(self, criteria_set: CriteriaSet) -> None:
        who = f"{criteria_set.author} " if criteria_set.author else "Người khác "
        super().__init__(
            f"{who}vừa sửa bộ tiêu chí này sau khi bạn mở trang, nên chưa ghi gì."
            " Hãy xem lại rồi làm lần nữa."
        )
        self.criteria_set = criteria_set


def create_draft(*, code: str, title: str, by: Any, **given: Any) -> CriteriaSet:
    """Store an empty draft and return it; `given` has more of its fields."""
    fields = {"max_points": Decimal(100)} | given
    return CriteriaSet.objects.create(code=code, title=title, author=by, **fields)


@transaction.atomic
def edit_set(criteria_set: CriteriaSet, given: Mapping[str, Any], *, stamp: str, by: Any) -> None:
    """Change what a draft says of itself; raises SetFrozen or SetChanged.

    Who changes nothing does not become the author, unless there is none.
    """
    held = held_draft(criteria_set, stamp=stamp)
    is_same = all(getattr(held, name) == value for name, value in given.items())
    if is_same and held.author:
        return
    for name, value in given.items():
        setattr(held, name, value)
    held.author = by
    held.save(update_fields=[*given, "author"])


@transaction.atomic
def put_criterion(criteria_set: CriteriaSet, row: CriterionRow, *, stamp: str, by: Any) -> None:
    """Add a criterion to a draft, or change the one with its key; those below it go along.

    A new one comes last below its parent. What the core would refuse may stay while drafting.
    Raises SetFrozen, SetChanged, or CriteriaRefused for a code that stands twice or a circle.
    """
    held = held_draft(criteria_set, stamp=stamp)
    rows = rows_of(held)
    before = next((old for old in rows if row.key and old.key == row.key), None)
    if row.key and before is None:
        raise CriteriaRefused([f"{row.code}: tiêu chí này đã bị xóa."])
    changed = [row if old is before else _renamed(old, before, row) for old in rows]
    _write(held, changed if before else [*changed, row], by)


@transaction.atomic
def move_criterion(
    criteria_set: CriteriaSet, key: int, *, is_up: bool, stamp: str, by: Any
) -> None:
    """Let a criterion of a draft change places with its neighbour; the first and last stay."""
    held = held_draft(criteria_set, stamp=stamp)
    rows = rows_of(held)
    moved = _row(rows, key)
    beside = [row for row in rows if row.parent_code == moved.parent_code]
    at = beside.index(moved) + (-1 if is_up else 1)
    if 0 <= at < len(beside):
        here, there = rows.index(moved), rows.index(beside[at])
        rows[here], rows[there] = rows[there], rows[here]
        _write(held, rows, by)


@transaction.atomic
def delete_criterion(criteria_set: CriteriaSet, key: int, *, stamp: str, by: Any) -> None:
    """Delete a criterion of a draft with all below it; refused once any of them has marks."""
    held = held_draft(criteria_set, stamp=stamp)
    rows = rows_of(held)
    gone = {_row(rows, key).code}
    for row in rows:
        if row.parent_code in gone:
            gone.add(row.code)
    _write(held, [row for row in rows if row.code not in gone], by)


@transaction.atomic
def set_comparable(
    criteria_set: CriteriaSet, keys: Sequence[int], *, is_comparable: bool, stamp: str, by: Any
) -> None:
    """Say of criteria of a draft whether their points may be set beside the earlier ones."""
    held = held_draft(criteria_set, stamp=stamp)
    chosen = set(keys)
    rows = rows_of(held)
    decided = [replace(r, is_comparable=is_comparable) if r.key in chosen else r for r in rows]
    _write(held, decided, by)


def held_draft(criteria_set: CriteriaSet, *, stamp: str | None = None) -> CriteriaSet:
    """Return a draft that nobody else changes until the transaction ends.

    Raises SetFrozen if it is none any more, SetChanged if it is not as the stamp says.
    """
    held = CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    if held.state != CriteriaSet.State.DRAFT:
        raise SetFrozen(held)
    if stamp is not None and stamp != stamp_of(held):
        raise SetChanged(held)
    return held


def _write(held: CriteriaSet, rows: Sequence[CriterionRow], by: Any) -> None:
    """Store rows that make a tree; whoever changed a draft last is its author."""
    check_tree(rows)
    if list(rows) == rows_of(held) and held.author:
        return
    store_rows(held, rows)
    if held.author != by:
        held.author = by
        held.save(update_fields=["author"])


def _renamed(row: CriterionRow, before: CriterionRow | None, after: CriterionRow) -> CriterionRow:
    """Return a row below a criterion whose code changed under its new code."""
    if before is None or row.parent_code != before.code:
        return row
    return replace(row, parent_code=after.code)


def _row(rows: Sequence[CriterionRow], key: int) -> CriterionRow:
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise CriteriaRefused(["Tiêu chí này không còn trong bộ."])
    return found


@transaction.atomic
def delete_draft(criteria_set: CriteriaSet, *, stamp: str, by: Any) -> None:
    """Delete a draft that no cycle, clone or version stands on.

    Raises SetFrozen, SetChanged, or ProtectedError where something does.
    """
    held = held_draft(criteria_set, stamp=stamp)
    LogEntry.objects.log_actions(by.pk, [held], DELETION, "Xóa dự thảo.", single_object=True)
    held.delete()
