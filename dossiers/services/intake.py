"""Intake of dossier files: their columns, what each row must satisfy, how rows merge."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from dossiers.models import Dossier
from foundation.domain.tables import Column
from foundation.domain.vietnamese import fold
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.progress import SILENT, Progress

COLUMNS = (
    Column("code", "Mã hồ sơ"),
    Column("unit_code", "Mã đơn vị"),
    Column("procedure_code", "Mã thủ tục"),
    Column("channel", "Kênh"),
    Column("received", "Tiếp nhận"),
    Column("due", "Hẹn trả"),
    Column("finished", "Trả kết quả"),
    Column("outcome", "Kết quả"),
)

# TT 01/2018/TT-VPCP art. 19 (000.00.12.H62-201105-0004) and the short form (H21.65-220914-0011).
_CODE = r"^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d{1,3}){1,3})-\d{6}-\d{4}$"

_TYPING = """
select s.*, min(s.line) over same_code as first_line, max(s.line) over same_code as last_line,
       r.received_at, e.finished_at, c.value as channel_value,
       o.value as outcome_value, p.id as procedure_id, u.id as unit_id,
       coalesce(r.given_due_at, worked.due_at) as due_at, r.given_due_at,
       p.working_days, known.outcome as known_outcome
from staging s
cross join lateral (select intake_instant(s.received, '00:00') as received_at,
                           intake_instant(s.due, '17:00') as given_due_at,
                           intake_instant(s.finished, '17:00') as ended_at) r
cross join lateral (
    select case
        when strpos(s.finished, ':') > 0 then r.ended_at
        when local_day(r.ended_at) = local_day(r.received_at)
            then greatest(r.received_at, least(r.ended_at, r.given_due_at))
        when local_day(r.ended_at) = local_day(r.given_due_at)
            then least(r.ended_at, r.given_due_at)
        else r.ended_at end as finished_at
) e
left join dossiers_procedure p on p.code = s.procedure_code
left join dossiers_dossier known on known.code = s.code
left join units_unit u on u.code = s.unit_code and u.valid @> local_day(r.received_at)
left join {channels} on c.label = intake_word(s.channel)
left join {outcomes} on o.label = intake_word(s.outcome)
left join foundation_calendarday taken
       on r.given_due_at is null and taken.day = local_day(r.received_at)
