"""Intake of people: who answers for which unit, as what, from when to when."""

from typing import Any

from django.db import transaction

from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.intake_locks import hold_intakes, own_intakes
from foundation.services.progress import SILENT, Progress
from foundation.services.row_checks import BOTH_LINES, whole_rows
from units.models import Person
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
from units.services.standing import left_by_people

COLUMNS = (
    Column("code", "Mã", is_code=True),
    Column("name", "Tên"),
    Column("role", "Vai trò"),
    Column("unit_code", "Mã đơn vị", is_code=True),
    Column("first", "Từ ngày"),
    Column("last", "Đến ngày"),
)

_CHECKS = whole_rows(
    "code",
    *code_checks("code", "code", "mã"),
    Check("name", "name_missing", "Thiếu tên.", "coalesce(t.tidy_name, '') = ''"),
    Check("name", "name_too_long", "Tên dài quá 200 ký tự.", "length(t.tidy_name) > 200"),
    Check(
        "role",
        "unknown_word",
        f"Vai trò phải là một trong: {labels(Person.Role)}.",
        "t.role_value is null",
    ),
    Check("unit_code", "code_missing", "Thiếu mã đơn vị.", "t.unit_code = ''"),
    Check("first", "day", DAY_SENTENCE, "t.first_on is null"),
    Check("last", "day", DAY_SENTENCE, "t.last <> '' and t.last_on is null"),
    Check("last", "ends_before_it_starts", "Kết thúc trước khi bắt đầu.", "t.last_on < t.first_on"),
    Check(
        "unit_code",
        "unknown_unit",
        "Không có đơn vị nào mang mã này vào ngày bắt đầu.",
        "t.unit_code <> '' and t.first_on is not null and t.unit_id is null",
    ),
    Check(
        "last",
        "longer_than_the_unit",
        "Đơn vị kết thúc trước, vào ngày ",
        "upper(t.unit_days) - 1 < t.last_on",
        "to_char(upper(t.unit_days) - 1, 'DD/MM/YYYY') || '.'",
    ),
    Check(
        "code",
        "person_twice",
        "Mã, vai trò và ngày bắt đầu này có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.first_line < t.last_line and t.code <> '' and t.role_value is not null",
        BOTH_LINES,
    ),
    Check(
        "unit_code",
        "head_elsewhere",
        "Cổng đã ghi người này đứng đầu một đơn vị khác từ ngày ấy; hãy sửa ở trang quản trị.",
        "t.role_value = 'head' and t.unit_id <> t.known_unit",
    ),
    Check(
        "code",
        "terms_overlap",
        "Cùng thời gian, mã này đã giữ vai trò ấy: ",
        "t.own_clash is not null",
        "t.own_clash || '.'",
    ),
    *(
        Check(
            column,
            "left_outside",
            "Người này không thể chỉ giữ vai trò trong thời gian và đơn vị này, vì như vậy bỏ lại"
            " ngoài: ",
            f"t.left_outside is not null and (t.unit_id = t.known_unit) is {same_unit}",
            "t.left_outside || '.'",
        )
        for column, same_unit in (("last", "true"), ("unit_code", "not true"))
    ),
    Check(
        "role",
        "two_heads",
        "Cùng thời gian, đơn vị có người đứng đầu khác: ",
        "t.head_clash is not null",
        "t.head_clash || '.'",
    ),
)

# `terms` is every term as it will be: those of the file, and those known that the file leaves be.
_TERMS = """
named as (
    select s.*, {tidy_name} as tidy_name, r.value as role_value,
           {first} as first_on, {last} as last_on
    from staging s left join {roles} on r.label = intake_word(s.role)
),
dated as (
    select n.*, min(n.line) over same_start as first_line, max(n.line) over same_start as last_line,
           case when n.first_on is not null and (n.last <> '' and n.last_on is null) is not true
                then {days} end as valid
    from named n window same_start as (partition by n.code, n.role_value, n.first_on)
),
given as (
    select d.*, u.id as unit_id, u.valid as unit_days,
           p.id as known_id, p.unit_id as known_unit, p.valid as known_valid
    from dated d
    left join units_unit u on u.code = d.unit_code and u.valid @> d.first_on
    left join units_person p on p.code = d.code and p.role = d.role_value
         and d.valid is not null and lower(p.valid) = d.first_on
),
terms as (
    select line, code, tidy_name as name, role_value as role, unit_id, valid
    from given where valid is not null
    union all
    select null, p.code, p.name, p.role, p.unit_id, p.valid from units_person p
    where not exists (select from given g where g.known_id = p.id)
)"""

