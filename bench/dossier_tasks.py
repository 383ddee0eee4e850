"""The work of each benchmark of dossiers, and its limit, measured one after the other."""

from collections.abc import Callable
from pathlib import Path

from django.db import connection
from python_calamine import CalamineWorkbook

from bench.clocks import Spent, measured
from bench.dossier_peer import import_by_peer
from bench.dossier_rows import BAD_ROW_IN, write_rows, write_workbook
from bench.limit_table import copy_clean_rows, create_limit_table, write_clean_rows
from bench.province import build_province
from dossiers.services.intake import import_dossiers
from dossiers.services.tallies import rebuild_tallies
from foundation.models import ImportBatch
from foundation.services.files import store_file

Measured = tuple[Spent, Spent, dict[str, object]]
_GROUPED = """
select count(*) from (
    select d.unit_id, d.handler_id, d.channel, p.field,
           d.outcome in ('not_accepted', 'withdrawn', 'cancelled'), d.finished_at > d.deadline_at,
           date_trunc('month', d.finished_at at time zone 'Asia/Ho_Chi_Minh'),
           case when d.finished_at is null
                then (d.deadline_at at time zone 'Asia/Ho_Chi_Minh')::date
                else date_trunc('month', d.deadline_at at time zone 'Asia/Ho_Chi_Minh') end,
           count(*)
    from dossiers_dossier d
    join dossiers_procedure p on p.id = d.procedure_id
    group by 1, 2, 3, 4, 5, 6, 7, 8) g
"""


def prepare(folder: Path) -> None:
    """Build the province that the files name, let the planner know it, and warm both sides up."""
    build_province()
    path = folder / "first.csv"
    write_rows(path, 1000)
    _take(path)
    _empty()
    _run("vacuum analyze")


def intake(folder: Path, count: int) -> Measured:
    """Take a new file in, beside COPY of what came of it."""
    path = folder / "dossiers.csv"
    write_rows(path, count)
    with measured() as work:
        batch = _take(path)
    return work, _copy(folder), _told(batch)


def again(folder: Path, count: int) -> Measured:
    """Take in a file that was taken in before, beside the same COPY."""
    path = folder / "dossiers.csv"
    write_rows(path, count)
    _take(path)
    _run("vacuum analyze dossiers_dossier, dossiers_pause")
    with measured() as work:
        batch = _take(path)
    return work, _copy(folder), _told(batch)


def xlsx(folder: Path, count: int) -> Measured:
    """Take a workbook in, beside calamine alone and the intake of the same rows as CSV."""
    book, path = folder / "dossiers.xlsx", folder / "dossiers.csv"
    write_workbook(book, count)
    write_rows(path, count)
    with measured() as work:
        batch = _take(book)
    _empty()
    with measured() as limit:
        CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
        _take(path)
    return work, limit, _told(batch)


def peer(folder: Path, count: int) -> Measured:
    """Take a file in, beside django-import-export doing the same."""
    path = folder / "dossiers.csv"
    write_rows(path, count)
    with measured() as work:
        batch = _take(path)
    _empty()
    with measured() as limit:
        written = import_by_peer(path, count, leave_out=BAD_ROW_IN)
    return work, limit, _told(batch) | {"peer_rows": written}


def tally(folder: Path, count: int) -> Measured:
    """Rebuild all tallies from nothing, beside one GROUP BY over the same rows."""
    path = folder / "dossiers.csv"
    write_rows(path, count)
    batch = _take(path)
    _run("truncate dossiers_closedtally, dossiers_opentally")
    _run("vacuum analyze dossiers_dossier, dossiers_closedtally, dossiers_opentally")
    with measured() as work:
        rebuild_tallies()
    with measured() as limit:
        _run(_GROUPED)
    return work, limit, _told(batch)


TASKS: dict[str, Callable[[Path, int], Measured]] = {
    "intake": intake,
    "again": again,
    "xlsx": xlsx,
    "peer": peer,
    "tally": tally,
}
"""By name: measures in a folder of its own with so many rows, and returns work, limit, counts."""


def _take(path: Path) -> ImportBatch:
    return import_dossiers(store_file(path, by=None), by=None)


def _copy(folder: Path) -> Spent:
    """Return what COPY of the dossiers there are takes."""
    create_limit_table()
    write_clean_rows(folder / "rows")
    _run("checkpoint")
    with measured() as limit:
        copy_clean_rows(folder / "rows")
    return limit


def _empty() -> None:
    """Empty the scratch database of dossiers; the guard of their corrections sleeps meanwhile."""
    _run("truncate dossiers_closedtally, dossiers_opentally")
    _run("set session_replication_role to replica")
    _run("truncate dossiers_dossier restart identity cascade")
    _run("set session_replication_role to origin")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _told(batch: ImportBatch) -> dict[str, object]:
    return {
        "rows": batch.rows,
        "created": batch.created_rows,
        "unchanged": batch.unchanged_rows,
        "rejected": batch.rejected_rows,
    }
