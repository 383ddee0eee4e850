"""The one-stop system of the demo: it has words, dates and unit codes of its own."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cchc_portal.demo.plan import PlannedUnit
from cchc_portal.demo.tables import write_csv

CODE, NAME = "mot-cua", "Hệ thống một cửa điện tử (mẫu)"
HEADERS = {
    "code": "Số hồ sơ",
    "unit_code": "Cơ quan",
    "procedure_code": "Mã TTHC",
    "channel": "Hình thức nộp",
    "received": "Ngày nhận",
    "due": "Ngày hẹn",
    "finished": "Ngày có kết quả",
    "outcome": "Tình trạng",
    "handler": "Cán bộ xử lý",
    "pauses": "Tạm dừng",
}
WORDS = {
    "channel": {
        "Qua mạng": "Trực tuyến",
        "Tại quầy": "Trực tiếp",
        "Qua bưu điện": "Bưu chính",
    },
    "outcome": {
        "Đã trả": "Đã trả kết quả",
        "Đang xử lý": "Đang giải quyết",
        "Công dân rút": "Người nộp rút",
        "Không tiếp nhận": "Từ chối tiếp nhận",
        "Trùng": "Hủy do trùng",
    },
}
_CHANNEL, _OUTCOME = (
    {ours: theirs for theirs, ours in WORDS[column].items()} for column in ("channel", "outcome")
)
_INSTANTS = (4, 5, 6)
UNIT_HEADERS = ("Mã trong nguồn", "Mã đơn vị", "Từ ngày", "Đến ngày")


def unit_code(prefix: str) -> str:
    """Return what the system calls the unit of a dossier: 000.00.74.H32 is H32.74."""
    *places, province = prefix.split(".")
    return ".".join([province, *(str(int(place)) for place in reversed(places) if int(place))])


def write_units(path: Path, units: Iterable[PlannedUnit]) -> None:
    """Write which unit the system means by which code."""
    rows = [[unit_code(unit.dossier_prefix), unit.code, "", ""] for unit in units]
    write_csv(path, UNIT_HEADERS, rows)


def write_export(path: Path, rows: Iterable[list[str]]) -> None:
    """Write rows of the portal's own form as the system exports them."""
    write_csv(path, list(HEADERS.values()), map(_exported, rows), separator=";")


def _exported(row: list[str]) -> list[str]:
    """Return a row in the system's own words; its unit shows in the code of the dossier."""
    cells = [_compact(cell) if place in _INSTANTS else cell for place, cell in enumerate(row)]
    prefix = row[0][: -len("-240102-0001")]
    cells[1], cells[3], cells[7] = unit_code(prefix), _CHANNEL[row[3]], _OUTCOME[row[7]]
    return cells


def _compact(cell: str) -> str:
    """Return an instant with its year first: 05/01/2025 13:30 is 2025/01/05 13:30."""
    return f"{datetime.strptime(cell, '%d/%m/%Y %H:%M'):%Y/%m/%d %H:%M}" if cell else ""
