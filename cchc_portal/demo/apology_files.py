"""The apologies of the demo: most late dossiers have one in time, some late, some none."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cchc_portal.demo.dossiers import Dossier
from cchc_portal.demo.registers import head_on
from cchc_portal.demo.tables import write_csv

HEADERS = ("Mã hồ sơ", "Lý do", "Hẹn trả lại", "Mã người ký", "Số thư", "Gửi lúc")
REASONS = (
    "Hồ sơ phải xác minh thực địa, cơ quan phối hợp chưa trả lời",
    "Phần mềm một cửa gián đoạn trong ngày trả kết quả",
    "Cán bộ thụ lý nghỉ ốm, đơn vị chưa bố trí kịp người thay",
)
IN_TIME, ONE_IN = 7, 10
"""Of so many late dossiers so many get their apology in time, two late, one none."""


def write_apologies(path: Path, late: Iterable[tuple[Dossier, str]]) -> None:
    """Write the apologies for late dossiers, given with their codes."""
    write_csv(path, HEADERS, _rows(late))


def _rows(late: Iterable[tuple[Dossier, str]]) -> Iterator[list[str]]:
    for place, (dossier, code) in enumerate(late):
        if dossier.due is None or place % ONE_IN == ONE_IN - 1:
            continue
        sent = _sent(dossier.due, is_in_time=place % ONE_IN < IN_TIME)
        new_due = max(sent + timedelta(days=5), dossier.finished or sent)
        yield [
            code,
            REASONS[place % len(REASONS)],
            f"{new_due:%d/%m/%Y %H:%M}",
            head_on(dossier.unit, sent.date()),
            f"{place + 1}/TXL",
            f"{sent:%d/%m/%Y %H:%M}",
        ]


def _sent(due: datetime, *, is_in_time: bool) -> datetime:
    """Return when the letter went out: half an hour before the dossier was due, or two days on."""
    return due - timedelta(minutes=30) if is_in_time else due + timedelta(days=2)
