"""Seeded synthetic files of the demo: dossiers, survey answers and marks as systems export them."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from cchc_portal.demo.plan import DOSSIERS, PLANS, QUESTIONS, SEED, UnitPlan
from dossiers.services.intake import COLUMNS as DOSSIER_COLUMNS
from scoring.services.marks_intake import COLUMNS as MARK_COLUMNS

FIRST, LAST_RECEIVED, YEAR_END = date(2024, 1, 2), date(2024, 11, 1), date(2024, 12, 31)
CHANNELS = ("Trực tiếp", "Trực tuyến", "Trực tuyến", "Bưu chính")
_DONE = {"outcome": "Đã trả kết quả"}
Row = dict[str, Any]


def write_dossiers(path: Path, codes: dict[str, str], procedures: dict[str, int | None]) -> None:
    """Write the dossier file: unit name → code, procedure code → working days (None: not set)."""
    random = Random(SEED)
    counted = [row for plan in PLANS for row in _counted(random, plan, codes, procedures)]
    extra = DOSSIERS - len(counted)
    others = [_not_counted(random, codes[PLANS[n % 21].name], procedures, n) for n in range(extra)]
    rows = sorted(counted + others, key=lambda row: row["received"])
    orders: dict[tuple[str, date], int] = {}
    for row in rows:
        day = row["received"].date()
        order = orders[row["unit"], day] = orders.get((row["unit"], day), 0) + 1
        place = list(codes.values()).index(row["unit"]) + 1
        row["code"] = f"000.00.{place:02}.H32-{day:%y%m%d}-{order:04}"
    headers = [column.header for column in DOSSIER_COLUMNS]
    _write(path, headers, [*map(_dossier_cells, rows), *_bad_dossiers(procedures)])


def write_answers(path: Path, codes: dict[str, str]) -> None:
    """Write the answer file: each unit's satisfied answers are exactly as planned."""
    random = Random(SEED)
    rows: list[list[Any]] = []
    for plan in PLANS:
        size = len(QUESTIONS)
        levels = [random.choice((4, 5)) for _ in range(plan.satisfied)]
        levels += [
            random.choice((1, 2, 3)) for _ in range(plan.respondents * size - plan.satisfied)
        ]
        random.shuffle(levels)
        for form in range(plan.respondents):
            day = date(2024, 9, 1) + timedelta(days=random.randrange(90))
            cells = levels[form * size : (form + 1) * size]
            code = f"P{len(rows) + 1:04}"
            rows.append([code, codes[plan.name], f"{day:%d/%m/%Y}", *cells])
    bad = [
        ["P9001", "so-noi-vu", "31/09/2024", 5, 5, 5, 5, 5],
        ["P9002", "so-noi-vu", "05/10/2024", 5, 6, 5, 5, 5],
        ["P9003", "so-khong-co", "05/10/2024", 4, 4, 4, 4, 4],
    ]
    _write(path, ["Mã phiếu", "Mã đơn vị", "Ngày trả lời", *QUESTIONS], rows + bad)


def write_marks(path: Path, codes: dict[str, str], criteria: dict[str, Any]) -> None:
    """Write the mark file: every leaf that reads no fact, for every unit."""
    random = Random(SEED)
    headers = [column.header for column in MARK_COLUMNS]
    rows = []
    for plan in PLANS:
        for leaf in _leaves(criteria["areas"]):
            if "from_fact" not in leaf["scoring"]:
                cells = {"Mã đơn vị": codes[plan.name], "Mã tiêu chí": leaf["code"]}
                cells |= _mark(random, plan, leaf)
                rows.append([cells.get(header, "") for header in headers])
    _write(path, headers, rows)


