"""Intake of mark files: one row a unit and leaf, each mark checked against the leaf's own rule."""

from typing import Any

from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.progress import SILENT, Progress
from foundation.services.row_checks import BOTH_LINES
from scoring.models import Cycle
from scoring.selectors.appraisal_rights import appraiser_of

COLUMNS = (
    Column("unit_code", "Mã đơn vị", is_code=True),
    Column("leaf_code", "Mã tiêu chí", is_code=True),
    Column("points", "Điểm", is_required=False),
    Column("value", "Giá trị", is_required=False),
    Column("numerator", "Tử số", is_required=False),
    Column("denominator", "Mẫu số", is_required=False),
    Column("count", "Số lượng", is_required=False),
    Column("choices", "Lựa chọn", is_required=False),
    Column("answers", "Số trả lời", is_required=False),
    Column("not_applicable", "Không áp dụng vì", is_required=False),
)

# `given` names the ways of marking that the row fills in; a leaf takes one, by its kind.
_TYPING = """
select s.*, a.id as assessment_id, c.id as criterion_id, c.max_points, c.leaf,
       c.leaf -> 'scoring' ->> 'kind' as kind, n.points_text, n.value_text, n.chosen,
       q.answered, q.counts, c.leaf -> 'scoring' ? 'from_fact' as reads_fact,
       a.unit_id = any(%(tied)s::bigint[]) as is_own_unit,
       exists (select from scoring_appraisal p where p.assessment_id = a.id
               and p.criterion_id = c.id and p.round <> 'blind') as is_appraised,
       array_remove(array[
           case when s.points <> '' then 'points' end,
           case when s.value <> '' then 'value' end,
           case when s.numerator <> '' or s.denominator <> '' then 'ratio' end,
           case when s.count <> '' then 'count' end,
           case when s.choices <> '' then 'choices' end,
           case when s.answers <> '' then 'answers' end,
           case when s.not_applicable <> '' then 'not_applicable' end], null) as given,
       min(s.line) over same_mark as first_line, max(s.line) over same_mark as last_line
from staging s
cross join lateral (
    select replace(s.points, ',', '.') as points_text,
           replace(s.value, ',', '.') as value_text,
           regexp_split_to_array(s.choices, '\\s*;\\s*') as chosen
) n
cross join lateral (
    select array_agg(btrim(m[1])) as answered,
           jsonb_object_agg(btrim(m[1]), m[2]::bigint) as counts
    from regexp_matches(s.answers, '([^:;]+):\\s*([0-9]{1,12})', 'g') m
) q
left join (scoring_assessment a join units_unit u on u.id = a.unit_id
           join scoring_cyclegroup g on g.id = a.cycle_group_id)
       on a.cycle_id = %(cycle)s and a.standing <> 'excluded' and u.code = s.unit_code
left join scoring_criterion c
       on c.criteria_set_id = g.criteria_set_id and c.code = s.leaf_code
window same_mark as (partition by s.unit_code, s.leaf_code)
"""

_DECIMAL = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,10})?$"
_WHOLE = r"^[0-9]{1,12}$"

