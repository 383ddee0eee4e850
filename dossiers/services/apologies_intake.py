"""Intake of letters of apology that were sent: recorded once, never changed by a later file."""

from typing import Any

from django.db import transaction

from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import Check, IntakeKind, take_in
from foundation.services.intakes import Intake, register_intake
from foundation.services.progress import SILENT, Progress
from foundation.services.row_checks import BOTH_LINES, whole_rows
from units.services.file_cells import tidied

COLUMNS = (
    Column("code", "Mã hồ sơ", is_code=True),
    Column("reason", "Lý do"),
    Column("new_due", "Hẹn trả lại"),
    Column("signer", "Mã người ký", is_code=True),
    Column("number", "Số thư"),
    Column("sent", "Gửi lúc"),
)
LONGEST_REASON = 500
"""Characters; with it a letter is still one page."""
_NO_INSTANT = "Không phải thời điểm có thật; hãy viết giờ từ 00 đến 23, như 05/01/2024 13:30."

# A draft of the dossier becomes the letter that was sent; it is held until the file is in.
_TYPING = f"""
with drafts as (
    select a.id, a.dossier_id from dossiers_apology a
    where a.sent_at is null and a.dossier_id in
        (select d.id from dossiers_dossier d join staging s on s.code = d.code)
    for update
),
cells as (
    select s.*, {tidied("s.reason")} as tidy_reason, {tidied("s.number")} as tidy_number,
           intake_instant(s.new_due, (select left(closing_time()::text, 5))) as new_due_at,
           case when strpos(s.sent, ':') > 0 then intake_instant(s.sent, '00:00') end as sent_at
    from staging s
),
known as (
    select c.*, d.id as dossier_id, d.unit_id, d.received_at, d.deadline_at,
           p.id as signer_id, p.unit_id as signer_unit_id, a.id as letter_id,
           (a.reason, a.new_due_at, a.signed_by_id, a.number)
               is not distinct from (c.tidy_reason, c.new_due_at, p.id, c.tidy_number) as is_same,
           min(c.line) over same_letter as first_line, max(c.line) over same_letter as last_line,
           row_number() over (partition by d.id order by a.id is not null, c.sent_at, c.line)
               as place
    from cells c
    left join dossiers_dossier d on d.code = c.code
    left join units_person p on p.code = c.signer and p.role = 'head'
         and p.valid @> local_day(c.sent_at)
    left join dossiers_apology a on a.dossier_id = d.id and a.sent_at = c.sent_at
    window same_letter as (partition by c.code, c.sent_at)
)
select k.*, case when k.place = 1 and k.letter_id is null then d.id end as draft_id
from known k left join drafts d on d.dossier_id = k.dossier_id
"""  # noqa: S608 - made of the module's own words


def _missing(column: str, header: str) -> Check:
    return Check(column, "missing", f"{header} để trống.", f"btrim(t.{column}) = ''")


_CHECKS = whole_rows(
    "code",
    _missing("code", "Mã hồ sơ"),
    _missing("reason", "Lý do"),
    _missing("new_due", "Hẹn trả lại"),
    _missing("signer", "Mã người ký"),
    _missing("number", "Số thư"),
    _missing("sent", "Gửi lúc"),
    Check(
        "code",
        "unknown_dossier",
        "Chưa có hồ sơ nào mang mã này.",
        "t.code <> '' and t.dossier_id is null",
    ),
    Check(
        "code",
        "no_deadline",
        "Hồ sơ không xác định được hạn, nên không biết là trễ.",
        "t.dossier_id is not null and t.deadline_at is null",
    ),
    Check(
        "code",
        "letter_twice",
        "Thư này có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.first_line < t.last_line and t.code <> '' and t.sent_at is not null",
        BOTH_LINES,
    ),
    Check(
        "reason",
        "too_long",
        f"Lý do dài quá {LONGEST_REASON} ký tự.",
        f"length(t.tidy_reason) > {LONGEST_REASON}",
    ),
    Check("number", "too_long", "Số thư dài quá 60 ký tự.", "length(t.tidy_number) > 60"),
    Check("new_due", "instant", _NO_INSTANT, "t.new_due <> '' and t.new_due_at is null"),
    Check(
        "sent",
        "instant",
        "Lúc gửi phải có ngày và giờ, như 05/01/2024 13:30: nó quyết định thư có kịp hạn không.",
        "t.sent <> '' and t.sent_at is null",
    ),
    Check("sent", "in_the_future", "Lúc gửi ở tương lai.", "t.sent_at > now()"),
    Check(
        "sent",
        "sent_before_received",
        "Lúc gửi trước khi tiếp nhận hồ sơ.",
        "t.sent_at < t.received_at",
    ),
    Check(
        "new_due",
        "new_due_before_sent",
        "Ngày hẹn trả lại phải sau lúc gửi thư.",
        "t.new_due_at <= t.sent_at",
    ),
    Check(
        "signer",
        "unknown_head",
        "Ngày gửi thư không có người đứng đầu đơn vị nào mang mã này.",
        "t.signer <> '' and t.sent_at is not null and t.signer_id is null",
    ),
    Check(
        "signer",
        "head_of_another_unit",
        "Người ký đứng đầu đơn vị khác, không phải đơn vị của hồ sơ.",
        "t.dossier_id is not null and t.signer_unit_id <> t.unit_id",
    ),
    Check(
        "sent",
        "sent_letter_stands",
        "Thư gửi lúc này đã ghi với nội dung khác; thư đã gửi không sửa được, hãy ghi một thư mới.",
        "t.letter_id is not null and not t.is_same",
    ),
)

_MERGE = """
with sent as (
    update dossiers_apology a
    set reason = t.tidy_reason, new_due_at = t.new_due_at, signed_by_id = t.signer_id,
        number = t.tidy_number, sent_at = t.sent_at, recorded_by_id = %(by)s
    from good t where a.id = t.draft_id
    returning a.id
),
fresh as (
    insert into dossiers_apology
        (dossier_id, reason, new_due_at, signed_by_id, number, sent_at, recorded_by_id, recorded_at)
    select dossier_id, tidy_reason, new_due_at, signer_id, tidy_number, sent_at, %(by)s, now()
    from good where letter_id is null and draft_id is null order by line
    returning id
)
select (select count(*) from fresh), (select count(*) from sent),
       (select count(*) from good) - (select count(*) from fresh) - (select count(*) from sent)
"""


@transaction.atomic
def import_apologies(
    stored: StoredFile, *, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take a file of sent letters in; one already recorded (dossier and instant) is no news.

    Raises UnreadableTable, with nothing written, if the file is no such table.
    """
    recorder = {"by": by.pk if by else None}
    held = ("people", "units")
    kind = IntakeKind("apologies", COLUMNS, _TYPING, _CHECKS, _MERGE, recorder, holds=held)
    return take_in(kind, stored, by=by, progress=progress)


def register_apologies() -> None:
    """Make letters of apology known as a kind of file."""
    register_intake(
        Intake(
            "apologies",
            "Thư xin lỗi đã gửi",
            import_apologies,
            lambda _context: COLUMNS,
            names_people=True,
            about="Mỗi dòng là một thư đã gửi; người ký là người đứng đầu đơn vị vào ngày gửi.",
        )
    )