def _leaves(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if "scoring" in node:
            yield node
        yield from _leaves(node.get("criteria", []))


def _mark(random: Random, plan: UnitPlan, leaf: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of one mark around the unit's planned quality."""
    if leaf["code"] == "6.1" and not plan.has_investment:
        return {"Không áp dụng vì": "Không được giao vốn đầu tư công năm 2024"}
    if leaf["code"] == "3.3.2" and not plan.late:
        return {"Không áp dụng vì": "Không có hồ sơ trễ hạn"}
    share = min(100, max(0, plan.quality + random.randint(-6, 6)))
    if leaf["scoring"]["kind"] == "direct":
        quarters = round(float(leaf["max_points"]) * share / 25)
        return {"Điểm": str(quarters / 4).replace(".", ",")}
    whole = plan.late if leaf["code"] == "3.3.2" else random.randint(12, 90)
    return {"Tử số": round(whole * share / 100), "Mẫu số": whole}


def _counted(
    random: Random, plan: UnitPlan, codes: dict[str, str], procedures: dict[str, int | None]
) -> Iterator[Row]:
    """Yield the dossiers that enter a unit's late rate, the late ones first, a third still open."""
    timed = [(code, days) for code, days in procedures.items() if days]
    for place in range(plan.counted):
        code, days = random.choice(timed)
        received = _office_hour(random, _office_day(random))
        due = datetime.combine(_later(received.date(), days), time(17))
        row = _row(random, codes[plan.name], code, received, due)
        if place < plan.late and place % 3 == 2:
            yield row
        elif place < plan.late:
            yield (
                row | {"finished": due + timedelta(days=random.randint(1, 4), minutes=-45)} | _DONE
            )
        else:
            finished = min(due, received + timedelta(days=random.randint(1, days), hours=1))
            given = None if random.random() < 0.05 and days >= 3 else due
            if given is None:
                finished = received + timedelta(hours=2)
            yield row | {"due": given, "finished": finished} | _DONE


def _not_counted(random: Random, unit: str, procedures: dict[str, int | None], place: int) -> Row:
    """Return a dossier outside the late rate: open in time, ended otherwise, undetermined."""
    received = _office_hour(random, _office_day(random))
    due = received + timedelta(days=20)
    row = _row(random, unit, next(iter(procedures)), received, due)
    ended = {"finished": received + timedelta(days=40)}
    if place % 5 == 0:
        late_year = datetime(2024, 12, 20, 9)
        return row | {"received": late_year, "due": datetime(2025, 1, 17, 17)}
    if place % 5 == 4:
        untimed = next(code for code, days in procedures.items() if not days)
        return row | {"procedure": untimed, "due": None} | ended | _DONE
    words = ("Người nộp rút", "Từ chối tiếp nhận", "Hủy do trùng")
    return row | ended | {"outcome": words[place % 5 - 1]}


def _row(random: Random, unit: str, procedure: str, received: datetime, due: datetime) -> Row:
    return {
        "unit": unit,
        "procedure": procedure,
        "channel": random.choice(CHANNELS),
        "received": received,
        "due": due,
        "finished": None,
        "outcome": "Đang giải quyết",
    }


def _office_day(random: Random) -> date:
    day = FIRST + timedelta(days=random.randrange((LAST_RECEIVED - FIRST).days))
    return _later(day - timedelta(days=1), 1)


def _office_hour(random: Random, day: date) -> datetime:
    return datetime.combine(
        day, time(random.choice((7, 8, 9, 10, 13, 14, 15)), random.randrange(60))
    )


def _later(day: date, weekdays: int) -> date:
    """Return the day so many weekdays later."""
    while weekdays:
        day += timedelta(days=1)
        weekdays -= day.weekday() < 5
    return day


def _dossier_cells(row: Row) -> list[str]:
    instants = [
        row[key] and f"{row[key]:%d/%m/%Y %H:%M}" for key in ("received", "due", "finished")
    ]
    head = [row["code"], row["unit"], row["procedure"], row["channel"]]
    return [*head, *(instant or "" for instant in instants), row["outcome"]]


def _bad_dossiers(procedures: dict[str, int | None]) -> list[list[str]]:
    """Return six rows as clerks get them wrong, so that the rejects of the demo are not empty."""
    known = next(iter(procedures))
    noi_vu, at, done = "so-noi-vu", "05/03/2024 08:00", "Đã trả kết quả"
    return [
        [
            "000.00.02.H32-240305-9001",
            noi_vu,
            known,
            "Trực tiếp",
            "31/02/2024 08:00",
            "",
            "",
            "Đang giải quyết",
        ],
        ["000.00.02.H32-240305-9002", noi_vu, known, "Trực tiếp", at, "", "04/03/2024 16:00", done],
        [
            "000.00.02.H32-240305-9003",
            noi_vu,
            "9.999999.000.00.00.H32",
            "Trực tiếp",
            at,
            "",
            "",
            "Đang giải quyết",
        ],
        ["000.00.02.Н32-240305-9004", noi_vu, known, "Trực tiếp", at, "", "", "Đang giải quyết"],
        [
            "000.00.99.H32-240305-9005",
            "so-khong-co",
            known,
            "Trực tiếp",
            at,
            "",
            "",
            "Đang giải quyết",
        ],
        ["000.00.02.H32-240305-9006", noi_vu, known, "Fax", at, "", "", "Đang giải quyết"],
    ]


def _write(path: Path, headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
