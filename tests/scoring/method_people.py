"""Executors of the tables about people: tables 26 to 28 of docs/method.md."""

from typing import Any

from scoring.domain import review
from tests.scoring.method_tables import (
    NONE,
    Row,
    decimal,
    executes,
    measured,
    outcome,
    yes_no,
)


def entries(unit_keys: dict[str, Any], person: dict[str, Any], *rules: dict[str, Any]) -> Any:
    """Return the entries of one person at one unit under some rules."""
    lists = ["Xuất sắc", "Tốt", "Khá", "Trung bình", "Yếu"]
    document = {
        "format": "cchc-accountability-bundle/1",
        "year": 2022,
        "ranking_sha256": "",
        "bands": {"g": lists},
        "rules": list(rules),
        "units": [{"code": "u", "group": "g", "band": "Tốt", **unit_keys}],
        "people": [{"code": "p", "unit": "u", **person}],
    }
    return outcome(document, review)["entries"]


@executes(26)
def officials(row: Row) -> dict[str, str]:
    cell = row["Hồ sơ trễ"]
    rule = {
        "code": "r",
        "applies_to": "official",
        "fact": "late_rate",
        "test": ">=",
        "threshold": decimal(row["Ngưỡng"]),
        "bars_rating": "good",
    }
    facts = {} if cell == "không có" else {"late_rate": measured(cell)}
    return {"Bị chặn": yes_no(entries({}, {"role": "official", "facts": facts}, rule))}


@executes(27)
def heads(row: Row) -> dict[str, str]:
    columns = {
        "Không xếp hoàn thành tốt": ("Trung bình", 1),
        "Hai năm Trung bình": ("Trung bình", 2),
        "Một năm Yếu": ("Yếu", 1),
    }
    rules = [
        {"code": code, "applies_to": "head", "band_at_most": b, "years": years, "measure": "m"}
        for code, (b, years) in columns.items()
    ]
    past, since = row["Năm 2021"], row["Nhận chức"]
    history = {} if past == "không có" else {"2021": {"band": past}}
    person = {"role": "head"}
    if since != "không ghi":
        person["since"] = "-".join(reversed(since.split("/")))
    found = entries({"band": row["Năm 2022"], "history": history}, person, *rules)
    tenures = {it["rule"]: "có, chưa đủ kỳ" if it["partial_tenure"] else "có" for it in found}
    return {column: tenures.get(column, NONE) for column in columns}


@executes(28)
def collectives(row: Row) -> dict[str, str]:
    rule = {
        "code": "r",
        "applies_to": "collective",
        "requires_band": row["Phải từ loại"],
        "bars_rating": "excellent",
    }
    found = entries({"band": row["Loại của đơn vị"]}, {"role": "collective"}, rule)
    return {"Bị chặn": yes_no(found)}
