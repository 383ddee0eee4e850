"""Every reason to refuse a row of a dossier file."""

from django.db.models import TextChoices

from dossiers.models import Dossier
from dossiers.services.pause_cells import CHECKS as PAUSE_CHECKS
from foundation.services.intake import Check
from foundation.services.row_checks import BOTH_LINES, whole_rows

# TT 01/2018/TT-VPCP art. 19 (000.00.12.H62-201105-0004) and the short form (H21.65-220914-0011).
_CODE = r"^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d{1,3}){1,3})-\d{6}-\d{4}$"
_NO_INSTANT = "Không phải thời điểm có thật; hãy viết giờ từ 00 đến 23, như 05/01/2024 13:30."

_ZONED = (
    "Giờ có ghi múi (Z, +07:00) thì không đọc; hãy viết giờ địa phương như 05/01/2024 13:30,"
    " hoặc 2024-01-05 13:30:00. Giờ theo múi khác thì khai múi giờ ở nguồn dữ liệu."
)

# A year of four digits that is none of 2000 to 2099, where a date has it: at most two shorter
# numbers stand before it. A time, an offset or a longer number is no year.
_STRANGE_YEAR = r"^[^0-9]*(?:[0-9]{1,2}[^0-9]+){0,2}((?!20)[0-9]{4})(?![0-9])"
# What ISO 8601 writes after the time.
_ZONE = r":[0-9]{2}(\.[0-9]+)?\s*([Zz]|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})\s*$"

# A second appointment is made long after the reception, so it may lie as far from today.
_PROMISED_FROM = "greatest(t.received_at, case when t.known_due_at is not null then now() end)"


def _list(choices: type[TextChoices]) -> str:
    return ", ".join(map(str, choices.labels)) + "."


def _missing(column: str, header: str) -> Check:
    return Check(column, "missing", f"{header} để trống.", f"t.{column} = ''")


def _instant(column: str, is_unread: str) -> tuple[Check, ...]:
    """Return what a cell that is no instant may be: of a strange year, with a zone, or none."""
    year = f"substring(t.{column} from '{_STRANGE_YEAR}')"
    return (
        Check(
            column,
            "instant",
            "Năm phải từ 2000 đến 2099: ",
            f"{is_unread} and t.{column} ~ '{_STRANGE_YEAR}'",
            f"case when {year}::int between 2543 and 2642"
            f" then 'năm ' || {year} || ' có vẻ là Phật lịch, dương lịch là '"
            f" || ({year}::int - 543) || '.'"
            f" else 'ô ghi năm ' || {year} || '.' end",
        ),
        Check(
            column,
            "instant",
            _ZONED,
            f"{is_unread} and t.{column} !~ '{_STRANGE_YEAR}' and t.{column} ~ '{_ZONE}'",
        ),
        Check(
            column,
            "instant",
            _NO_INSTANT,
            f"{is_unread} and t.{column} !~ '{_STRANGE_YEAR}' and t.{column} !~ '{_ZONE}'",
        ),
    )


_CHECKS = (
    _missing("code", "Mã hồ sơ"),
    _missing("unit_code", "Mã đơn vị"),
    _missing("procedure_code", "Mã thủ tục"),
    Check(
        "code",
        "code_format",
        "Mã hồ sơ không đúng dạng, ví dụ 000.00.12.H62-201105-0004 hoặc H21.65-220914-0011.",
        f"t.known_id is null and t.code !~ '{_CODE}' and t.code <> ''",
    ),
    Check(
        "code",
        "code_twice",
        "Mã hồ sơ có nhiều lần trong tệp: lần đầu ở dòng ",
        "t.first_line < t.last_line and t.code <> ''",
        BOTH_LINES,
    ),
    Check(
        "code",
        "code_day",
        "Sáu chữ số ngày trong mã hồ sơ không phải ngày tiếp nhận.",
        "'20' || left(right(t.code, 11), 6) <> replace(t.received_on::text, '-', '')"
        f" and t.code ~ '{_CODE}'",
    ),
    *_instant("received", "t.received_at is null"),
    *_instant("due", "t.due <> '' and t.given_due_at is null"),
    *_instant("finished", "t.finished <> '' and t.finished_at is null"),
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
        "t.finished_at > now() and t.ended_at_first > now()",
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
        "due",
        "due_too_late",
        "Hẹn trả muộn hơn tiếp nhận quá ",
        f"t.given_due_at > {_PROMISED_FROM} + make_interval(days => %(longest_promise)s)"
        " and t.given_due_at is distinct from t.known_due_at"
        " and t.given_due_at is distinct from t.known_rescheduled_due_at",
        "%(longest_promise)s::int || ' ngày; hãy xem lại năm của ngày hẹn.'",
    ),
    Check(
        "due",
        "due_before_received",
        "Hạn tính theo thủ tục hết trước khi tiếp nhận; hãy xem lại số ngày, số giờ của thủ tục.",
        "t.first_due_at < t.received_at and t.given_due_at is null and t.known_id is null",
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
        "Không có đơn vị nào mang mã này",
        "t.unit_id is null and t.unit_code <> ''"
        " and not exists (select from units_unit where code = t.our_unit_code)",
        "case when %(source)s::bigint is null then '.'"
        " when t.our_unit_code = t.unit_code then"
        " '; nguồn chưa ghi mã ' || t.unit_code || ' là đơn vị nào vào ngày tiếp nhận.'"
        " else ': ' || t.our_unit_code || ', mà nguồn gọi là ' || t.unit_code || '.' end",
    ),
    Check(
        "unit_code",
        "unit_not_there_yet",
        "Đơn vị mang mã này không tồn tại vào ngày tiếp nhận.",
        "t.received_at is not null and t.unit_id is null"
        " and exists (select from units_unit where code = t.our_unit_code)",
    ),
    Check(
        "due",
        "calendar_missing",
        "Không có ngày hẹn trả, mà lịch làm việc chưa có những ngày này để tính ra.",
        "t.received_at is not null and t.is_promised and t.first_due_at is null"
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
