"""Intake of what a source calls units; a code with a first day already known is an update."""

from typing import Any

from dossiers.models import Source
from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, Preview, preview, take_in
from foundation.services.progress import SILENT, Progress
from foundation.services.row_checks import whole_rows
from units.services.file_cells import DAY_SENTENCE, day, days_between

COLUMNS = (
    Column("code", "Mã trong nguồn", is_code=True),
    Column("unit_code", "Mã đơn vị", is_code=True),
    Column("first", "Từ ngày"),
    Column("last", "Đến ngày"),
)

_EVER = 1_000_000
"""Days; no file says a day so far from 1970."""
# Of the lines of a code that begin no later than a line, the one that lasts longest overlaps it if
# any does; of those that begin no earlier, the next one.
_TYPING = f"""
with days as (
    select *, {day("first")} as first_on, {day("last")} as last_on from staging
),
typed_days as (
    select *, {days_between("first_on", "last_on")} as valid from days
),
ordered as (
    select *, lead(line) over in_order as next_line, lead(valid) over in_order as next_valid,
           max(array[coalesce(upper(valid) - date 'epoch', {_EVER}), -line]) over before as longest
    from typed_days
    window in_order as (partition by code, valid is null order by valid, line),
           before as (in_order rows between unbounded preceding and 1 preceding)
)
select t.*, known.id as known_id,
       case when t.valid is not null then least(
           case when t.next_valid && t.valid then t.next_line end,
           case when t.longest[1] > coalesce(lower(t.valid) - date 'epoch', -{_EVER})
                then -t.longest[2] end) end as other_line
from ordered t
left join dossiers_sourceunit known
       on known.source_id = %(source)s and known.code = t.code
      and lower(known.valid) is not distinct from t.first_on
"""  # noqa: S608 - made of our own expressions

_CHECKS = whole_rows(
    "code",
    Check("code", "missing", "Mã trong nguồn để trống.", "t.code = ''"),
    Check("code", "too_long", "Dài quá 40 ký tự.", "length(t.code) > 40"),
    Check(
        "unit_code",
        "unknown_unit",
        "Không có đơn vị nào mang mã này trong thời gian ấy.",
        "not exists (select from units_unit u where u.code = t.unit_code and u.valid && t.valid)"
        " and t.valid is not null",
    ),
    Check("first", "day", DAY_SENTENCE, "t.first <> '' and t.first_on is null"),
    Check("last", "day", DAY_SENTENCE, "t.last <> '' and t.last_on is null"),
    Check("last", "ends_too_soon", "Đến ngày ở trước Từ ngày.", "t.first_on > t.last_on"),
    Check(
        "first",
        "overlaps_line",
        "Thời gian chồng lên thời gian của cùng mã ở dòng ",
        "t.other_line is not null",
        "t.other_line || '.'",
    ),
    Check(
        "first",
        "overlaps_known",
        "Mã này của nguồn đã chỉ một đơn vị trong thời gian ấy, từ một ngày khác.",
        "exists (select from dossiers_sourceunit k where k.source_id = %(source)s"
        " and k.code = t.code and k.valid && t.valid"
        " and lower(k.valid) is distinct from t.first_on)",
    ),
)

_MERGE = """
with fresh as (
    insert into dossiers_sourceunit (source_id, code, unit_code, valid)
    select %(source)s, code, unit_code, valid from good where known_id is null
    returning id
),
moved as (
    update dossiers_sourceunit k set unit_code = t.unit_code, valid = t.valid
    from good t
    where k.id = t.known_id
      and (k.unit_code, k.valid) is distinct from (t.unit_code, t.valid)
    returning k.id
)
select (select count(*) from fresh), (select count(*) from moved),
       (select count(*) from good) - (select count(*) from fresh) - (select count(*) from moved)
"""


def import_source_units(
    stored: StoredFile, *, by: Any | None, source: Source, progress: Progress = SILENT
) -> ImportBatch:
    """Take in what a source calls units.

    Raises UnreadableTable, with nothing written, if the file is no such table.
    """
    return take_in(_kind(source), stored, by=by, progress=progress)


def preview_source_units(
    stored: StoredFile, *, source: Source, progress: Progress = SILENT
) -> Preview:
    """Return what taking such a file in would do; raises UnreadableTable likewise."""
    return preview(_kind(source), stored, progress=progress)


def _kind(source: Source) -> IntakeKind:
    return IntakeKind(
        "source_units",
        COLUMNS,
        _TYPING,
        _CHECKS,
        _MERGE,
        {"source": source.pk},
        origin=source.name,
    )
