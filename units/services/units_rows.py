"""The rows of a file of units: typed beside the units already known, and what each must satisfy."""

from foundation.services.intake import Check
from foundation.services.row_checks import BOTH_LINES, whole_rows
from units.domain.levels import HEIGHTS
from units.models import Unit
from units.services.file_cells import (
    DAY_SENTENCE,
    code_checks,
    day,
    days_between,
    fallen,
    labels,
    shown,
    stands_on_fallen,
    tidied,
    words,
)
from units.services.standing import left_by_units

_HEIGHTS = (
    f"(values {', '.join(f'({level!r}, {height})' for level, height in HEIGHTS.items())})"
    " h(level, height)"
)

_CHECKS = whole_rows(
    "code",
    *code_checks("code", "code", "mã đơn vị"),
    Check("name", "name_missing", "Thiếu tên đơn vị.", "coalesce(t.tidy_name, '') = ''"),
    Check("name", "name_too_long", "Tên dài quá 200 ký tự.", "length(t.tidy_name) > 200"),
    Check("source", "source_too_long", "Nguồn dài quá 300 ký tự.", "length(t.source) > 300"),
    Check(
        "level",
        "unknown_word",
        f"Cấp phải là một trong: {labels(Unit.Level)}.",
        "t.level_value is null",
    ),
    Check("first", "day", DAY_SENTENCE, "t.first <> '' and t.first_on is null"),
    Check("last", "day", DAY_SENTENCE, "t.last <> '' and t.last_on is null"),
    Check("last", "ends_before_it_starts", "Kết thúc trước khi bắt đầu.", "t.last_on < t.first_on"),
    Check(
        "code",
        "code_twice",
        "Mã và ngày bắt đầu này có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.first_line < t.last_line and t.code <> ''",
        BOTH_LINES,
    ),
    Check(
        "code",
        "lives_overlap",
        "Cùng thời gian, mã này còn là của ",
        "t.clash_name is not null",
        "t.clash_name || ' (' || t.clash_days"
        " || coalesce(', dòng ' || t.clash_line, ', đã có trên cổng') || ').'",
    ),
    Check(
        "parent_code",
        "unknown_parent",
        "Không có đơn vị nào mang mã này vào ngày đầu của đơn vị.",
        "t.parent_code <> '' and t.valid is not null and not t.has_parent",
    ),
    Check(
        "parent_code",
        "parent_not_above",
        "Đơn vị cha phải ở cấp cao hơn.",
        "t.parent_height <= t.height",
    ),
    Check(
        "level",
        "not_above_its_children",
        "Đơn vị này đang có đơn vị trực thuộc ở cùng cấp hoặc cấp cao hơn: ",
        "t.lowest_child is not null",
        "t.lowest_child || '.'",
    ),
    Check(
        "last",
        "left_outside",
        "Đơn vị không thể chỉ tồn tại trong thời gian này, vì như vậy bỏ lại ngoài: ",
        "t.left_outside is not null",
        "t.left_outside || '.'",
    ),
    Check(
        "last",
        "succession_torn",
        "Thời gian này trái với kế thừa đã ghi trên cổng: ",
        "t.torn is not null",
        "t.torn || '.'",
    ),
)

CHECKS = (*_CHECKS, stands_on_fallen("code"))

# `lives` is every life as it will be: those of the file, and those known that the file leaves be.
_LIVES = """
named as (
    select s.*, {tidy_name} as tidy_name, l.value as level_value, h.height,
           {first} as first_on, {last} as last_on
    from staging s
    left join {levels} on l.label = intake_word(s.level)
    left join {heights} on h.level = l.value
),
dated as (
    select n.*, min(n.line) over same_start as first_line, max(n.line) over same_start as last_line,
           case when (n.first <> '' and n.first_on is null) is not true
                 and (n.last <> '' and n.last_on is null) is not true then {days} end as valid
    from named n
    window same_start as (partition by n.code, n.first_on, coalesce(n.first, '') = '')
),
given as (
    select d.*, u.id as known_id, u.level as known_level, u.valid as known_valid,
           u.parent_id as known_parent
    from dated d
    left join units_unit u on u.code = d.code and d.valid is not null
         and lower(u.valid) is not distinct from d.first_on
),
lives as (
    select line, known_id as id, code, tidy_name as name, level_value as level, valid
    from given where valid is not null
    union all
    select null, u.id, u.code, u.name, u.level, u.valid from units_unit u
    where not exists (select from given g where g.known_id = u.id)
)"""

