"""Intake of mark files: one row a unit and leaf, each mark checked against the leaf's own rule."""

from typing import Any

from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from scoring.models import Cycle

COLUMNS = (
    Column("unit_code", "Mã đơn vị"),
    Column("leaf_code", "Mã tiêu chí"),
    Column("points", "Điểm", is_required=False),
    Column("value", "Giá trị", is_required=False),
    Column("numerator", "Tử số", is_required=False),
    Column("denominator", "Mẫu số", is_required=False),
    Column("count", "Số lượng", is_required=False),
    Column("choices", "Lựa chọn", is_required=False),
    Column("not_applicable", "Không áp dụng vì", is_required=False),
)

# `given` names what the row fills in; `wanted` what a leaf of that kind takes.
_TYPING = """
select s.*, a.id as assessment_id, c.id as criterion_id, c.max_points, c.leaf,
       c.leaf -> 'scoring' ->> 'kind' as kind, n.points_text, n.value_text, n.chosen,
       c.leaf -> 'scoring' ? 'from_fact' as reads_fact,
       array_remove(array[
           case when btrim(s.points) <> '' then 'points' end,
           case when btrim(s.value) <> '' then 'value' end,
           case when btrim(s.numerator) <> '' or btrim(s.denominator) <> '' then 'ratio' end,
           case when btrim(s.count) <> '' then 'count' end,
           case when btrim(s.choices) <> '' then 'choices' end,
           case when btrim(s.not_applicable) <> '' then 'not_applicable' end], null) as given,
       min(s.line) over same_mark as first_line, max(s.line) over same_mark as last_line
from staging s
cross join lateral (
    select replace(btrim(s.points), ',', '.') as points_text,
           replace(btrim(s.value), ',', '.') as value_text,
           regexp_split_to_array(btrim(s.choices), '\\s*;\\s*') as chosen
) n
left join (scoring_assessment a join units_unit u on u.id = a.unit_id
           join scoring_cyclegroup g on g.id = a.cycle_group_id)
       on a.cycle_id = %(cycle)s and a.standing <> 'excluded' and u.code = btrim(s.unit_code)
left join scoring_criterion c
       on c.criteria_set_id = g.criteria_set_id and c.code = btrim(s.leaf_code)
window same_mark as (partition by btrim(s.unit_code), btrim(s.leaf_code))
"""

_DECIMAL = r"^(0|[1-9]\d{0,11})(\.\d{1,10})?$"
_WHOLE = r"^\d{1,12}$"

