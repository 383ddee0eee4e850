"""One way in for bulk files: COPY into staging, checks in SQL, good rows merged, bad ones kept.

A kind of file is data: its columns, a statement that types them, checks, and a merge statement.
All of it happens in one transaction, so a file (CSV or XLSX) is taken in whole or not at all; what
is wrong with a row stays behind as RejectedRow with line, column, reason and the text as it came.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from foundation.domain.tables import (
    AS_IT_STANDS,
    Column,
    Reading,
    UnreadableTable,
    opened,
    rows,
)
from foundation.models import ImportBatch, StoredFile
from foundation.services.progress import SILENT, Progress

ROWS_TO_REPORT = 100
"""Rows between two words on how far the reading is."""
ROWS_PREVIEWED = 20
"""Rows of a file shown before it is taken in."""


@dataclass(frozen=True, slots=True)
class Check:
    """One reason to refuse a row: `fails` is SQL over the typed row `t`, true when it is wrong."""

    column: str
    code: str
    message: str
    fails: str
    detail: str = "''"
    """SQL over `t` that adds what only the row knows, such as the other line."""


@dataclass(frozen=True, slots=True)
class IntakeKind:
    """A kind of file.

    `typing` selects from `staging s` (line, is_whole, oddities, then each column as text) every
    staged column and the typed ones. `merge` reads `good t`, the rows without a reject, and selects
    one row: how many were created, changed, unchanged. `shown` gives, by header, SQL over `t` that
    says how a cell was read; `questions`, by name, SQL over `typed` whose rows a preview wants.
    """

    code: str
    columns: Sequence[Column]
    typing: str
    checks: Sequence[Check]
    merge: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    reading: Reading = AS_IT_STANDS
    origin: str = ""
    """Which system the file comes from, for whoever looks at its batch later."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a file in would do.

    `first` holds its first rows as (line, cells as they were read under `headers`, reasons to
    refuse it); `reasons` every (column, code, message, rows), the most frequent first.
    """

    rows: int
    created: int
    changed: int
    unchanged: int
    rejected: int
    headers: list[str]
    first: list[tuple[int, list[str], list[str]]]
    reasons: list[tuple[str, str, str, int]]
    answers: dict[str, list[tuple[Any, ...]]]


@transaction.atomic
def take_in(
    kind: IntakeKind, stored: StoredFile, *, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take a stored file in and return its batch; `progress` counts the rows read.

    One file of a kind at a time, from its first look at what is known to its merge: what a check
    saw still holds when the row is written.
    Raises UnreadableTable, with nothing written, if the file is no table of this kind.
    """
    with connection.cursor() as cursor:
        batch = _taken(cursor, kind, stored, by, progress)
        cursor.execute("drop view good; drop table found, typed, staging")
    return batch


