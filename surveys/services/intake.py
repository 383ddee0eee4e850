"""Intake of survey answers: one row a respondent, one column a question."""

from typing import Any

from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.progress import SILENT, Progress
from foundation.services.row_checks import BOTH_LINES
from surveys.models import Campaign

_OWN_COLUMNS = (
    Column("code", "Mã phiếu", is_code=True),
    Column("unit_code", "Mã đơn vị", is_code=True),
    Column("answered", "Ngày trả lời"),
)

_TYPING = """
select s.*, u.id as unit_id, d.answered_on,
       min(s.line) over same_code as first_line, max(s.line) over same_code as last_line
from staging s
cross join lateral (
    select local_day(intake_instant(s.answered, '00:00')) as answered_on
) d
left join units_unit u on u.code = s.unit_code and u.valid @> d.answered_on
window same_code as (partition by s.code)
"""

_CHECKS = (
    Check("code", "cell_count", "Số ô của dòng không bằng số cột.", "not t.is_whole"),
    Check("code", "code_missing", "Thiếu mã phiếu.", "coalesce(t.code, '') = ''"),
    Check(
        "code",
        "code_too_long",
        "Mã phiếu dài quá 40 ký tự.",
        "length(t.code) > 40",
    ),
    Check(
        "code",
        "code_twice",
        "Mã phiếu có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.first_line < t.last_line and t.code <> ''",
        BOTH_LINES,
    ),
    Check(
        "answered",
        "outside_campaign",
        "Không phải một ngày trong thời gian khảo sát.",
        "(t.answered_on between %(first_on)s and %(last_on)s) is not true",
    ),
    Check(
        "unit_code",
        "unknown_unit",
        "Không có đơn vị nào mang mã này vào ngày trả lời.",
        "t.answered_on is not null and t.unit_id is null",
    ),
)

_MERGE = """
with merged as (
    insert into surveys_answer as a
        (campaign_id, code, unit_id, answered_on, levels, source_file_id)
    select %(campaign)s, t.code, t.unit_id, t.answered_on,
           coalesce((select jsonb_object_agg(l.code, l.level)
                     from unnest(%(questions)s::text[], array[{levels}]::int[]) l(code, level)
                     where l.level is not null), '{{}}'), %(file)s
    from good t
    on conflict (campaign_id, code) do update
    set unit_id = excluded.unit_id, answered_on = excluded.answered_on,
        levels = excluded.levels, source_file_id = excluded.source_file_id
    where (a.unit_id, a.answered_on, a.levels)
          is distinct from (excluded.unit_id, excluded.answered_on, excluded.levels)
    returning xmax = 0 as is_new
)
select count(*) filter (where is_new), count(*) filter (where not is_new),
       (select count(*) from good) - count(*)
from merged
"""


def import_answers(
    stored: StoredFile, *, campaign: Campaign, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take the answers of one campaign in; an empty cell is a question left blank.

    Raises UnreadableTable, with nothing written, if the file lacks a question's column.
    """
    return take_in(_kind(campaign), stored, by=by, progress=progress)


def columns_of(campaign: Campaign | None) -> tuple[Column, ...]:
    """Return the columns of a campaign's answers, its questions last; without one, the others."""
    codes = campaign.questions.values_list("code", flat=True) if campaign else ()
    return (*_OWN_COLUMNS, *(Column(f"q{place}", code) for place, code in enumerate(codes)))


def _kind(campaign: Campaign) -> IntakeKind:
    """Return the answer file as data."""
    columns = columns_of(campaign)
    questions = {column.header: column.name for column in columns[len(_OWN_COLUMNS) :]}
    levels = ", ".join(f"nullif(t.{name}, '')" for name in questions.values())
    return IntakeKind(
        code="answers",
        columns=columns,
        typing=_TYPING,
        checks=(*_CHECKS, *(_level_check(name) for name in questions.values())),
        merge=_MERGE.format(levels=levels),
        holds=("units",),
        parameters={
            "campaign": campaign.pk,
            "first_on": campaign.first_on,
            "last_on": campaign.last_on,
            "questions": list(questions),
        },
    )


def _level_check(name: str) -> Check:
    """Return the check that a cell is blank or one of the five levels."""
    return Check(
        name,
        "level",
        "Mức trả lời là một số từ 1 đến 5, hoặc để trống.",
        f"t.{name} !~ '^[1-5]?$'",
    )
