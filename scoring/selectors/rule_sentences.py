"""The rules of a block of units in sentences: what is read, how ties rank, what bars a class."""

from collections.abc import Mapping
from typing import Any

from foundation.domain.vietnamese import number
from scoring.selectors import wording

TIES = {
    "competition": "Đơn vị bằng nhau thì cùng hạng, hạng kế tiếp để trống (1, 2, 2, 4).",
    "dense": "Đơn vị bằng nhau thì cùng hạng, hạng kế tiếp không để trống (1, 2, 2, 3).",
}
ROUNDING = {
    "half_up": "từ nửa trở lên thì làm tròn lên",
    "half_even": "đúng nửa thì làm tròn về số chẵn",
    "down": "bỏ phần lẻ",
}
UNMARKED = {
    "zero": "Tiêu chí chưa chấm được tính là 0 điểm.",
    "pending": "Đơn vị còn tiêu chí chưa chấm thì chưa được xếp hạng, xếp loại.",
}
CAPPED = "Điểm thưởng không đưa tổng điểm vượt điểm tối đa áp dụng."
OF_POINTS = "Kết quả là tổng điểm đạt được của các tiêu chí áp dụng."
OF_INDEX = (
    "Chỉ số = điểm đạt / điểm tối đa áp dụng × 100; tiêu chí không áp dụng không tính vào"
    " điểm đạt và điểm tối đa."
)


def reading(rules: Mapping[str, Any]) -> str:
    """Return which figure ranks and classes go by, and how it is rounded."""
    rounding = f"{rules['decimals']} chữ số thập phân, {ROUNDING[rules['rounding']]}"
    if rules["rank_on"] == "published":
        return f"Xếp hạng và xếp loại theo số công bố, làm tròn một lần: {rounding}."
    return f"Xếp hạng và xếp loại theo số chưa làm tròn; số công bố làm tròn một lần: {rounding}."


def ties(rules: Mapping[str, Any]) -> str:
    """Return how units with equal figures rank."""
    if rules["ties"] in TIES:
        return TIES[rules["ties"]]
    return f"Đơn vị bằng nhau được phân hạng lần lượt theo: {tie_break(rules)}."


def tie_break(rules: Mapping[str, Any]) -> str:
    """Return by what equal units are told apart, in its order."""
    return ", ".join(
        f"chỉ số lĩnh vực {key.removeprefix('area:')}" if key.startswith("area:") else "mã đơn vị"
        for key in rules.get("tie_break", ["code"])
    )


def bands(rules: Mapping[str, Any]) -> str:
    """Return the bounds of all classes: "Xếp loại: Tốt từ 80, Khá từ 60, Yếu khi thấp hơn."."""
    *upper, lowest = rules["bands"]
    bounds = [f"{band['label']} {band_bound(band)}" for band in upper]
    bounds.append(f"{lowest['label']} khi thấp hơn")
    return f"Xếp loại: {', '.join(bounds)}."


def band_bound(band: Mapping[str, Any]) -> str:
    """Return from where a class begins: "từ 80", "trên 80"."""
    if "at_least" in band:
        return f"từ {number(band['at_least'])}"
    return f"trên {number(band['above'])}"


def block(barring: Mapping[str, Any], rules: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return what a block bars and when; `titles` are the facts' by code."""
    fact = titles.get(barring["fact"], barring["fact"])
    return (
        f"Không xếp loại {barred(barring, rules)} khi: {fact} {wording.block_test(dict(barring))}."
        " Điểm và hạng giữ nguyên, đơn vị nhận loại tốt nhất còn được xếp."
    )


def barred(barring: Mapping[str, Any], rules: Mapping[str, Any]) -> str:
    """Return the classes that a block bars: "Tốt và các loại cao hơn"; the code of an unknown."""
    places = {band["code"]: place for place, band in enumerate(rules["bands"])}
    if barring["bars"] not in places:
        return str(barring["bars"])
    place = places[barring["bars"]]
    return f"{rules['bands'][place]['label']}{' và các loại cao hơn' if place else ''}"
