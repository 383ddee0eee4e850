"""How a typed dossier row is shown before it is taken in, and what a preview asks of a file."""

from django.db.models import TextChoices

from dossiers.models import Dossier, Pause
from dossiers.services.procedures_creation import CREATABLE

MOST_ASKED = 1000
"""Codes of a kind that a preview names; a file with more has another trouble."""
_LOCAL = "to_char({} at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY HH24:MI')"


def _label(choices: type[TextChoices], value: str) -> str:
    whens = " ".join(f"when '{choice}' then '{label}'" for choice, label in choices.choices)
    return f"case {value} {whens} end"


def _read_or_raw(read: str, raw: str) -> str:
    return f"coalesce({read}, t.{raw})"


_PAUSES = f"""
(select string_agg({_LOCAL.format("p.started_at")} || ' – '
                   || coalesce({_LOCAL.format("p.ended_at")} || ': ', 'chưa hết: ')
                   || coalesce({_label(Pause.Reason, "p.reason")}, '?'), '; '
                   order by p.started_at)
 from unnest(t.starts, t.ends, t.reasons) p(started_at, ended_at, reason))
"""  # noqa: S608 - made of the models' own labels

# A due time once known stays for good, but hides no cell that nobody can read.
_DUE = f"""
case when t.due <> '' and t.given_due_at is null then t.due
     else {_LOCAL.format("t.first_due_at")} end
"""

SHOWN = {
    "Mã hồ sơ": "t.code",
    "Đơn vị": _read_or_raw("(select name from units_unit where id = t.unit_id)", "unit_code"),
    "Thủ tục": _read_or_raw(
        "(select name from dossiers_procedure where id = t.procedure_id)", "procedure_code"
    ),
    "Kênh": _read_or_raw(_label(Dossier.Channel, "t.channel_value"), "channel"),
    "Tiếp nhận": _read_or_raw(_LOCAL.format("t.received_at"), "received"),
    "Hẹn trả": _DUE,
    "Hạn giải quyết": _LOCAL.format("t.deadline_at"),
    "Trả kết quả": _read_or_raw(_LOCAL.format("t.finished_at"), "finished"),
    "Kết quả": _read_or_raw(_label(Dossier.Outcome, "t.outcome_value"), "outcome"),
    "Người thụ lý": _read_or_raw(
        "(select name from units_person where id = t.handler_id)", "handler"
    ),
    "Tạm dừng": _read_or_raw(_PAUSES, "pauses"),
}
"""By header, how a cell of a dossier was read; as it stands in the file where it was not."""


def _codes(column: str, which: str) -> str:
    return f"""
        select {column}, count(*), count(*) over () from typed
        where {which} and {column} <> ''
        group by 1 order by 2 desc, 1 limit {MOST_ASKED}
    """  # noqa: S608 - made of our own words


QUESTIONS = {
    "procedures": _codes(
        "procedure_code", f"procedure_id is null and procedure_code ~ '^{CREATABLE}$'"
    ),
    "uncreatable": _codes(
        "procedure_code", f"procedure_id is null and procedure_code !~ '^{CREATABLE}$'"
    ),
    "units": _codes("unit_code", "unit_id is null and received_at is not null"),
}
"""Codes that nobody bears, what a person can mend before taking a file in: of procedures, those
that a procedure could have and those that none can; of units. Each comes with the number of its
rows and of all such codes, the most frequent first.
"""