_CLASHES = """
own_clashes as (
    select g.line, min({clash}) as shown
    from given g join terms o
        on o.code = g.code and o.role = g.role_value and o.valid && g.valid
       and o.line is distinct from g.line and lower(o.valid) <> g.first_on
    group by g.line
),
head_clashes as (
    select g.line, min({clash}) as shown
    from given g join terms o
        on o.unit_id = g.unit_id and o.valid && g.valid and o.code <> g.code
    where g.role_value = 'head' and o.role = 'head'
    group by g.line
)"""

_OUTSIDE = """
moved as (
    select line, known_id as id, known_valid as was, valid as life, known_unit as was_unit,
           unit_id as unit
    from given
    where known_id is not null and (not valid @> known_valid or unit_id <> known_unit)
),
outside as ({left})"""

_NEEDS = (
    "select g.line, o.line from given g join given o"
    " on o.code = g.code and o.role_value = g.role_value and o.known_valid && g.valid",
    "select g.line, o.line from given g join given o"
    " on o.known_unit = g.unit_id and o.known_valid && g.valid"
    " where o.role_value = 'head' and g.role_value = 'head'",
)

_ROWS = """
with recursive {terms}, {clashes}, {outside},
beheld as (
    select g.*, c.shown as own_clash, h.shown as head_clash, o.said as left_outside
    from given g
    left join own_clashes c on c.line = g.line
    left join head_clashes h on h.line = g.line
    left join outside o on o.line = g.line
),
{fallen}
select b.*, f.needed as fallen_line from beheld b left join fallen_on f on f.line = b.line
"""

# The counts come first; then terms are shortened before any is lengthened, moved or begun.
_MERGE = """
select count(*) filter (where t.known_id is null),
       count(*) filter (where t.known_id is not null and differs.so),
       count(*) filter (where t.known_id is not null and not differs.so)
from good t left join units_person p on p.id = t.known_id
cross join lateral (
    select (p.name, p.unit_id, p.valid) is distinct from (t.tidy_name, t.unit_id, t.valid) as so
) differs;

update units_person p set valid = p.valid * t.valid
from good t where p.id = t.known_id and not t.valid @> p.valid;

update units_person p set name = t.tidy_name, unit_id = t.unit_id, valid = t.valid
from good t where p.id = t.known_id
 and (p.name, p.unit_id, p.valid) is distinct from (t.tidy_name, t.unit_id, t.valid);

insert into units_person (code, name, role, unit_id, valid)
select t.code, t.tidy_name, t.role_value, t.unit_id, t.valid from good t
where t.known_id is null order by t.line
"""

_CLASH = f"o.name || ', ' || {shown('o.valid')} || coalesce(', dòng ' || o.line, '')"

_TERMS_TYPED = _TERMS.format(
    tidy_name=tidied("s.name"),
    roles=words("r", Person.Role),
    first=day("s.first"),
    last=day("s.last"),
    days=days_between("n.first_on", "n.last_on"),
)


@transaction.atomic
def import_people(
    stored: StoredFile, *, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take a file of people in; code, role and first day already known are an update.

    Units stay as they are meanwhile.
    Raises UnreadableTable, with nothing written, if the file is no such table.
    """
    own_intakes("people")
    hold_intakes("units")
    return take_in(_kind(), stored, by=by, progress=progress)


def _kind() -> IntakeKind:
    """Return the file of people as data, with everything that stands on them."""
    typing = _ROWS.format(
        terms=_TERMS_TYPED,
        clashes=_CLASHES.format(clash=_CLASH),
        outside=_OUTSIDE.format(left=left_by_people()),
        fallen=fallen("beheld", _CHECKS, _NEEDS),
    )
    checks = (*_CHECKS, stands_on_fallen("code"))
    return IntakeKind(code="people", columns=COLUMNS, typing=typing, checks=checks, merge=_MERGE)
