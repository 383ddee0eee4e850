"""How a run was made, in sentences: what was counted, how units were ranked, what blocks a class."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from foundation.domain.vietnamese import number
from reports.selectors import wording

_TIES = {
    "competition": "Đơn vị bằng nhau thì cùng hạng, hạng kế tiếp để trống (1, 2, 2, 4).",
    "dense": "Đơn vị bằng nhau thì cùng hạng, hạng kế tiếp không để trống (1, 2, 2, 3).",
}
_ROUNDING = {
    "half_up": "từ nửa trở lên thì làm tròn lên",
    "half_even": "đúng nửa thì làm tròn về số chẵn",
    "down": "bỏ phần lẻ",
}
_UNMARKED = {
    "zero": "Tiêu chí chưa chấm được tính là 0 điểm.",
    "pending": "Đơn vị còn tiêu chí chưa chấm thì chưa được xếp hạng, xếp loại.",
}


@dataclass(frozen=True, slots=True)
class FactNote:
    """What a fact counts, over which days, as of when and from where; "" where not said."""

    code: str
    title: str
    definition: str
    period: str
    as_of: str
    source: str


def fact_notes(facts: list[dict[str, Any]]) -> tuple[FactNote, ...]:
    """Return the declared facts of a bundle, days and instants as Vietnamese write them."""
    return tuple(
        FactNote(
            code=fact["code"],
            title=fact.get("title", fact["code"]),
            definition=fact.get("definition", ""),
            period=" – ".join(f"{date.fromisoformat(day):%d/%m/%Y}" for day in fact.get("period", [])),
            as_of=instant(fact["as_of"]) if "as_of" in fact else "",
            source=fact.get("source", ""),
        )
        for fact in facts
    )


def instant(text: str) -> str:
    """Return an ISO instant at its own offset: "31/12/2024 23:59"."""
    return f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}"


def method(
    rules: dict[str, Any], criteria_set: dict[str, Any], facts: tuple[FactNote, ...]
) -> tuple[str, ...]:
    """Return the sentences that a block's figures, classes and ranks can be redone by."""
    titles = {fact.code: fact.title for fact in facts}
    return (
        _basis(rules, criteria_set),
        _reading(rules),
        _ties(rules),
        _bands(rules),
        *(_block(block, rules, titles) for block in rules.get("blocks", [])),
        *_exceptions(rules, criteria_set),
    )


def _basis(rules: dict[str, Any], criteria_set: dict[str, Any]) -> str:
    if rules["basis"] == "points":
        return "Kết quả là tổng điểm đạt được của các tiêu chí áp dụng."
    if criteria_set["aggregation"] == "weighted":
        return "Chỉ số = trung bình chỉ số các lĩnh vực theo trọng số; bỏ qua tiêu chí không áp dụng."
    return (
        "Chỉ số = điểm đạt / điểm tối đa áp dụng × 100; tiêu chí không áp dụng không tính vào"
        " điểm đạt và điểm tối đa."
    )


def _reading(rules: dict[str, Any]) -> str:
    rounding = f"{rules['decimals']} chữ số thập phân, {_ROUNDING[rules['rounding']]}"
    if rules["rank_on"] == "published":
        return f"Xếp hạng và xếp loại theo số đã làm tròn {rounding}."
    return f"Xếp hạng và xếp loại theo số chưa làm tròn; số công bố làm tròn một lần: {rounding}."


def _ties(rules: dict[str, Any]) -> str:
    if rules["ties"] in _TIES:
        return _TIES[rules["ties"]]
    order = (
        f"chỉ số lĩnh vực {key.removeprefix('area:')}" if key.startswith("area:") else "mã đơn vị"
        for key in rules.get("tie_break", ["code"])
    )
    return f"Đơn vị bằng nhau được phân hạng lần lượt theo: {', '.join(order)}."


def _bands(rules: dict[str, Any]) -> str:
    *upper, lowest = rules["bands"]
    bounds = [
        f"{band['label']} từ {number(band['at_least'])}"
        if "at_least" in band
        else f"{band['label']} trên {number(band['above'])}"
        for band in upper
    ]
    return f"Xếp loại: {', '.join([*bounds, f'{lowest["label"]} khi thấp hơn'])}."


def _block(block: dict[str, Any], rules: dict[str, Any], titles: dict[str, str]) -> str:
    places = [band["code"] for band in rules["bands"]]
    label = rules["bands"][places.index(block["bars"])]["label"]
    better = " và các loại cao hơn" if places.index(block["bars"]) else ""
    fact = titles.get(block["fact"], block["fact"])
    return (
        f"Không xếp loại {label}{better} khi: {fact} {wording.block_test(block)}."
        " Điểm và hạng giữ nguyên, đơn vị nhận loại tốt nhất còn được xếp."
    )


def _exceptions(rules: dict[str, Any], criteria_set: dict[str, Any]) -> list[str]:
    """Return the sentences of what only some rule sets say: caps and unmarked leaves."""
    caps = {"bonus_cap": "Tổng điểm thưởng", "penalty_cap": "Tổng điểm trừ"}
    said = [
        f"{words} không quá {number(criteria_set[key])}."
        for key, words in caps.items()
        if criteria_set.get(key) is not None
    ]
    if rules.get("total_cap") == "max":
        said.append("Điểm thưởng không đưa tổng điểm vượt điểm tối đa áp dụng.")
    return said + [_UNMARKED[key] for key in [rules["unmarked"]] if key in _UNMARKED]
