"""One way in for bulk files: COPY into staging, checks in SQL, good rows merged, bad ones kept.

A kind of file is data: its columns, a statement that types them, checks, and a merge statement.
All of it happens in one transaction, so a file (CSV or XLSX) is taken in whole or not at all; what
is wrong with a row stays behind as RejectedRow with line, column, reason and the text as it came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import connection, transaction

from foundation.domain.intake_steps import CHECKING, READING, WRITING
from foundation.domain.tables import (
    AS_IT_STANDS,
    Column,
    Reading,
    Table,
    UnreadableTable,
    opened,
)
from foundation.models import ImportBatch, StoredFile
from foundation.services.file_limits import file_limits
from foundation.services.files import room_wanted
from foundation.services.intake_locks import hold_intakes, own_intakes
from foundation.services.progress import SILENT, Progress
from foundation.services.raw_rows import keep_rejects
from foundation.services.staging import copy_rows, create_staging, workroom
from foundation.services.vouched import vouched

ROWS_PREVIEWED = 20
"""Rows of a file shown before it is taken in."""
LETTERS_PREVIEWED = 1_000
"""Characters of each of their cells that are looked at; one may have thousands."""
# Compiling statements takes longer than it saves; what is hashed and sorted should fit in memory.
_SETTINGS = """
set local datestyle to 'ISO, DMY';
set local jit to off;
set local work_mem to '64MB'
"""


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
    staged column and the typed ones; tables it wants beside are `prepared`, by name, in order.
    `writes` are statements that read `good t`, the rows without a reject. So are `vouched`, after
    them: keys of the rows they write lead to rows among themselves, or are told by `leads_to`, by
    table. `merge` is the last: it selects one row, how many were created, changed, unchanged; how
    many `rows` there were and how many were `rejected` are parameters by then. What a file of the
    kinds in `holds` brings stands still meanwhile. `shown` gives, by header, SQL over
    `t` that says how a cell was read; `questions`, by name, SQL over `typed` whose rows a preview
    wants.
    """

    code: str
    columns: Sequence[Column]
    typing: str
    checks: Sequence[Check]
    merge: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    prepared: Mapping[str, str] = field(default_factory=dict)
    writes: Sequence[str] = ()
    vouched: Sequence[str] = ()
    leads_to: Mapping[str, str] = field(default_factory=dict)
    same: str = "false"
    """SQL over `t`, true when a row says only what is known; if it is right, it is only counted."""
    holds: Sequence[str] = ()
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
    Raises UnreadableTable, with nothing written, if the file is no table of this kind, and NoRoom
    if a workbook does not fit on the disk once unpacked.
    """
    with (
        room_wanted(),
        connection.wrap_database_errors,  # Django leaves those of a COPY as they are
        TemporaryFile() as spool,
        connection.cursor() as cursor,
        workroom(cursor),
    ):
        batch, table = _taken(cursor, kind, stored, progress, by=by, spool=spool)
        keep_rejects(cursor, batch, table, kind.reading, progress, spool=spool)
    return batch


def preview(kind: IntakeKind, stored: StoredFile, *, progress: Progress = SILENT) -> Preview:
    """Return what taking a stored file in would do: it is taken in, looked at and rolled back.

    Raises UnreadableTable if the file is no table of this kind.
    """
    with (
        transaction.atomic(),
        connection.wrap_database_errors,
        connection.cursor() as cursor,
    ):
        with workroom(cursor):
            batch, _ = _taken(cursor, kind, stored, progress)
            seen = _seen(cursor, kind, batch)
        transaction.set_rollback(True)
    return seen


def _taken(
    cursor: Any,
    kind: IntakeKind,
    stored: StoredFile,
    progress: Progress,
    *,
    by: Any | None = None,
    spool: IO[bytes] | None = None,
) -> tuple[ImportBatch, Table]:
    """Take the good rows of a file in and return its batch, and the file as it was read.

    `staging`, `typed`, `found` and `good` are left to be looked at, and in the `spool` the rows of
    a workbook.
    """
    cursor.execute(_SETTINGS)
    progress.report(0, message="Đang chờ tệp khác cùng loại.")
    own_intakes(kind.code)
    hold_intakes(*kind.holds)
    progress.begin(READING, "Đang đọc tệp.")
    staged, table = _stage(cursor, kind, stored, progress, spool)
    progress.report(staged, staged)
    progress.begin(CHECKING, "Đang kiểm tra từng dòng.")
    parameters = {**kind.parameters, "file": stored.pk}
    _check(cursor, kind, table.header.columns, parameters)
    cursor.execute("select count(distinct line) from found")
    rejected = cursor.fetchone()[0]
    progress.begin(WRITING, "Đang ghép các dòng đạt.", rejected=rejected)
    _write(cursor, kind, parameters | {"rows": staged, "rejected": rejected})
    created, changed, unchanged = cursor.fetchone()
    batch = ImportBatch.objects.create(
        kind=kind.code,
        origin=kind.origin,
        stored_file=stored,
        rows=staged,
        created_rows=created,
        changed_rows=changed,
        unchanged_rows=unchanged,
        rejected_rows=rejected,
        created_by=by,
    )
    return batch, table


def _check(
    cursor: Any, kind: IntakeKind, columns: Sequence[Column], parameters: Mapping[str, Any]
) -> None:
    """Read the staged cells into `typed`, and what is wrong into `found`; the rest is `good`.

    `columns` are those of the kind under the names that the file gives them.
    """
    for name, statement in kind.prepared.items():
        cursor.execute(f"create temp table {name} as {statement}", parameters)
        cursor.execute(f"analyze {name}")
    cursor.execute(_typing(kind), parameters)
    cursor.execute("analyze typed (line, is_wrong)")
    cursor.execute(*_finding(kind, columns, parameters))
    cursor.execute("create temp view good as select * from typed where not is_wrong")


def _write(cursor: Any, kind: IntakeKind, parameters: Mapping[str, Any]) -> None:
    """Write what is `good`; the cursor is left with what `merge` counts."""
    for statement in kind.writes:
        cursor.execute(statement, parameters)
    with vouched(cursor, kind.leads_to, parameters):
        for statement in kind.vouched:
            cursor.execute(statement, parameters)
    cursor.execute(kind.merge, parameters)


def _seen(cursor: Any, kind: IntakeKind, batch: ImportBatch) -> Preview:
    """Return what the tables of a file just taken in say."""
    shown = kind.shown or {column.header: f"t.{column.name}" for column in kind.columns}
    cells = ", ".join(
        f"left(coalesce(({expression})::text, ''), {LETTERS_PREVIEWED})"
        for expression in shown.values()
    )
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


def _stage(
    cursor: Any,
    kind: IntakeKind,
    stored: StoredFile,
    progress: Progress,
    spool: IO[bytes] | None,
) -> tuple[int, Table]:
    """Copy the file into `staging`, every cell as text; return how many rows, and what was read."""
    create_staging(cursor, kind.columns)
    limits = file_limits()
    with stored.file.open("rb") as file, opened(file, kind.reading, limits, spool) as source:
        progress.report(0, message=source.about or "Đang đọc tệp.")
        table = Table(source.rows, kind.columns, kind.reading, limits)
        count = copy_rows(cursor, table.lots(), source.total, progress)
    if not count:
        raise UnreadableTable("Tệp chỉ có tên cột, không có dòng dữ liệu nào.")
    return count, table


def _typing(kind: IntakeKind) -> str:
    """Return the one statement that reads every row, and says whether it is wrong, or no news.

    Right rows that are no news are left out of `typed`, but for the first of a file, which a
    preview shows. `offset 0` has each cell read once, however many checks ask about it.
    """
    wrong = " or ".join(f"({check.fails})" for check in kind.checks)
    return f"""create temp table typed as
        select * from (
            select t.*, coalesce(t.oddities is not null or {wrong}, false) as is_wrong,
                   coalesce({kind.same}, false) as is_no_news
            from (select * from ({kind.typing}) t offset 0) t
            offset 0) t
        where is_wrong or not is_no_news or line <= (
            select max(line) from (select line from staging limit {ROWS_PREVIEWED}) first)
    """  # noqa: S608 - the kind's own


def _finding(
    kind: IntakeKind, columns: Sequence[Column], parameters: Mapping[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Return the one statement that runs every check over every row into `found`."""
    headers = {column.name: column.header for column in columns}
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
    return (
        f"""create temp table found as
            with wrong as materialized (select * from typed where is_wrong)
            select t.line, c."column", c.code, c.message
            from wrong t,
                 lateral (values {", ".join(checks)}) c(fails, "column", code, message)
            where c.fails
            union all
            select t.line, o.value ->> 0, o.value ->> 1, o.value ->> 2
            from wrong t, lateral jsonb_array_elements(t.oddities) o
        """  # noqa: S608 - made of the kind's own statements; values are bound
    ), words
