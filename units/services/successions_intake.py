"""Intake of successions: which unit went into which, on what day, whole or in part."""

from typing import Any

from django.db import transaction

from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.intake_locks import hold_intakes, own_intakes
from foundation.services.progress import SILENT, Progress
from foundation.services.row_checks import BOTH_LINES, whole_rows
from units.models import Succession
from units.services.file_cells import DAY_SENTENCE, code_checks, day, labels, words

COLUMNS = (
    Column("old_code", "Mã cũ"),
    Column("new_code", "Mã mới"),
    Column("moved", "Ngày chuyển"),
    Column("extent", "Phạm vi"),
    Column("source", "Nguồn", is_required=False),
)

# The old code is looked up on the eve of the day, the new one on the day itself. No day is kept of
# a part that went: it may have gone on this one, unless the file itself says that it went before.
_TYPING = """
with dated as (
    select s.*, {day} as moved_on, e.value as extent_value
    from staging s left join {extents} on e.label = intake_word(s.extent)
)
select d.*, o.id as old_id, n.id as new_id, upper(o.valid) as old_ends_before, o.name as old_name,
       known.id as known_id, whole.name as known_whole, part.name as known_part,
       min(d.line) over same_pair as first_line, max(d.line) over same_pair as last_line,
       count(*) over same_old as moves,
       min(d.line) filter (where d.extent_value = 'whole') over same_old as whole_line
from dated d
left join units_unit o on o.code = d.old_code and o.valid @> d.moved_on - 1
left join units_unit n on n.code = d.new_code and n.valid @> d.moved_on
left join units_succession known on known.predecessor_id = o.id and known.successor_id = n.id
left join lateral (
    select w.name from units_succession x join units_unit w on w.id = x.successor_id
    where x.predecessor_id = o.id and x.extent = 'whole' and x.successor_id <> n.id
) whole on true
left join lateral (
    select min(p.name) as name from units_succession x join units_unit p on p.id = x.successor_id
    where x.predecessor_id = o.id and x.extent = 'part' and x.successor_id <> n.id
      and p.valid @> d.moved_on
      and not exists (select from dated e where e.old_code = d.old_code and e.new_code = p.code
                      and p.valid @> e.moved_on and e.moved_on < d.moved_on)
) part on true
window same_pair as (partition by o.id, n.id), same_old as (partition by o.id, d.moved_on)
"""

_CHECKS = whole_rows(
    "old_code",
    *code_checks("old_code", "old_code", "mã cũ"),
    *code_checks("new_code", "new_code", "mã mới"),
    Check("source", "source_too_long", "Nguồn dài quá 300 ký tự.", "length(t.source) > 300"),
    Check("moved", "day", DAY_SENTENCE, "t.moved_on is null"),
    Check(
        "extent",
        "unknown_word",
        f"Phạm vi phải là một trong: {labels(Succession.Extent)}.",
        "t.extent_value is null",
    ),
    Check(
        "old_code",
        "unknown_unit",
        "Ngày trước ngày chuyển không có đơn vị nào mang mã này.",
        "t.old_code <> '' and t.moved_on is not null and t.old_id is null",
    ),
    Check(
        "new_code",
        "unknown_unit",
        "Vào ngày chuyển không có đơn vị nào mang mã này.",
        "t.new_code <> '' and t.moved_on is not null and t.new_id is null",
    ),
    Check(
        "new_code",
        "succeeds_itself",
        "Một đơn vị không thể kế thừa chính nó.",
        "t.old_id = t.new_id",
    ),
    Check(
        "moved",
        "still_there",
        "Đơn vị chuyển toàn bộ phải kết thúc ngay trước ngày chuyển, mà ",
        "t.extent_value = 'whole' and t.old_id is not null and t.old_id <> t.new_id"
        " and t.old_ends_before is distinct from t.moved_on",
        "t.old_name || coalesce(' kết thúc ngày ' || to_char(t.old_ends_before - 1, 'DD/MM/YYYY'),"
        " ' vẫn còn') || '.'",
    ),
    Check(
        "old_code",
        "succession_twice",
        "Kế thừa này có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.old_id is not null and t.new_id is not null and t.first_line < t.last_line",
        BOTH_LINES,
    ),
    Check(
        "extent",
        "whole_and_more",
        "Đơn vị đã chuyển toàn bộ thì không còn gì để chuyển đi nơi khác; xem dòng ",
        "t.old_id is not null and t.moves > 1 and t.first_line = t.last_line"
        " and t.whole_line is not null",
        "t.whole_line || '.'",
    ),
    Check(
        "extent",
        "whole_elsewhere",
        "Đơn vị cũ đã được ghi là nhập toàn bộ vào ",
        "t.known_whole is not null"
        " and (t.extent_value = 'whole'"
        " or t.extent_value = 'part' and t.moved_on = t.old_ends_before)",
        "t.known_whole || '.'",
    ),
    Check(
        "extent",
        "part_elsewhere",
        "Đơn vị cũ đã được ghi là chuyển một phần vào đơn vị khác; nếu phần ấy chuyển trước đó, hãy"
        " ghi cả hai trong một tệp, mỗi dòng một ngày: ",
        "t.extent_value = 'whole' and t.known_part is not null",
        "t.known_part || '.'",
    ),
)

# The counts come first, before anything is written.
_MERGE = """
select count(*) filter (where t.known_id is null),
       count(*) filter (where t.known_id is not null and differs.so),
       count(*) filter (where t.known_id is not null and not differs.so)
from good t left join units_succession x on x.id = t.known_id
cross join lateral (
    select (x.extent, x.source)
           is distinct from (t.extent_value, coalesce(t.source, x.source)) as so
) differs;

update units_succession x set extent = t.extent_value, source = coalesce(t.source, x.source)
from good t where x.id = t.known_id
 and (x.extent, x.source) is distinct from (t.extent_value, coalesce(t.source, x.source));

insert into units_succession (predecessor_id, successor_id, extent, source)
select t.old_id, t.new_id, t.extent_value, coalesce(t.source, '') from good t
where t.known_id is null order by t.line
"""

_KIND = IntakeKind(
    code="successions",
    columns=COLUMNS,
    typing=_TYPING.format(day=day("s.moved"), extents=words("e", Succession.Extent)),
    checks=_CHECKS,
    merge=_MERGE,
)


@transaction.atomic
def import_successions(
    stored: StoredFile, *, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take a file of successions in; a pair of units already known is an update.

    Units stay as they are meanwhile.
    Raises UnreadableTable, with nothing written, if the file is no such table.
    """
    own_intakes("successions")
    hold_intakes("units")
    return take_in(_KIND, stored, by=by, progress=progress)
