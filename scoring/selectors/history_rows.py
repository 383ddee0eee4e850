"""Rows of the history, the newest first, without counting them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery, Value

from scoring.selectors.history_asked import Place
from scoring.selectors.history_tables import HistoryTable

Conditions = Sequence[tuple[HistoryTable, Q]]


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the history, with the row that told of the same thing just before it."""

    table: HistoryTable
    row: Any
    before: Any | None
    at: datetime

    @property
    def place(self) -> Place:
        """Where the row stands among all rows."""
        return Place(self.at, self.table.name, self.row.pk)


def newest(conditions: Conditions, *, after: Place | None, size: int) -> tuple[list[Told], bool]:
    """Return so many rows after a place, the newest first, and whether there are more.

    Rows of one instant, as of one transaction, stand in the order of their tables and keys.
    """
    branches = [_branch(table, condition, after, size + 1) for table, condition in conditions]
    if not branches:
        return [], False
    every = branches[0]
    if len(branches) > 1:
        united = branches[0].union(*branches[1:], all=True)
        every = united.order_by("-moment", "of", "-place")[: size + 1]
    found = list(every)
    tables = {table.name: table for table, _condition in conditions}
    return list(_told([(tables[of], key) for of, key, _at in found[:size]])), len(found) > size


def _branch(table: HistoryTable, condition: Q, after: Place | None, size: int) -> Any:
    """Return name, key and instant of a table's rows, as many as a page can need."""
    rows = table.model._default_manager.filter(condition, _later_than(table, after))
    named = rows.annotate(of=Value(table.name), place=F("pk"), moment=F(table.moment))
    return named.order_by("-moment", "-place").values_list("of", "place", "moment")[:size]


def _later_than(table: HistoryTable, after: Place | None) -> Q:
    """Return the condition on rows of a table that come after a place."""
    if after is None:
        return Q()
    older = Q(**{f"{table.moment}__lt": after.moment})
    same = Q(**{table.moment: after.moment})
    if table.name < after.table:
        return older
    return older | same if table.name > after.table else older | (same & Q(pk__lt=after.key))


def _told(places: Sequence[tuple[HistoryTable, int]]) -> Iterator[Told]:
    """Yield the rows at these places, in their order."""
    keys: dict[HistoryTable, list[int]] = defaultdict(list)
    for table, key in places:
        keys[table].append(key)
    rows = {table: _rows(table, own) for table, own in keys.items()}
    for table, key in places:
        row, before = rows[table][key]
        yield Told(table, row, before, getattr(row, table.moment))


def _rows(table: HistoryTable, keys: Sequence[int]) -> dict[int, tuple[Any, Any | None]]:
    """Return rows by key, each with the one before it of the same thing."""
    manager = table.model._default_manager
    if not table.is_events:
        return {row.pk: (row, None) for row in manager.filter(pk__in=keys)}
    earlier = manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pk__lt=OuterRef("pk"))
    rows = manager.filter(pk__in=keys).select_related("pgh_context")
    told = rows.annotate(before=Subquery(earlier.order_by("-pk").values("pk")[:1]))
    known = {row.pk: row for row in told}
    before = manager.in_bulk([row.before for row in known.values() if row.before])
    return {key: (row, before.get(row.before)) for key, row in known.items()}
