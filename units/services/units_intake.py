"""Intake of units: their columns, what each row must satisfy, how rows merge."""

from typing import Any

from django.db import transaction

from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import IntakeKind, take_in
from foundation.services.progress import SILENT, Progress
from units.services.names import rewrite_keys
from units.services.units_rows import CHECKS, typing

COLUMNS = (
    Column("code", "Mã đơn vị"),
    Column("name", "Tên đơn vị"),
    Column("level", "Cấp"),
    Column("parent_code", "Mã đơn vị cha", is_code=True),
    Column("first", "Từ ngày"),
    Column("last", "Đến ngày"),
    Column("source", "Nguồn", is_required=False),
)

# The counts come first, before anything is written. Then lives are shortened before any is
# lengthened or begun, so that no two of one code overlap even for a moment; parents come last,
# when every unit of the file is there. A name that changed loses its keys until they are rewritten.
_MERGE = """
with compared as (
    select u.id, (u.name, u.level, u.valid, u.source, u.parent_id)
                 is distinct from
                 (t.tidy_name, t.level_value, t.valid, coalesce(t.source, u.source), t.parent_id)
                 or t.has_parent and t.parent_id is null as differs
    from good t left join units_unit u on u.id = t.known_id
)
select count(*) filter (where id is null), count(*) filter (where id is not null and differs),
       count(*) filter (where id is not null and not differs)
from compared;

update units_unit u set valid = u.valid * t.valid
from good t where u.id = t.known_id and not t.valid @> u.valid;

update units_unit u
set name = t.tidy_name, level = t.level_value, valid = t.valid,
    source = coalesce(t.source, u.source),
    search_key = case when u.name = t.tidy_name then u.search_key else '' end,
    sort_key = case when u.name = t.tidy_name then u.sort_key else '' end
from good t
where u.id = t.known_id
  and (u.name, u.level, u.valid, u.source)
      is distinct from (t.tidy_name, t.level_value, t.valid, coalesce(t.source, u.source));

insert into units_unit (code, name, level, valid, source, search_key, sort_key)
select t.code, t.tidy_name, t.level_value, t.valid, coalesce(t.source, ''), '', ''
from good t where t.known_id is null order by t.line;

update units_unit u set parent_id = p.id
from good t left join units_unit p
    on p.code = t.parent_code
   and case when t.first_on is null then lower_inf(p.valid) else p.valid @> t.first_on end
where u.code = t.code and u.valid = t.valid and u.parent_id is distinct from p.id
"""


@transaction.atomic
def import_units(stored: StoredFile, *, by: Any | None, progress: Progress = SILENT) -> ImportBatch:
    """Take a file of units in; code and first day already known are an update.

    A row that stands on another of the file, as a child on its parent or a code on its end before,
    stays behind with it. Raises UnreadableTable, with nothing written, if it is no such table.
    """
    kind = IntakeKind(code="units", columns=COLUMNS, typing=typing(), checks=CHECKS, merge=_MERGE)
    batch = take_in(kind, stored, by=by, progress=progress)
    rewrite_keys()
    return batch
