"""Two dossier files, the later one mixed of everything, and all that a portal then keeps."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.cchc_portal.embedded.conftest import Clone

KNOWN, ROWS = 2_400, 6_000
"""Dossiers of the first file, and rows of the later one, which begins with the same dossiers."""
OFFICIAL = """
insert into units_person (code, name, role, unit_id, valid)
select 'cb-a', 'cb-a', 'official', id, '(,)' from units_unit where code = 'so-a'
"""
HEADER = {
    "code": "Mã hồ sơ",
    "unit": "Mã đơn vị",
    "procedure": "Mã thủ tục",
    "channel": "Kênh",
    "received": "Tiếp nhận",
    "due": "Hẹn trả",
    "finished": "Trả kết quả",
    "outcome": "Kết quả",
    "handler": "Người thụ lý",
    "pauses": "Tạm dừng",
    "typist": "Người nhập",
}
Row = dict[str, str]
PAUSE = "{0}/01/2024 08:00 - {1}/01/2024 09:30: Chờ bổ sung hồ sơ"
CORRECTIONS: tuple[Row, ...] = (
    {"finished": "07/02/2024 09:30"},
    {"unit": "so-a"},
    {"pauses": PAUSE.format(18, 20)},
    {"due": "12/02/2024 17:00"},
    {"outcome": "Người nộp rút"},
    {},
    {},
    {"channel": " Fax "},
)
"""What the later file says of each eighth known dossier: five corrections, two repeats, a fault."""
KEPT = {
    "dossiers": """
        select d.code, (to_jsonb(d) - '{id,source_file_id}'::text[])::text, f.sha256
        from dossiers_dossier d join foundation_storedfile f on f.id = d.source_file_id""",
    "pauses": """
        select d.code, (to_jsonb(p) - '{id,dossier_id}'::text[])::text
        from dossiers_pause p join dossiers_dossier d on d.id = p.dossier_id""",
    "changes": """
        select d.code, (to_jsonb(c) - '{id,dossier_id,file_id,changed_at}'::text[])::text, f.sha256
        from dossiers_dossierchange c join dossiers_dossier d on d.id = c.dossier_id
        join foundation_storedfile f on f.id = c.file_id""",
    "closed": "select (to_jsonb(t) - 'id')::text from dossiers_closedtally t",
    "open": "select (to_jsonb(t) - 'id')::text from dossiers_opentally t",
    "batches": """
        select (to_jsonb(b) - '{id,stored_file_id,created_at}'::text[])::text, f.sha256
        from foundation_importbatch b join foundation_storedfile f on f.id = b.stored_file_id""",
    "rejects": """
        select (to_jsonb(r) - '{id,batch_id}'::text[])::text, f.sha256
        from foundation_rejectedrow r join foundation_importbatch b on b.id = r.batch_id
        join foundation_storedfile f on f.id = b.stored_file_id""",
}
"""By name, every column of what an intake writes, but for keys that are counted up and the hour."""
Everything = dict[str, Counter[tuple[object, ...]]]


def write_first(path: Path) -> None:
    """Write the file of the known dossiers."""
    _write(path, map(_row, range(KNOWN)))


def write_later(path: Path) -> None:
    """Write the file that corrects, repeats and spoils known dossiers, and brings new ones.

    Of the new ones each fiftieth has a unit that nobody knows.
    """
    _write(path, map(_later, range(ROWS)))


def everything(clone: Clone) -> Everything:
    """Return all that the portal keeps of its dossiers and of the files they came in."""
    return {name: Counter(clone.sql(statement)) for name, statement in KEPT.items()}


def differences(found: Everything, expected: Everything) -> list[tuple[str, list[object]]]:
    """Return the first few rows that stand only in one of the two, by name."""
    apart = {name: (found[name] - rows) + (rows - found[name]) for name, rows in expected.items()}
    return [(name, list(rows)[:4]) for name, rows in apart.items() if rows]


def _write(path: Path, rows: Iterator[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writerow(HEADER)
        writer.writerows(rows)


def _row(number: int) -> Row:
    day, place = divmod(number, 9_000)
    is_first = number % 2 == 0
    return {
        "code": f"H32.1-2401{day + 1:02}-{place:04}",
        "unit": "so-a" if is_first else "so-b",
        "procedure": "1.000001",
        "channel": "Trực tiếp",
        "received": f"{day + 1:02}/01/2024 08:00",
        "due": "10/02/2024 17:00",
        "finished": f"{8 + number % 9:02}/02/2024 09:30",
        "outcome": "Đã trả kết quả",
        "handler": "cb-a" if is_first else "",
        "pauses": PAUSE.format(15, 16) if number % 10 == 0 else "",
        "typist": f"  nhập {number}",
    }


def _later(number: int) -> Row:
    if number < KNOWN:
        return _row(number) | CORRECTIONS[number % 8]
    return _row(number) | ({"unit": "so-c"} if number % 50 == 0 else {})
