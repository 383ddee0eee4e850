"""A dossier as lists and workbooks show it: its instants and how it stands to its deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from dossiers.models import Dossier
from foundation.domain.vietnamese import number

HEADERS = {
    "Mã hồ sơ": 28,
    "Mã thủ tục": 24,
    "Thủ tục": 50,
    "Kênh": 12,
    "Tiếp nhận": 18,
    "Hẹn trả": 18,
    "Hạn sau tạm dừng": 18,
    "Hẹn lại": 18,
    "Trả kết quả": 18,
    "So với hạn": 20,
    "Người thụ lý": 28,
}
"""The columns of a workbook of dossiers and how wide each is."""
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One dossier in words; "" where something is not known or has not happened.

    `deadline` is "" too where no pause has moved it away from what was promised.
    """

    code: str
    procedure_code: str
    procedure: str
    channel: str
    received: str
    due: str
    deadline: str
    rescheduled: str
    finished: str
    late: str
    is_late: bool
    handler: str


def dossier_row(dossier: Any) -> DossierRow:
    """Return a dossier out of `dossiers_in` in words."""
    return DossierRow(
        code=dossier.code,
        procedure_code=dossier.procedure.code,
        procedure=dossier.procedure.name,
        channel=dossier.get_channel_display(),
        received=_instant(dossier.received_at),
        due=_instant(dossier.due_at),
        deadline=_instant(dossier.deadline_at) if dossier.deadline_at != dossier.due_at else "",
        rescheduled=_instant(dossier.rescheduled_due_at),
        finished=_instant(dossier.ended_at),
        late=_late(dossier.late_by),
        is_late=dossier.late_by is not None and dossier.late_by > timedelta(),
        handler=dossier.handler.name if dossier.handler else "",
    )


def dossier_cells(dossiers: QuerySet[Dossier]) -> Iterator[tuple[str, ...]]:
    """Yield the dossiers as rows under HEADERS, however many there are."""
    for dossier in dossiers.iterator(chunk_size=_CHUNK):
        row = dossier_row(dossier)
        yield (
            row.code,
            row.procedure_code,
            row.procedure,
            row.channel,
            row.received,
            row.due,
            row.deadline,
            row.rescheduled,
            row.finished,
            row.late,
            row.handler,
        )


def _instant(instant: datetime | None) -> str:
    return f"{localtime(instant):%d/%m/%Y %H:%M}" if instant else ""


def _late(late_by: timedelta | None) -> str:
    """Return "trễ 2 ngày 3 giờ" or "sớm 40 phút", "" without a deadline."""
    if late_by is None:
        return ""
    side = "trễ" if late_by > timedelta() else "sớm"
    minutes = abs(late_by) // timedelta(minutes=1)
    days, hours = minutes // 1440, minutes % 1440 // 60
    parts = [f"{number(str(days))} ngày"] if days else []
    parts += [f"{hours} giờ"] if hours else []
    return " ".join([side, *(parts or [f"{minutes % 60} phút"])])
