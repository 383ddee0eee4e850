"""Executors of the tables about leaves: tables 1 to 10 of docs/method.md."""

from fractions import Fraction
from typing import Any

from scoring.domain import rank_text
from tests.scoring.domain.ranking_bundles import area, bundle, group, leaf, unit
from tests.scoring.method_tables import (
    REFUSED,
    Row,
    decimal,
    executes,
    integer,
    measured,
    outcome,
    pairs,
    shown,
    words,
)


def leaf_points(
    maximum: str, scoring: dict[str, Any], mark: Any, *accepted: str, **keys: Any
) -> str:
    """Return what the core gives a leaf for a mark, or that it refuses it for that reason."""
    only = leaf("1.1", maximum, scoring=scoring, **keys)
    groups = [group(maximum, area("1", maximum, only))]
    result = outcome(bundle(unit("u", marks={"1.1": mark}), groups=groups), rank_text, *accepted)
    if result is None:
        return REFUSED
    return shown(result["units"][0]["leaves"]["1.1"]["points"])


@executes(1)
def direct(row: Row) -> dict[str, str]:
    mark = {"points": decimal(row["Điểm chấm"])}
    maximum = decimal(row["Điểm tối đa"])
    return {"Điểm đạt": leaf_points(maximum, {"kind": "direct"}, mark, "above_maximum")}


def options(cell: str, key: str) -> list[dict[str, str]]:
    return [{"code": code, key: figure} for code, figure in pairs(cell)]


@executes(2)
def choice(row: Row) -> dict[str, str]:
    choices = options(row["Các phương án"], "points")
    maximum = max((it["points"] for it in choices), key=Fraction)
    mark = {"choices": words(row["Đã chọn"])}
    scoring = {"kind": "choice", "options": choices}
    return {"Điểm đạt": leaf_points(maximum, scoring, mark, "not_one_choice")}


@executes(3)
def checklist(row: Row) -> dict[str, str]:
    scoring = {"kind": "checklist", "options": options(row["Các nội dung"], "points")}
    mark = {"choices": words(row["Nội dung đạt"])}
    return {"Điểm đạt": leaf_points(decimal(row["Điểm tối đa"]), scoring, mark)}


@executes(4)
def steps(row: Row) -> dict[str, str]:
    pieces = pairs(row["Các bậc"].replace("từ ", ""))
    found = [{"at_least": decimal(at_least), "points": points} for at_least, points in pieces]
    maximum = max((points for _, points in pieces), key=Fraction)
    scoring = {"kind": "bands", "steps": found, "invert": row["Tính ngược"] == "có"}
    return {"Điểm đạt": leaf_points(maximum, scoring, measured(row["Kết quả"]))}


@executes(5)
def ratio(row: Row) -> dict[str, str]:
    scoring = {
        "kind": "ratio",
        "floor": decimal(row["Mức sàn"]),
        "target": decimal(row["Mục tiêu"]),
        "invert": row["Tính ngược"] == "có",
    }
    maximum = decimal(row["Điểm tối đa"])
    return {"Điểm đạt": leaf_points(maximum, scoring, measured(row["Kết quả"]))}


@executes(6)
def ratio_over(row: Row) -> dict[str, str]:
    scoring = {"kind": "ratio", "allow_over": row["Cho phép vượt"] == "có"}
    mark, maximum = measured(row["Kết quả"]), decimal(row["Điểm tối đa"])
    return {"Điểm đạt": leaf_points(maximum, scoring, mark, "numerator_above_denominator")}


@executes(7)
def deduction(row: Row) -> dict[str, str]:
    scoring = {"kind": "deduction", "per_fault": decimal(row["Trừ mỗi lỗi"])}
    mark = {"count": integer(row["Số lỗi"])}
    return {"Điểm đạt": leaf_points(decimal(row["Điểm tối đa"]), scoring, mark)}


@executes(8)
def per_item(row: Row) -> dict[str, str]:
    scoring = {"kind": "count", "per_item": decimal(row["Điểm mỗi việc"])}
    mark = {"count": integer(row["Số việc"])}
    return {"Điểm đạt": leaf_points(decimal(row["Điểm tối đa"]), scoring, mark)}


@executes(9)
def answers(row: Row) -> dict[str, str]:
    scoring = {"kind": "answers", "options": options(row["Giá trị của câu trả lời"], "worth")}
    mark = {"counts": {code: int(count) for code, count in pairs(row["Số câu trả lời"])}}
    return {"Điểm đạt": leaf_points(decimal(row["Điểm tối đa"]), scoring, mark, "no_answers")}


@executes(10)
def rounded_leaf(row: Row) -> dict[str, str]:
    decimals = row["Số chữ số thập phân"]
    keys = {} if decimals == "không làm tròn" else {"decimals": int(decimals)}
    mark, maximum = measured(row["Kết quả"]), decimal(row["Điểm tối đa"])
    return {"Điểm đạt": leaf_points(maximum, {"kind": "ratio"}, mark, **keys)}
