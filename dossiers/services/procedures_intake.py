"""Intake of the list of administrative procedures; a known code is an update."""

from typing import Any

from django.db import transaction

from dossiers.models import Procedure
from dossiers.services.words import words
from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.intake_locks import own_intakes
from foundation.services.progress import SILENT, Progress
from foundation.services.row_checks import BOTH_LINES, whole_rows
from units.services.file_cells import labels, tidied

COLUMNS = (
    Column("code", "Mã thủ tục", is_code=True),
    Column("name", "Tên thủ tục"),
    Column("field", "Lĩnh vực"),
    Column("working_days", "Số ngày làm việc"),
    Column("working_hours", "Số giờ làm việc", is_required=False),
    Column("online_level", "Mức độ trực tuyến", is_required=False),
    Column("is_one_stop", "Một cửa", is_required=False),
)
MOST_WORKING_DAYS = 1000
MOST_WORKING_HOURS = 8000

# A field is what it is called most often among known procedures, whatever case or blanks the file
# has; a new one is called as on its first line. Without its column a file says nothing of online
# service or the one-stop desk, and of hours only what its days say: a procedure has one of the two.
_TYPING = f"""
with fields as materialized (
    select distinct on (key) key, field
    from (
        select lower(field) as key, field, 0 as place, -count(*) as rank
        from dossiers_procedure group by field
        union all
        select lower({tidied("field")}), {tidied("field")}, 1, min(line)
        from staging where field <> '' group by 2
    ) called
    order by key, place, rank, field
)
select s.*, same.first_line, same.last_line, known.id as known_id, fields.field as known_field,
       days.number as days,
       case when s.working_hours is not null then hours.number
            when days.number is null then known.working_hours end as hours,
       case when s.online_level is null then coalesce(known.online_level, '')
            when s.online_level = '' then '' else level.value end as level,
       case when s.is_one_stop is null then known.is_one_stop
            when s.is_one_stop <> '' then answer.value end as one_stop,
       answer.value is null as is_unanswered
from staging s
join (select code, min(line) as first_line, max(line) as last_line
      from staging group by code) same on same.code is not distinct from s.code
left join dossiers_procedure known on known.code = s.code
left join fields on fields.key = lower({tidied("s.field")})
left join {words("level", Procedure.OnlineLevel)} on level.label = intake_word(s.online_level)
left join (values ('co', true), ('khong', false)) answer(label, value)
       on answer.label = intake_word(s.is_one_stop)
cross join lateral (
    select case when s.working_days ~ '^[0-9]{{1,4}}$' and s.working_days::int <= %(most_days)s
                then s.working_days::int end as number
) days
cross join lateral (
    select case when s.working_hours ~ '^[0-9]{{1,4}}$'
                 and s.working_hours::int between 1 and %(most_hours)s
                then s.working_hours::int end as number
) hours
"""  # noqa: S608 - made of this app's own words


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
        BOTH_LINES,
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
    Check(
        "working_hours",
        "working_hours",
        f"Số giờ làm việc phải là số nguyên từ 1 đến {MOST_WORKING_HOURS}, hoặc để trống.",
        "t.working_hours <> '' and t.hours is null",
    ),
    Check(
        "working_hours",
        "days_and_hours",
        "Chỉ ghi số ngày hoặc số giờ làm việc, không cả hai.",
        "t.days is not null and t.hours is not null",
    ),
    Check(
        "online_level",
        "online_level",
        f"Mức độ trực tuyến phải là: {labels(Procedure.OnlineLevel)}, hoặc để trống.",
        "t.level is null",
    ),
    Check(
        "is_one_stop",
        "is_one_stop",
        "Một cửa phải là: Có | Không, hoặc để trống.",
        "t.is_one_stop <> '' and t.is_unanswered",
    ),
)

_MERGE = """
with fresh as (
    insert into dossiers_procedure (code, name, field, working_days, working_hours, online_level,
                                    is_one_stop)
    select code, name, known_field, days, hours, level, one_stop from good where known_id is null
    returning id
),
moved as (
    update dossiers_procedure p
    set name = t.name, field = t.known_field, working_days = t.days, working_hours = t.hours,
        online_level = t.level, is_one_stop = t.one_stop
    from good t
    where p.id = t.known_id
      and (p.name, p.field, p.working_days, p.working_hours, p.online_level, p.is_one_stop)
          is distinct from (t.name, t.known_field, t.days, t.hours, t.level, t.one_stop)
    returning p.id
)
select (select count(*) from fresh), (select count(*) from moved),
       (select count(*) from good) - (select count(*) from fresh) - (select count(*) from moved)
"""


@transaction.atomic
def import_procedures(
    stored: StoredFile, *, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take a list of procedures in; deadlines already worked out stay as they are.

    A field that is written otherwise moves tallies, so nobody writes a dossier meanwhile.
    Raises UnreadableTable, with nothing written, if the file is no such table.
    """
    most = {"most_days": MOST_WORKING_DAYS, "most_hours": MOST_WORKING_HOURS}
    own_intakes("dossiers")
    kind = IntakeKind("procedures", COLUMNS, _TYPING, _CHECKS, _MERGE, most)
    return take_in(kind, stored, by=by, progress=progress)