left join lateral (
    select (day + time '17:00') at time zone 'Asia/Ho_Chi_Minh' as due_at
    from foundation_calendarday
    where is_working and position >= taken.position + p.working_days
      and (day + time '17:00') at time zone 'Asia/Ho_Chi_Minh' >= r.received_at
    order by position limit 1
) worked on true
window same_code as (partition by s.code)
"""

_CHECKS = (
    Check(
        "code",
        "cell_count",
        "Số ô của dòng không bằng số cột.",
        "not t.is_whole",
    ),
    Check(
        "code",
        "code_format",
        "Mã hồ sơ không đúng dạng, ví dụ 000.00.12.H62-201105-0004 hoặc H21.65-220914-0011.",
        f"t.code !~ '{_CODE}'",
    ),
    Check(
        "code",
        "code_twice",
        "Mã hồ sơ có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.first_line < t.last_line and t.code <> ''",
        "t.first_line || ', lần cuối ở dòng ' || t.last_line || '.'",
    ),
    Check(
        "code",
        "code_day",
        "Sáu chữ số ngày trong mã hồ sơ không phải ngày tiếp nhận.",
        f"t.code ~ '{_CODE}' and t.received_at is not null and to_char("
        "local_day(t.received_at), 'YYMMDD') <> left(right(t.code, 11), 6)",
    ),
    Check(
        "received",
        "instant",
        "Không phải thời điểm có thật; hãy viết như 05/01/2024 13:30.",
        "t.received_at is null",
    ),
    Check(
        "due",
        "instant",
        "Không phải thời điểm có thật; hãy viết như 05/01/2024 13:30.",
        "t.due <> '' and t.given_due_at is null",
    ),
    Check(
        "finished",
        "instant",
        "Không phải thời điểm có thật; hãy viết như 05/01/2024 13:30.",
        "t.finished <> '' and t.finished_at is null",
    ),
    Check(
        "received",
        "in_the_future",
        "Thời điểm tiếp nhận ở tương lai.",
        "t.received_at > now()",
    ),
    Check(
        "finished",
        "in_the_future",
        "Thời điểm trả kết quả ở tương lai.",
        "intake_instant(t.finished, '00:00') > now()",
    ),
    Check(
        "finished",
        "finished_before_received",
        "Trả kết quả trước khi tiếp nhận.",
        "t.finished_at < t.received_at",
    ),
    Check(
        "due",
        "due_before_received",
        "Hẹn trả trước khi tiếp nhận.",
        "t.given_due_at < t.received_at",
    ),
    Check(
        "unit_code",
        "unknown_unit",
        "Không có đơn vị nào mang mã này.",
        "not exists (select from units_unit where code = t.unit_code)",
    ),
    Check(
        "unit_code",
        "unit_not_there_yet",
        "Đơn vị mang mã này không tồn tại vào ngày tiếp nhận.",
        "t.received_at is not null and t.unit_id is null"
        " and exists (select from units_unit where code = t.unit_code)",
    ),
    Check(
        "due",
        "calendar_missing",
        "Không có ngày hẹn trả, mà lịch làm việc chưa có những ngày này để tính ra.",
        "t.received_at is not null and t.working_days is not null and t.due_at is null"
        " and coalesce(t.due, '') = ''",
    ),
    Check(
        "outcome",
        "reopened",
        "Hồ sơ đã kết thúc theo một tệp trước; tệp không mở lại được hồ sơ.",
        "t.outcome_value = 'open' and t.known_outcome <> 'open'",
    ),
    Check(
        "procedure_code",
        "unknown_procedure",
        "Chưa có thủ tục nào mang mã này.",
        "t.procedure_id is null",
    ),
    Check(
        "channel",
        "unknown_word",
        "Kênh phải là một trong: {channels}.",
        "t.channel_value is null",
    ),
    Check(
        "outcome",
        "unknown_word",
        "Kết quả phải là một trong: {outcomes}.",
        "t.outcome_value is null",
    ),
    Check(
        "finished",
        "finished_while_open",
        "Hồ sơ đang giải quyết thì chưa có thời điểm trả kết quả.",
        "t.outcome_value = 'open' and t.finished <> ''",
    ),
    Check(
        "finished",
        "ended_without_an_instant",
        "Hồ sơ đã kết thúc phải có thời điểm trả kết quả.",
        "t.outcome_value <> 'open' and coalesce(t.finished, '') = ''",
    ),
)

# The first due time stays for good; another one in a later file is a second appointment. A computed
# one is nobody's appointment, so it never stands against a due time already known.
_MERGE = """
with merged as (
    insert into dossiers_dossier as d (code, unit_id, procedure_id, channel, received_at, due_at,
                                       deadline_at, finished_at, outcome, source_file_id)
    select t.code, t.unit_id, t.procedure_id, t.channel_value, t.received_at,
           coalesce(t.given_due_at, known.due_at, t.due_at),
           coalesce(t.given_due_at, known.due_at, t.due_at), t.finished_at, t.outcome_value,
           %(file)s
    from good t left join dossiers_dossier known on known.code = t.code
    on conflict (code) do update
    set unit_id = excluded.unit_id, procedure_id = excluded.procedure_id,
        channel = excluded.channel, received_at = excluded.received_at,
        due_at = coalesce(d.due_at, excluded.due_at),
        deadline_at = coalesce(d.due_at, excluded.due_at),
        rescheduled_due_at = case when excluded.due_at <> d.due_at then excluded.due_at
                                  else d.rescheduled_due_at end,
        finished_at = excluded.finished_at, outcome = excluded.outcome,
        source_file_id = excluded.source_file_id
    where (d.unit_id, d.procedure_id, d.channel, d.received_at, d.finished_at, d.outcome)
          is distinct from (excluded.unit_id, excluded.procedure_id, excluded.channel,
                            excluded.received_at, excluded.finished_at, excluded.outcome)
       or d.due_at is null and excluded.due_at is not null
       or excluded.due_at not in (d.due_at, coalesce(d.rescheduled_due_at, d.due_at))
    returning xmax = 0 as is_new
)
select count(*) filter (where is_new), count(*) filter (where not is_new),
       (select count(*) from good) - count(*)
from merged
"""


def import_dossiers(
    stored: StoredFile, *, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take a dossier file in; a code already known is an update, a bad row stays behind.

    Raises UnreadableTable, with nothing written, if the file is no dossier table.
    """
    return take_in(_kind(), stored, by=by, progress=progress)


def _kind() -> IntakeKind:
    """Return the dossier file as data, its vocabulary taken from the model's own labels."""
    channels, outcomes = _words("c", Dossier.Channel), _words("o", Dossier.Outcome)
    lists = {
        "channels": ", ".join(map(str, Dossier.Channel.labels)),
        "outcomes": ", ".join(map(str, Dossier.Outcome.labels)),
    }
    return IntakeKind(
        code="dossiers",
        columns=COLUMNS,
        typing=_TYPING.format(channels=channels, outcomes=outcomes),
        checks=_with_lists(_CHECKS, lists),
        merge=_MERGE,
    )


def _words(alias: str, choices: type[models.TextChoices]) -> str:
    """Return the labels of a choice list as an SQL table (label folded, value)."""
    pairs = ", ".join(f"('{fold(str(label))}', '{value}')" for value, label in choices.choices)
    return f"(values {pairs}) {alias}(label, value)"


def _with_lists(checks: Iterable[Check], lists: dict[str, str]) -> list[Check]:
    """Return the checks with the allowed words written into their sentences."""
    return [Check(c.column, c.code, c.message.format(**lists), c.fails, c.detail) for c in checks]