_CHECKS = (
    Check("unit_code", "cell_count", "Số ô của dòng không bằng số cột.", "not t.is_whole"),
    Check(
        "unit_code",
        "unknown_unit",
        "Không có đơn vị nào mang mã này được chấm điểm trong kỳ.",
        "t.assessment_id is null",
    ),
    Check(
        "unit_code",
        "own_unit",
        "Bạn thuộc đơn vị này; không ai nhập điểm cho đơn vị của chính mình.",
        "t.is_own_unit",
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
        BOTH_LINES,
    ),
    Check(
        "leaf_code",
        "reads_a_fact",
        "Tiêu chí này lấy số liệu tự động, không nhập điểm.",
        "t.reads_fact",
    ),
    Check(
        "leaf_code",
        "appraised",
        "Tiêu chí này của đơn vị đã được thẩm định; điểm chỉ đổi qua thẩm định hoặc hội đồng.",
        "t.is_appraised",
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
               when t.kind = 'answers' then array['answers'] end))""",
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
        "value",
        "inverted_above_one",
        "Giá trị bị tính ngược (1 trừ giá trị) nên không được lớn hơn 1.",
        f"case when t.value_text ~ '{_DECIMAL}' then t.value_text::numeric > 1"
        " and t.leaf #>> '{scoring,invert}' = 'true' end",
    ),
    Check(
        "answers",
        "answer_counts",
        "Hãy viết mỗi phương án một lần cùng số người chọn, như A: 10; B: 5.",
        r"t.answers <> '' and t.answers !~"
        r" '^[^:;]+:\s*[0-9]{1,12}(\s*;\s*[^:;]+:\s*[0-9]{1,12})*$'"
        " or cardinality(t.answered) <> (select count(distinct x) from unnest(t.answered) x)",
    ),
    Check(
        "answers",
        "no_answers",
        "Không có ai trả lời; hãy ghi số người chọn ở ít nhất một phương án.",
        "t.counts is not null"
        " and not exists (select from jsonb_each_text(t.counts) where value <> '0')",
    ),
    Check(
        "answers",
        "unknown_option",
        "Không có phương án này.",
        """t.kind = 'answers' and exists (select from unnest(t.answered) x where x not in (
               select o ->> 'code' from jsonb_array_elements(t.leaf #> '{scoring,options}') o))""",
    ),
    Check(
        "numerator",
        "ratio",
        "Tử số và mẫu số phải là số nguyên, mẫu số lớn hơn 0.",
        f"""'ratio' = any(t.given) and not (coalesce(t.numerator, '') ~ '{_WHOLE}'
            and coalesce(t.denominator, '') ~ '{_WHOLE}'
            and t.denominator !~ '^0+$')""",
    ),
    Check(
        "numerator",
        "ratio_above_one",
        "Tử số lớn hơn mẫu số.",
        f"""case when t.numerator ~ '{_WHOLE}' and t.denominator ~ '{_WHOLE}'
            then t.numerator::bigint > t.denominator::bigint
                 and t.leaf #>> '{{scoring,allow_over}}' is distinct from 'true' end""",
    ),
    Check(
        "numerator",
        "inverted_above_one",
        "Tỷ lệ bị tính ngược (1 trừ tỷ lệ) nên tử số không được lớn hơn mẫu số.",
        f"""case when t.numerator ~ '{_WHOLE}' and t.denominator ~ '{_WHOLE}'
            then t.numerator::bigint > t.denominator::bigint
                 and t.leaf #>> '{{scoring,invert}}' = 'true'
                 and t.leaf #>> '{{scoring,allow_over}}' = 'true' end""",
    ),
    Check(
        "count",
        "whole_number",
        "Số lượng phải là số nguyên từ 0.",
        f"t.count <> '' and t.count !~ '{_WHOLE}'",
    ),
    Check(
        "choices",
        "unknown_option",
        "Không có phương án này; mỗi phương án một lần, cách nhau bằng dấu chấm phẩy.",
        """t.choices <> '' and t.kind in ('choice', 'checklist') and (
               exists (select from unnest(t.chosen) x where x not in (
                   select o ->> 'code' from jsonb_array_elements(t.leaf #> '{scoring,options}') o))
               or cardinality(t.chosen) <> (select count(distinct x) from unnest(t.chosen) x)
               or t.kind = 'choice' and cardinality(t.chosen) <> 1)""",
    ),
)

_MERGE = """
with marked as (
    select t.assessment_id, t.criterion_id, case t.given[1]
        when 'points' then jsonb_build_object('points', trim_scale(t.points_text::numeric)::text)
        when 'value' then jsonb_build_object('value', trim_scale(t.value_text::numeric)::text)
        when 'ratio' then jsonb_build_object('numerator', t.numerator::bigint,
                                             'denominator', t.denominator::bigint)
        when 'count' then jsonb_build_object('count', t.count::bigint)
        when 'choices' then jsonb_build_object('choices', t.chosen)
        when 'answers' then jsonb_build_object('counts', t.counts)
        else jsonb_build_object('state', 'not_applicable', 'reason', t.not_applicable)
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


def import_marks(
    stored: StoredFile, *, cycle: Cycle, by: Any, progress: Progress = SILENT
) -> ImportBatch:
    """Take a mark file of a cycle in; a mark already there is replaced where it differs.

    What was appraised is left to appraisal, and nobody marks a unit that a grant ties them to.
    Numbers may have a decimal comma. Raises UnreadableTable, with nothing written, if the file is
    no mark table.
    """
    kind = IntakeKind(
        code="marks",
        columns=COLUMNS,
        typing=_TYPING,
        checks=_CHECKS,
        merge=_MERGE,
        parameters={"cycle": cycle.pk, "by": by.pk, "tied": list(appraiser_of(by).tied_to)},
    )
    return take_in(kind, stored, by=by, progress=progress)
