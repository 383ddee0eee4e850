"""Facts, marks and thresholds in the words and numbers that people read."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from foundation.domain.vietnamese import number
from scoring.domain.numbers import exact_text, fixed_text, parse_decimal

NONE = "–"
POINT_DECIMALS, INDEX_DECIMALS = 4, 2
"""Most decimals of points and of indices as people read them."""

_COMPARISONS = {">=": "từ {} trở lên", ">": "trên {}", "<=": "từ {} trở xuống", "<": "dưới {}"}


def figure(text: str | None) -> str:
    """Return a figure as it is written, a dash where there is none."""
    return NONE if text is None else number(text)


def points(text: str | None) -> str:
    """Return points as they are, or rounded to four decimals; the exact ones are for auditors."""
    return _at_most(text, POINT_DECIMALS)


def index(text: str | None) -> str:
    """Return an index with two decimals, "" where there is none; ten are stored for auditors."""
    return "" if text is None else _at_most(text, INDEX_DECIMALS)


def _at_most(text: str | None, decimals: int) -> str:
    if text is None or len(text.partition(".")[2]) <= decimals:
        return figure(text)
    value = parse_decimal(text)
    return figure(text if value is None else fixed_text(value, decimals))


def signed(value: Decimal) -> str:
    """Return a difference with its sign, a real minus: "+1,25", "−0,40", "0,00"."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + number(f"{abs(value):f}")


def anchor(code: str) -> str:
    """Return the name by which a page can be opened at a criterion: "tieu-chi-1-1-2"."""
    return "tieu-chi-" + re.sub(r"[^0-9A-Za-z]", "-", code)


def percent(share: Fraction) -> str:
    """Return a share as a percentage with two decimals, as people read it: "5,00 %"."""
    return f"{number(fixed_text(share * 100, 2))} %"


def share_of(fact: dict[str, Any]) -> Fraction | None:
    """Return the share that a ratio or value gives, None for anything else."""
    if "numerator" in fact:
        return Fraction(fact["numerator"], fact["denominator"])
    return parse_decimal(fact["value"]) if "value" in fact else None


def counted(fact: dict[str, Any]) -> str:
    """Return numerator and denominator as they stand behind a percentage: "6/120"."""
    if "numerator" not in fact:
        return ""
    return f"{number(str(fact['numerator']))}/{number(str(fact['denominator']))}"


def fact_text(fact: dict[str, Any] | None) -> str:
    """Return a fact in words; a fact that nobody gave is said to be missing, never 0."""
    if fact is None:
        return "chưa có số liệu"
    if fact.get("state") == "not_applicable":
        return "không áp dụng"
    if "count" in fact:
        return number(str(fact["count"]))
    share = share_of(fact)
    return percent(share) if share is not None else ""


def mark_text(mark: dict[str, Any] | None) -> str:
    """Return what was entered for a leaf, in words."""
    if mark is None or mark.get("state") == "unmarked":
        return "chưa chấm"
    if mark.get("state") == "not_applicable":
        return f"không áp dụng: {mark['reason']}"
    if "points" in mark:
        return f"{number(mark['points'])} điểm"
    if "choices" in mark:
        return ", ".join(mark["choices"])
    if "counts" in mark:
        return "; ".join(f"{code}: {number(str(n))}" for code, n in mark["counts"].items())
    return " = ".join(filter(None, (counted(mark), fact_text(mark))))


def short_percent(text: str) -> str:
    """Return a decimal as a percentage with no more digits than it has: "5 %"."""
    value = parse_decimal(text)
    return f"{number(exact_text(value * 100))} %" if value is not None else text


def block_test(block: dict[str, Any]) -> str:
    """Return a block's test as it is read: "từ 5 % trở lên"."""
    return _COMPARISONS[block["test"]].format(short_percent(block["threshold"]))