_CLASHES = """
clashes as (
    select distinct on (g.line) g.line, o.line as other_line, o.name, {clash_days} as shown
    from given g join lives o
        on o.code = g.code and o.valid && g.valid and o.line is distinct from g.line
       and lower(o.valid) is distinct from g.first_on
    order by g.line, o.line
)"""

_PARENTS = """
parents as (
    select distinct on (g.line) g.line, p.line as parent_line, p.id, h.height
    from given g join lives p
        on p.code = g.parent_code and g.valid is not null
       and case when g.first_on is null then lower_inf(p.valid) else p.valid @> g.first_on end
    left join {heights} on h.level = p.level
    order by g.line, p.line
),
children as (
    select g.line, min(c.name) as name
    from given g
    join units_unit c on c.parent_id = g.known_id and g.level_value <> g.known_level
    join {heights} on h.level = c.level
    where h.height >= g.height group by g.line
)"""

# A unit that goes whole ends on the eve of a day of its successor. A part passes over on a day of
# the successor on whose eve the predecessor existed.
_BONDS = """
bonds as (
    select p.line, s.line as other_line, p.name || ' → ' || s.name as shown,
           case x.extent when 'whole'
               then upper(p.valid) is not null and s.valid @> upper(p.valid)
               else daterange(lower(p.valid) + 1, upper(p.valid) + 1) && s.valid end as holds
    from units_succession x
    join lives p on p.id = x.predecessor_id join lives s on s.id = x.successor_id
    where p.line is not null or s.line is not null
),
torn as (
    select line, min(shown) as shown
    from (select line, shown from bonds where not holds
          union all select other_line, shown from bonds where not holds) b
    where line is not null group by line
)"""

# A child of the file gets a parent anew, if only its row is good.
_OUTSIDE = """
moved as (
    select line, known_id as id, known_valid as was, valid as life
    from given where known_id is not null and not valid @> known_valid
),
outside as ({left})"""

_NEEDS = (
    "select line, parent_line from parents where parent_line is not null",
    "select g.line, o.line from given g join given o"
    " on o.code = g.code and o.line <> g.line and o.known_valid && g.valid",
    "select g.line, c.line from given g join given c on c.known_parent = g.known_id"
    " where not case when c.first_on is null then lower_inf(g.valid)"
    " else g.valid @> c.first_on end",
    "select line, other_line from bonds where line is not null and other_line is not null",
    "select other_line, line from bonds where line is not null and other_line is not null",
)

_ROWS = """
with recursive {lives}, {clashes}, {parents}, {bonds}, {outside},
beheld as (
    select g.*, c.name as clash_name, c.other_line as clash_line, c.shown as clash_days,
           p.line is not null as has_parent, p.id as parent_id, p.height as parent_height,
           k.name as lowest_child, b.shown as torn, o.said as left_outside
    from given g
    left join clashes c on c.line = g.line
    left join parents p on p.line = g.line
    left join children k on k.line = g.line
    left join torn b on b.line = g.line
    left join outside o on o.line = g.line
),
{fallen}
select b.*, f.needed as fallen_line from beheld b left join fallen_on f on f.line = b.line
"""

_LIVES_TYPED = _LIVES.format(
    tidy_name=tidied("s.name"),
    levels=words("l", Unit.Level),
    heights=_HEIGHTS,
    first=day("s.first"),
    last=day("s.last"),
    days=days_between("n.first_on", "n.last_on"),
)


def typing() -> str:
    """Return the statement that types the rows, with everything that stands on their units."""
    spared = "exists (select from given c where c.known_id = u.id)"
    return _ROWS.format(
        lives=_LIVES_TYPED,
        clashes=_CLASHES.format(clash_days=shown("o.valid")),
        parents=_PARENTS.format(heights=_HEIGHTS),
        bonds=_BONDS,
        outside=_OUTSIDE.format(left=left_by_units(spared)),
        fallen=fallen("beheld", _CHECKS, _NEEDS),
    )