_CHECKS = (
    Check("unit_code", "cell_count", "Số ô của dòng không bằng số cột.", "not t.is_whole"),
    Check(
        "unit_code",
        "unknown_unit",
        "Không có đơn vị nào mang mã này được chấm điểm trong kỳ.",
        "t.assessment_id is null",
    ),
    Check(
        "leaf_code",
        "unknown_leaf",
        "Bộ tiêu chí của đơn vị không có tiêu chí thành phần mang mã này.",
        "t.assessment_id is not null and t.leaf is null",
    ),
    Check(
        "leaf_code",
        "mark_twice",
        "Đơn vị có nhiều dòng cho cùng tiêu chí: lần đầu ở dòng ",
        "t.first_line < t.last_line",
        "t.first_line || ', lần cuối ở dòng ' || t.last_line || '.'",
    ),
    Check(
        "leaf_code",
        "reads_a_fact",
        "Tiêu chí này lấy số liệu tự động, không nhập điểm.",
        "t.reads_fact",
    ),
    Check(
        "leaf_code",
        "one_mark_per_row",
        "Mỗi dòng cần đúng một cách chấm, theo đúng loại của tiêu chí.",
        """t.leaf is not null and not t.reads_fact and t.given <> array['not_applicable']
           and not (cardinality(t.given) = 1 and t.given[1] = any(case
               when t.kind = 'direct' then array['points']
               when t.kind in ('choice', 'checklist') then array['choices']
               when t.kind in ('bands', 'ratio') then array['value', 'ratio']
               when t.kind in ('deduction', 'count') then array['count']
               else array[]::text[] end))""",
    ),
    Check(
        "points",
        "number",
        "Không phải số điểm; hãy viết như 0,75.",
        f"t.points_text <> '' and t.points_text !~ '{_DECIMAL}'",
    ),
    Check(
        "points",
        "above_maximum",
        "Điểm lớn hơn điểm tối đa của tiêu chí.",
        f"case when t.points_text ~ '{_DECIMAL}' then t.points_text::numeric > t.max_points end",
    ),
    Check(
        "value",
        "number",
        "Không phải một số; hãy viết như 0,93.",
        f"t.value_text <> '' and t.value_text !~ '{_DECIMAL}'",
    ),
    Check(
        "numerator",
        "ratio",
        "Tử số và mẫu số phải là số nguyên, mẫu số lớn hơn 0.",
        f"""'ratio' = any(t.given) and not (coalesce(btrim(t.numerator), '') ~ '{_WHOLE}'
            and coalesce(btrim(t.denominator), '') ~ '{_WHOLE}'
            and btrim(t.denominator) !~ '^0+$')""",
    ),
    Check(
        "numerator",
        "ratio_above_one",
        "Tử số lớn hơn mẫu số.",
        f"""case when btrim(t.numerator) ~ '{_WHOLE}' and btrim(t.denominator) ~ '{_WHOLE}'
            then btrim(t.numerator)::bigint > btrim(t.denominator)::bigint
                 and t.leaf #>> '{{scoring,allow_over}}' is distinct from 'true' end""",
    ),
    Check(
        "count",
        "whole_number",
        "Số lượng phải là số nguyên từ 0.",
        f"btrim(t.count) <> '' and btrim(t.count) !~ '{_WHOLE}'",
    ),
    Check(
        "choices",
        "unknown_option",
        "Không có phương án này; mỗi phương án một lần, cách nhau bằng dấu chấm phẩy.",
        """btrim(t.choices) <> '' and t.kind in ('choice', 'checklist') and (
               exists (select from unnest(t.chosen) x where x not in (
                   select o ->> 'code' from jsonb_array_elements(t.leaf #> '{scoring,options}') o))
               or cardinality(t.chosen) <> (select count(distinct x) from unnest(t.chosen) x)
               or t.kind = 'choice' and cardinality(t.chosen) <> 1)""",
    ),
)

_MERGE = """
with marked as (
    select t.assessment_id, t.criterion_id, case t.given[1]
        when 'points' then jsonb_build_object('points', t.points_text)
        when 'value' then jsonb_build_object('value', t.value_text)
        when 'ratio' then jsonb_build_object('numerator', btrim(t.numerator)::bigint,
                                             'denominator', btrim(t.denominator)::bigint)
        when 'count' then jsonb_build_object('count', btrim(t.count)::bigint)
        when 'choices' then jsonb_build_object('choices', t.chosen)
        else jsonb_build_object('state', 'not_applicable', 'reason', btrim(t.not_applicable))
        end as content
    from good t
), merged as (
    insert into scoring_mark as m (assessment_id, criterion_id, content, marked_by_id, marked_at)
    select assessment_id, criterion_id, content, %(by)s, now() from marked
    on conflict (assessment_id, criterion_id) do update
    set content = excluded.content, marked_by_id = excluded.marked_by_id, marked_at = now()
    where m.content is distinct from excluded.content
    returning xmax = 0 as is_new
)
select count(*) filter (where is_new), count(*) filter (where not is_new),
       (select count(*) from good) - count(*)
from merged
"""


def import_marks(stored: StoredFile, *, cycle: Cycle, by: Any) -> ImportBatch:
    """Take a mark file of a cycle in; a mark already there is replaced where it differs.

    Numbers may have a decimal comma. Raises UnreadableTable, with nothing written, if the file is
    no mark table.
    """
    kind = IntakeKind(
        code="marks",
        columns=COLUMNS,
        typing=_TYPING,
        checks=_CHECKS,
        merge=_MERGE,
        parameters={"cycle": cycle.pk, "by": by.pk},
    )
    return take_in(kind, stored, by=by)
