"""A unit's facts as cells: the figure, the count behind it, and what the run keeps beside it."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from foundation.domain.vietnamese import number
from reports.selectors.methods import FactNote
from scoring.domain.numbers import fixed_text
from scoring.selectors import wording


@dataclass(frozen=True, slots=True)
class FactCell:
    """A fact of one unit: the percentage, the count behind it, and its badge.

    `interval` is the 95 % interval, `outside` what the rate leaves out; "" where there is none.
    `badge` says that the fact blocks a class, or breaks a rule without lowering the unit.
    """

    title: str
    definition: str
    text: str
    behind: str
    interval: str
    outside: str
    reason: str
    badge: str


def fact_cell(
    declared: FactNote, fact: dict[str, Any] | None, beside: dict[str, Any], badge: str
) -> FactCell:
    """Return the cell of a fact, None if nobody gave it; `beside` is its part of the supplement."""
    given = fact or {}
    return FactCell(
        title=declared.title,
        definition=declared.definition,
        text=wording.fact_text(fact),
        behind=_behind(given),
        interval=_interval(beside) if wording.share_of(given) is not None else "",
        outside=_outside(beside),
        reason=given.get("reason", ""),
        badge=badge,
    )


def _behind(fact: dict[str, Any]) -> str:
    """Return "2.310/2.500 · 500 phiếu"; either part may be missing."""
    sample = f"{number(str(fact['sample']))} phiếu" if "sample" in fact else ""
    return " · ".join(filter(None, (wording.counted(fact), sample)))


def _interval(beside: dict[str, Any]) -> str:
    """Return "89,1–95,3 %", one decimal, each bound rounded half up."""
    if "low" not in beside:
        return ""
    bounds = (fixed_text(Fraction(beside[key]) * 100, 1) for key in ("low", "high"))
    return f"{'–'.join(map(number, bounds))} %"


def _outside(beside: dict[str, Any]) -> str:
    undetermined = beside.get("undetermined", 0)
    if not undetermined:
        return ""
    return f"{number(str(undetermined))} hồ sơ không xác định được hạn, ngoài tỷ lệ"
