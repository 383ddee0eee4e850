"""A made-up province's dossiers as rows of a file: the same ones every time, as many as asked."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from random import Random

from foundation.services.workbook_files import workbook

UNITS = 160
PROCEDURES = 400
OFFICIALS_PER_UNIT = 8
PROCEDURES_PER_UNIT = 40
DAYS = 250
"""Days on which dossiers come in: 160 units with 9.999 numbers a day each have room for all."""
BAD_ROW_IN = 500
HEADERS = (
    "Mã hồ sơ",
    "Mã đơn vị",
    "Mã thủ tục",
    "Kênh",
    "Tiếp nhận",
    "Hẹn trả",
    "Trả kết quả",
    "Kết quả",
    "Người thụ lý",
    "Tạm dừng",
)
FILE_HEADERS = ("STT", *HEADERS, "Ghi chú")
"""The header of a file: what one-stop systems export has columns of its own."""
NOTE_IN = 20
_FIRST_DAY = datetime(2024, 1, 2, tzinfo=UTC)
_CHANNELS = ("Trực tuyến",) * 5 + ("Trực tiếp",) * 4 + ("Bưu chính",)
_ENDS = ("Đã trả kết quả",) * 95 + ("Từ chối giải quyết",) * 2 + ("Người nộp rút",) * 3
_PAUSE_REASONS = ("Chờ bổ sung hồ sơ", "Chờ nghĩa vụ tài chính", "Chờ cơ quan khác")
_MINUTES_OF_A_DAY = 9 * 60


def write_rows(path: Path, count: int) -> None:
    """Write so many dossiers as a CSV file, as one-stop systems export them."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FILE_HEADERS)
        writer.writerows(_file_rows(count))


def write_workbook(path: Path, count: int) -> None:
    """Write the same rows as a workbook of text cells."""
    with path.open("wb") as out, workbook(out, strings_to_urls=False) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(chain([FILE_HEADERS], _file_rows(count))):
            sheet.write_row(place, 0, row)


def rows(count: int) -> Iterator[list[str]]:
    """Yield so many rows in the order of reception; one in 500 has a mistake."""
    random = Random(5)  # noqa: S311 - made-up rows
    for number in range(count):
        row = _row(number, count, random)
        if number % BAD_ROW_IN == BAD_ROW_IN - 1:
            _spoil(row, number // BAD_ROW_IN)
        yield row


def _file_rows(count: int) -> Iterator[list[str]]:
    """Yield the rows under `FILE_HEADERS`; one in 20 has a note."""
    for number, row in enumerate(rows(count), start=1):
        yield [str(number), *row, "" if number % NOTE_IN else "Nộp qua bưu điện xã"]


def unit_code(unit: int) -> str:
    """Return the code under which a unit stands in the file."""
    return f"don-vi-{unit:03}"


def procedure_code(procedure: int) -> str:
    """Return the code of a procedure, in the form of the national list."""
    return f"{1 + procedure % 3}.{procedure:06}.000.00.00.H56"


def official_code(unit: int, place: int) -> str:
    """Return the code of one of the officials of a unit."""
    return f"CB-{unit:03}-{place}"


def _row(number: int, count: int, random: Random) -> list[str]:
    """Return one row: of a hundred, three have no due time, five are open, five were paused.

    A unit does some forty procedures, the first of them most often, and an official has his own.
    """
    unit = number % UNITS
    per_day = -(-count // DAYS)
    day = _FIRST_DAY + timedelta(days=number // per_day)
    received = day + timedelta(minutes=7 * 60 + number % per_day * _MINUTES_OF_A_DAY // per_day)
    promised = random.randrange(2, 25)
    due = (day + timedelta(days=promised)).replace(hour=17)
    taken = random.random() * promised * 1.05 + 0.05
    finished = received + timedelta(days=taken, minutes=random.randrange(60))
    is_open = random.random() < 0.05
    procedure = int(PROCEDURES_PER_UNIT * random.random() ** 3)
    handler = official_code(unit, procedure % OFFICIALS_PER_UNIT) if random.random() < 0.6 else ""
    pauses = ""
    if random.random() < 0.05:
        waits = received + timedelta(days=taken / 4)
        goes_on = received + timedelta(days=taken / 2)
        pauses = f"{_instant(waits)} - {_instant(goes_on)}: {random.choice(_PAUSE_REASONS)}"
    return [
        _code(unit, day, number % per_day // UNITS),
        unit_code(unit),
        procedure_code((unit * 7 + procedure) % PROCEDURES),
        random.choice(_CHANNELS),
        _instant(received),
        _instant(due) if random.random() < 0.97 else "",
        "" if is_open else _instant(finished),
        "Đang giải quyết" if is_open else random.choice(_ENDS),
        handler,
        pauses,
    ]


def _code(unit: int, day: datetime, place: int) -> str:
    """Return a dossier's code: every other unit writes the form of TT 01/2018, the others short."""
    prefix = f"000.00.{unit % 100:02}.H{56 + unit // 100}" if unit % 2 else f"H56.{unit}"
    return f"{prefix}-{day:%y%m%d}-{place + 1:04}"


def _instant(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


def _spoil(row: list[str], which: int) -> None:
    """Put one mistake of the usual kinds into a row."""
    place, cell = ((1, "so-la"), (4, "31/02/2024"), (2, "9.9"), (3, "Fax"), (6, "01/01/2024"))[
        which % 5
    ]
    row[place] = cell
