"""Intake of the figures that a source states of its units: one row a unit and period."""

from typing import Any

from dossiers.models import Source, StatedFigure
from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, Preview, preview, take_in
from foundation.services.progress import SILENT, Progress
from foundation.services.row_checks import BOTH_LINES, whole_rows
from units.services.file_cells import DAY_SENTENCE, day, days_between

COLUMNS = (
    Column("unit_code", "Mã đơn vị", is_code=True),
    Column("first", "Từ ngày"),
    Column("last", "Đến ngày"),
    *(Column(figure.value, str(figure.label), is_required=False) for figure in StatedFigure.Figure),
)
_FIGURES = StatedFigure.Figure.values
_COUNT = r"^(\d{1,9}|\d{1,3}(\.\d{3}){1,2})$"
"""Up to 999.999.999, with or without a dot between its thousands."""

# A code is the source's own if it has one of that name in the period, else the unit's. The unit is
# the one that bore it in the period; if two did, nobody can say whose figures these are.
_TYPING = """
with dated as (
    select s.*, {first} as first_on, {last} as last_on from staging s
),
spanned as (
    select d.*, {days} as days from dated d
),
named as (
    select s.line, o.unit_code as code, o.valid * s.days as days
    from spanned s
    join dossiers_sourceunit o
      on o.source_id = %(source)s and o.code = s.unit_code and o.valid && s.days
    union all
    select s.line, s.unit_code, s.days from spanned s
    where not exists (select from dossiers_sourceunit o where o.source_id = %(source)s
                      and o.code = s.unit_code and o.valid && s.days)
),
borne as (
    select n.line, min(u.id) as unit_id, count(distinct u.id) as units
    from named n join units_unit u on u.code = n.code and u.valid && n.days
    group by n.line
)
select s.*, b.unit_id, coalesce(b.units, 0) as units,
       min(s.line) over same as first_line, max(s.line) over same as last_line
from spanned s left join borne b on b.line = s.line
window same as (partition by b.unit_id, s.days)
"""


def _count_check(figure: str) -> Check:
    return Check(
        figure,
        "count",
        "Không phải số hồ sơ; hãy viết như 1234 hoặc 1.234, hoặc để trống.",
        f"t.{figure} <> '' and t.{figure} !~ '{_COUNT}'",
    )


_CHECKS = whole_rows(
    "unit_code",
    Check("unit_code", "code_missing", "Thiếu mã đơn vị.", "t.unit_code = ''"),
    Check("first", "day", DAY_SENTENCE, "t.first_on is null"),
    Check("last", "day", DAY_SENTENCE, "t.last_on is null"),
    Check("last", "ends_before_it_starts", "Kết thúc trước khi bắt đầu.", "t.last_on < t.first_on"),
    Check(
        "first",
        "in_the_future",
        "Kỳ này chưa bắt đầu.",
        "t.first_on > local_day(now())",
    ),
    Check(
        "unit_code",
        "unknown_unit",
        "Không có đơn vị nào mang mã này trong kỳ.",
        "t.unit_code <> '' and t.days is not null and t.units = 0",
    ),
    Check(
        "unit_code",
        "two_units",
        "Trong kỳ này, mã ấy lần lượt chỉ nhiều đơn vị; hãy chia kỳ tại ngày đổi.",
        "t.units > 1",
    ),
    Check(
        "unit_code",
        "unit_twice",
        "Đơn vị và kỳ này có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.first_line < t.last_line and t.units = 1",
        BOTH_LINES,
    ),
    Check(
        "unit_code",
        "nothing_stated",
        "Dòng không công bố số nào.",
        " and ".join(f"coalesce(t.{figure}, '') = ''" for figure in _FIGURES),
    ),
    *map(_count_check, _FIGURES),
)

# What a column that is there leaves empty is stated no more; a column that is not there says
# nothing.
_MERGE = """
with cells as (
    select t.line, t.unit_id, t.first_on, t.last_on, c.figure, c.cell,
           replace(nullif(c.cell, ''), '.', '')::int as count
    from good t cross join lateral (values {cells}) c(figure, cell)
    where c.cell is not null
),
told as (
    select c.*, f.id as known_id, f.count as known_count
    from cells c
    left join dossiers_statedfigure f
      on f.source_id = %(source)s and f.unit_id = c.unit_id and f.first = c.first_on
     and f.last = c.last_on and f.figure = c.figure
),
known as (
    select distinct t.line from good t join dossiers_statedfigure f
      on f.source_id = %(source)s and f.unit_id = t.unit_id and f.first = t.first_on
     and f.last = t.last_on
),
withdrawn as (
    delete from dossiers_statedfigure f using told
    where f.id = told.known_id and told.count is null
),
moved as (
    update dossiers_statedfigure f set count = told.count, file_id = %(file)s
    from told where f.id = told.known_id and told.count <> f.count
),
fresh as (
    insert into dossiers_statedfigure (source_id, unit_id, first, last, figure, count, file_id)
    select %(source)s, unit_id, first_on, last_on, figure, count, %(file)s
    from told where known_id is null and count is not null
)
select count(*) filter (where not is_known), count(*) filter (where is_known and differs),
       count(*) filter (where is_known and not differs)
from (
    select told.line, bool_or(known.line is not null) as is_known,
           bool_or(told.count is distinct from told.known_count) as differs
    from told left join known on known.line = told.line group by told.line
) lines
"""


def import_figures(
    stored: StoredFile, *, source: Source, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take in what a source states; the figures of a unit and period already known are replaced.

    An empty cell withdraws a figure, a missing column leaves it. The file is of the portal's own
    form, however the source's files of dossiers are written. Raises UnreadableTable, with nothing
    written, if it is no such table.
    """
    return take_in(_kind(source), stored, by=by, progress=progress)


def preview_figures(stored: StoredFile, *, source: Source, progress: Progress = SILENT) -> Preview:
    """Return what taking such a file in would do; raises UnreadableTable likewise."""
    return preview(_kind(source), stored, progress=progress)


def _kind(source: Source) -> IntakeKind:
    typing = _TYPING.format(
        first=day("s.first"), last=day("s.last"), days=days_between("d.first_on", "d.last_on")
    )
    cells = ", ".join(f"('{figure}', t.{figure})" for figure in _FIGURES)
    return IntakeKind(
        "figures",
        COLUMNS,
        typing,
        _CHECKS,
        _MERGE.format(cells=cells),
        {"source": source.pk},
        holds=("units",),
        origin=source.name,
    )
