"""One way in for bulk files: COPY into staging, checks in SQL, good rows merged, bad ones kept.

A kind of file is data: its columns, a statement that types them, checks, and a merge statement.
All of it happens in one transaction, so a file is taken in whole or not at all; what is wrong with
a row stays behind as RejectedRow with line, column, reason and the text as it came.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import connection, transaction
from psycopg import sql

from foundation.domain.tables import Column, UnreadableTable, encoding_of, rows
from foundation.models import ImportBatch, StoredFile
from foundation.services.progress import SILENT, Progress


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

    `typing` selects from `staging s` (line, is_whole, then each column as text) every staged column
    and the typed ones. `merge` reads `good t`, the rows without a reject, and selects one row: how
    many were created, changed, unchanged.
    """

    code: str
    columns: Sequence[Column]
    typing: str
    checks: Sequence[Check]
    merge: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


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
        cursor.execute("set local datestyle to 'ISO, DMY'")
        staged = _stage(cursor, kind, stored, progress)
        batch = ImportBatch(kind=kind.code, stored_file=stored, rows=staged, created_by=by)
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
        cursor.execute("drop view good; drop table found, typed, staging")
    return batch


def hold_intakes(*codes: str) -> None:
    """Let no file of these kinds change anything until this transaction ends."""
    with connection.cursor() as cursor:
        for code in sorted(codes):
            cursor.execute("select pg_advisory_xact_lock_shared(hashtext(%s))", [_lock_name(code)])


def _lock_name(code: str) -> str:
    return f"intake {code}"


def _stage(cursor: Any, kind: IntakeKind, stored: StoredFile, progress: Progress) -> int:
    """Copy the file into `staging`, every cell as text, and return the number of rows."""
    names = [column.name for column in kind.columns]
    cursor.execute(
        sql.SQL("create temp table staging (line int, is_whole bool, {}) on commit drop").format(
            sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in names)
        )
    )
    count = 0
    with stored.file.open("rb") as file, cursor.copy("copy staging from stdin") as copy:
        for line, is_whole, cells in rows(_lines(file), kind.columns):
            copy.write_row([line, is_whole, *cells])
            count += 1
            progress.report(count)
    if not count:
        raise UnreadableTable("Tệp chỉ có tên cột, không có dòng dữ liệu nào.")
    return count


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the file's lines as text, in the encoding its first bytes announce.

    A byte that is no text comes through as a lone surrogate, so that its line can be named.
    """
    encoding = encoding_of(file.read(3))
    file.seek(0)
    yield from io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")


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
    return (
        f"""create temp table found on commit drop as
            select t.line, c."column", c.code, c.message, to_jsonb(array[{raw}]) as raw
            from typed t, lateral (values {", ".join(checks)}) c(fails, "column", code, message)
            where c.fails"""  # noqa: S608 - made of the kind's own statements; values are bound
    ), words
