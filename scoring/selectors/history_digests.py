"""What a day of the history comes to: its rows in one order, counted, under one digest."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import make_aware

from scoring.selectors.history_tables import HistoryTable, history_tables

ROWS_AT_ONCE = 2000
Tables = Mapping[str, Mapping[str, Any]]
"""By table, what was read of it: {"columns": [...], "rows": 12}."""

# A row is one line: JSON has no bare line break. Its context says who acted, and through what.
_ROWS = """
select jsonb_build_array({columns}{context})::text from {table} h {join}
where h.{moment} >= %s and h.{moment} < %s order by h.{key}
"""
_JOIN = "left join pghistory_context c on c.id = h.pgh_context_id"
_COUNT = "select count(*) from {table} where {moment} >= %s and {moment} < %s"


class ColumnGone(Exception):
    """A sealed day covers a column or a table that the database no longer has."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class DayDigest:
    """The rows of a day: what was read, by table, and the digest over them and the day before."""

    tables: dict[str, dict[str, Any]]
    sha256: str

    @property
    def rows(self) -> int:
        """How many rows there were in all tables."""
        return sum(table["rows"] for table in self.tables.values())


def columns_now() -> dict[str, list[str]]:
    """Return the columns that a day sealed now covers, by table."""
    return {table.name: table.columns for table in history_tables()}


@transaction.atomic
def digest_of(day: date, previous: str, columns: Mapping[str, Sequence[str]]) -> DayDigest:
    """Read the rows of a local day and return what they come to, in memory that does not grow.

    The digest is over the digest of the day before, the day, and for each table its name, its
    columns, and every row as a JSON array of them. Raises ColumnGone.
    """
    _speak_plainly()
    digest = hashlib.sha256(f"{previous}\n{day.isoformat()}\n".encode())
    tables: dict[str, dict[str, Any]] = {}
    known = {table.name: table for table in history_tables()}
    for name in sorted(columns):
        own = list(columns[name])
        _require_columns(known.get(name), name, own)
        digest.update(f"{name} {json.dumps(own)}\n".encode())
        count = 0
        for row in _rows(known[name], own, day):
            digest.update(f"{row}\n".encode())
            count += 1
        tables[name] = {"columns": own, "rows": count}
    return DayDigest(tables, digest.hexdigest())


def rows_on(table: HistoryTable, day: date) -> int:
    """Return how many rows a table has of a local day."""
    statement = _COUNT.format(table=table.name, moment=table.moment_column)
    with connection.cursor() as cursor:
        cursor.execute(statement, bounds(day))
        return int(cursor.fetchone()[0])


def bounds(day: date) -> tuple[datetime, datetime]:
    """Return the instants at which a local day begins and ends."""
    start = make_aware(datetime.combine(day, time()))
    return start, make_aware(datetime.combine(day + timedelta(days=1), time()))


def _speak_plainly() -> None:
    """Have the database write instants in one way, whatever a session asked for."""
    with connection.cursor() as cursor:
        cursor.execute("set local timezone to 'UTC'")


def _require_columns(table: HistoryTable | None, name: str, columns: Sequence[str]) -> None:
    if table is None:
        raise ColumnGone(name)
    for column in columns:
        if column not in table.columns:
            raise ColumnGone(f"{name}.{column}")


def _rows(table: HistoryTable, columns: Sequence[str], day: date) -> Iterator[str]:
    """Yield the rows of a day as text, in the order in which they were numbered."""
    statement = _ROWS.format(
        columns=", ".join(f'h."{column}"' for column in columns),
        context=", c.metadata" if table.is_events else "",
        table=table.name,
        join=_JOIN if table.is_events else "",
        moment=table.moment_column,
        key=table.key,
    )
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, bounds(day))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from (row[0] for row in rows)