def preview(kind: IntakeKind, stored: StoredFile, *, progress: Progress = SILENT) -> Preview:
    """Return what taking a stored file in would do: it is taken in, looked at and rolled back.

    Raises UnreadableTable if the file is no table of this kind.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        batch = _taken(cursor, kind, stored, None, progress)
        seen = _seen(cursor, kind, batch)
        transaction.set_rollback(True)
    return seen


def _taken(
    cursor: Any, kind: IntakeKind, stored: StoredFile, by: Any | None, progress: Progress
) -> ImportBatch:
    """Take a file in; `staging`, `typed`, `found` and `good` are left to be looked at."""
    cursor.execute("set local datestyle to 'ISO, DMY'")
    progress.report(0, message="Đang đọc tệp.")
    staged = _stage(cursor, kind, stored, progress)
    progress.report(staged, staged, "Đang kiểm tra từng dòng.")
    batch = ImportBatch(
        kind=kind.code, origin=kind.origin, stored_file=stored, rows=staged, created_by=by
    )
    parameters = {**kind.parameters, "file": stored.pk}
    cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [_lock_name(kind.code)])
    cursor.execute(f"create temp table typed on commit drop as {kind.typing}", parameters)
    cursor.execute("analyze typed")
    finding, words = _finding(kind, parameters)
    cursor.execute(finding, words)
    cursor.execute(
        "create temp view good as select * from typed t"
        " where not exists (select from found f where f.line = t.line)"
    )
    cursor.execute(kind.merge, parameters)
    batch.created_rows, batch.changed_rows, batch.unchanged_rows = cursor.fetchone()
    cursor.execute("select count(distinct line) from found")
    batch.rejected_rows = cursor.fetchone()[0]
    batch.save(force_insert=True)
    cursor.execute(
        'insert into foundation_rejectedrow (batch_id, line, "column", code, message, raw)'
        ' select %s, line, "column", code, message, raw from found',
        [batch.pk],
    )
    return batch


def _seen(cursor: Any, kind: IntakeKind, batch: ImportBatch) -> Preview:
    """Return what the tables of a file just taken in say."""
    shown = kind.shown or {column.header: f"t.{column.name}" for column in kind.columns}
    cells = ", ".join(f"coalesce(({expression})::text, '')" for expression in shown.values())
    cursor.execute(
        f"""select t.line, array[{cells}],
                   array(select f."column" || ': ' || f.message from found f where f.line = t.line)
            from typed t order by t.line limit {ROWS_PREVIEWED}""",  # noqa: S608 - the kind's own
        kind.parameters,
    )
    first = cursor.fetchall()
    cursor.execute(
        'select "column", code, min(message), count(*) from found group by 1, 2 order by 4 desc, 1'
    )
    reasons = cursor.fetchall()
    answers = {}
    for name, question in kind.questions.items():
        cursor.execute(question, kind.parameters)
        answers[name] = cursor.fetchall()
    return Preview(
        batch.rows,
        batch.created_rows,
        batch.changed_rows,
        batch.unchanged_rows,
        batch.rejected_rows,
        list(shown),
        first,
        reasons,
        answers,
    )


def hold_intakes(*codes: str) -> None:
    """Let no file of these kinds change anything until this transaction ends."""
    with connection.cursor() as cursor:
        for code in sorted(codes):
            cursor.execute("select pg_advisory_xact_lock_shared(hashtext(%s))", [_lock_name(code)])


def _lock_name(code: str) -> str:
    return f"intake {code}"


def _stage(cursor: Any, kind: IntakeKind, stored: StoredFile, progress: Progress) -> int:
    """Copy the file into `staging`, every cell as text, and return the number of rows."""
    _create_staging(cursor, kind)
    count = 0
    with (
        stored.file.open("rb") as file,
        opened(file, kind.reading) as source,
        cursor.copy("copy staging from stdin") as copy,
    ):
        for line, is_whole, cells, odd in rows(source.rows, kind.columns, kind.reading):
            copy.write_row([line, is_whole, json.dumps(odd) if odd else None, *cells])
            count += 1
            if count % ROWS_TO_REPORT == 0:
                progress.report(count, source.total)
    if not count:
        raise UnreadableTable("Tệp chỉ có tên cột, không có dòng dữ liệu nào.")
    return count


def _create_staging(cursor: Any, kind: IntakeKind) -> None:
    """Create `staging`: a text column for each of the kind's, beside what is known of a row."""
    names = (sql.SQL("{} text").format(sql.Identifier(c.name)) for c in kind.columns)
    statement = (
        "create temp table staging (line int, is_whole bool, oddities jsonb, {}) on commit drop"
    )
    cursor.execute(sql.SQL(statement).format(sql.SQL(", ").join(names)))


def _finding(kind: IntakeKind, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the one statement that runs every check over every row into `found`."""
    headers = {column.name: column.header for column in kind.columns}
    words = dict(parameters)
    checks = []
    for place, check in enumerate(kind.checks):
        words |= {
            f"column{place}": headers[check.column],
            f"code{place}": check.code,
            f"message{place}": check.message,
        }
        checks.append(
            f"({check.fails}, %(column{place})s, %(code{place})s,"
            f" %(message{place})s || {check.detail})"
        )
    words |= {f"header_{name}": header for name, header in headers.items()}
    raw = ", ".join(f"array[%(header_{name})s, t.{name}]" for name in headers)
    wrong = " or ".join(f"({check.fails})" for check in kind.checks)
    return (
        f"""create temp table found on commit drop as
            select t.line, c."column", c.code, c.message, to_jsonb(array[{raw}]) as raw
            from (select * from typed t where {wrong}) t,
                 lateral (values {", ".join(checks)}) c(fails, "column", code, message)
            where c.fails
            union all
            select t.line, o.value ->> 0, o.value ->> 1, o.value ->> 2, to_jsonb(array[{raw}])
            from typed t, lateral jsonb_array_elements(t.oddities) o
            where t.oddities is not null
        """  # noqa: S608 - made of the kind's own statements; values are bound
    ), words
