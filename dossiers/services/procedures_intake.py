"""Intake of the list of administrative procedures; a known code is an update."""

from typing import Any

from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.progress import SILENT, Progress
from units.services.file_cells import whole_rows

COLUMNS = (
    Column("code", "Mã thủ tục", is_code=True),
    Column("name", "Tên thủ tục"),
    Column("field", "Lĩnh vực"),
    Column("working_days", "Số ngày làm việc"),
)
MOST_WORKING_DAYS = 1000

_TYPING = """
select s.*, same.first_line, same.last_line, known.id as known_id,
       case when s.working_days ~ '^[0-9]{1,4}$' and s.working_days::int <= %(most_days)s
            then s.working_days::int end as days
from staging s
join (select code, min(line) as first_line, max(line) as last_line
      from staging group by code) same on same.code is not distinct from s.code
left join dossiers_procedure known on known.code = s.code
"""


def _too_long(column: str, most: int) -> Check:
    return Check(column, "too_long", f"Dài quá {most} ký tự.", f"length(t.{column}) > {most}")


_CHECKS = whole_rows(
    "code",
    Check("code", "missing", "Thiếu mã thủ tục.", "t.code = ''"),
    Check(
        "code",
        "code_format",
        "Mã thủ tục chỉ gồm chữ Latinh không dấu, chữ số và các dấu . - _ /.",
        "t.code !~ '^[A-Za-z0-9._/-]*$'",
    ),
    Check(
        "code",
        "code_twice",
        "Mã thủ tục có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.first_line < t.last_line and t.code <> ''",
        "t.first_line || ', lần cuối ở dòng ' || t.last_line || '.'",
    ),
    Check("name", "missing", "Thiếu tên thủ tục.", "t.name = ''"),
    Check("field", "missing", "Thiếu lĩnh vực.", "t.field = ''"),
    _too_long("code", 40),
    _too_long("name", 500),
    _too_long("field", 200),
    Check(
        "working_days",
        "working_days",
        f"Số ngày làm việc phải là số nguyên từ 0 đến {MOST_WORKING_DAYS}, hoặc để trống.",
        "t.working_days <> '' and t.days is null",
    ),
)

_MERGE = """
with fresh as (
    insert into dossiers_procedure (code, name, field, working_days, online_level)
    select code, name, field, days, '' from good where known_id is null
    returning id
),
moved as (
    update dossiers_procedure p
    set name = t.name, field = t.field, working_days = t.days
    from good t
    where p.id = t.known_id
      and (p.name, p.field, p.working_days) is distinct from (t.name, t.field, t.days)
    returning p.id
)
select (select count(*) from fresh), (select count(*) from moved),
       (select count(*) from good) - (select count(*) from fresh) - (select count(*) from moved)
"""


def import_procedures(
    stored: StoredFile, *, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take a list of procedures in; deadlines already worked out stay as they are.

    Raises UnreadableTable, with nothing written, if the file is no such table.
    """
    kind = IntakeKind(
        "procedures", COLUMNS, _TYPING, _CHECKS, _MERGE, {"most_days": MOST_WORKING_DAYS}
    )
    return take_in(kind, stored, by=by, progress=progress)
