"""Every reason to refuse a row of a dossier file."""

from django.db.models import TextChoices

from dossiers.models import Dossier
from dossiers.services.pause_cells import CHECKS as PAUSE_CHECKS
from foundation.services.intake import Check
from units.services.file_cells import whole_rows

# TT 01/2018/TT-VPCP art. 19 (000.00.12.H62-201105-0004) and the short form (H21.65-220914-0011).
_CODE = r"^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d{1,3}){1,3})-\d{6}-\d{4}$"
_NO_INSTANT = "Không phải thời điểm có thật; hãy viết giờ từ 00 đến 23, như 05/01/2024 13:30."


def _list(choices: type[TextChoices]) -> str:
    return ", ".join(map(str, choices.labels)) + "."


def _missing(column: str, header: str) -> Check:
    return Check(column, "missing", f"{header} để trống.", f"t.{column} = ''")


_CHECKS = (
    _missing("code", "Mã hồ sơ"),
    _missing("unit_code", "Mã đơn vị"),
    _missing("procedure_code", "Mã thủ tục"),
    Check(
        "code",
        "code_format",
        "Mã hồ sơ không đúng dạng, ví dụ 000.00.12.H62-201105-0004 hoặc H21.65-220914-0011.",
        f"t.code !~ '{_CODE}' and t.code <> ''",
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
        f"to_char(t.received_on, 'YYMMDD') <> left(right(t.code, 11), 6) and t.code ~ '{_CODE}'",
    ),
    Check(
        "received",
        "instant",
        _NO_INSTANT,
        "t.received_at is null",
    ),
    Check(
        "due",
        "instant",
        _NO_INSTANT,
        "t.due <> '' and t.given_due_at is null",
    ),
    Check(
        "finished",
        "instant",
        _NO_INSTANT,
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
        "t.finished_at > now() and intake_instant(t.finished, '00:00') > now()",
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
        "received",
        "due_before_received",
        "Tiếp nhận sau lần hẹn trả đầu tiên đã biết từ tệp trước.",
        "t.first_due_at < t.received_at and t.known_id is not null"
        " and t.first_due_at is distinct from t.given_due_at",
    ),
    Check(
        "unit_code",
        "unknown_unit",
        "Không có đơn vị nào mang mã này.",
        "t.unit_id is null and t.unit_code <> ''"
        " and not exists (select from units_unit where code = t.unit_code)",
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
        "t.received_at is not null and t.working_days is not null and t.first_due_at is null"
        " and coalesce(t.due, '') = ''",
    ),
    Check(
        "outcome",
        "reopened",
        "Hồ sơ đã kết thúc theo một tệp trước; tệp không mở lại được hồ sơ.",
        "t.outcome_value = 'open' and t.known_outcome <> 'open'",
    ),
    Check(
        "handler",
        "unknown_handler",
        "Không có cán bộ, công chức nào mang mã này vào ngày kết thúc hồ sơ (hôm nay, nếu đang giải"
        " quyết) hay ngày tiếp nhận.",
        "t.handler <> '' and t.received_at is not null and t.handler_id is null",
    ),
    Check(
        "handler",
        "handler_of_another_unit",
        "Cán bộ, công chức mang mã này thuộc đơn vị khác.",
        "t.handler <> '' and t.unit_id is not null and t.handler_unit_id <> t.unit_id",
    ),
    Check(
        "procedure_code",
        "unknown_procedure",
        "Chưa có thủ tục nào mang mã này.",
        "t.procedure_id is null and t.procedure_code <> ''",
    ),
    Check(
        "channel",
        "unknown_word",
        "Kênh phải là một trong: " + _list(Dossier.Channel),
        "t.channel_value is null",
    ),
    Check(
        "outcome",
        "unknown_word",
        "Kết quả phải là một trong: " + _list(Dossier.Outcome),
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

CHECKS = whole_rows("code", *_CHECKS, *PAUSE_CHECKS)
