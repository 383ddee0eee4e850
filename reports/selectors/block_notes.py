"""What each blocking rule means for one unit: whether it holds, and how far away it is."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from foundation.domain.vietnamese import number
from reports.domain.late_budget import LateBudget, late_budget
from reports.selectors.frames import Block
from reports.selectors.lines import Line
from scoring.domain.model import Comparison
from scoring.domain.numbers import fixed_text
from scoring.selectors import wording
from scoring.selectors.facts import LATE_RATE

_UPPER_BOUNDS = (Comparison.AT_LEAST, Comparison.ABOVE)
_CLOSE = 10
"""Fewer late dossiers than this left is close."""


@dataclass(frozen=True, slots=True)
class BlockNote:
    """One rule and one unit: what it says now, in a headline and the figures behind it.

    `is_close` warns that few late dossiers are left.
    """

    title: str
    headline: str
    detail: str
    is_holding: bool
    is_close: bool = False


def block_notes(line: Line, block: Block) -> tuple[BlockNote, ...]:
    """Return a note for every rule of the unit's block; a unit that takes no part has none."""
    if line.entry["standing"] == "excluded":
        return ()
    return tuple(_note(rule, line, block) for rule in block.rules.get("blocks", []))


def _note(rule: dict[str, Any], line: Line, block: Block) -> BlockNote:
    fact = line.given.get("facts", {}).get(rule["fact"])
    share = wording.share_of(fact) if fact else None
    if fact is None or share is None:
        reason = (fact or {}).get("reason", "")
        said = "Không xét" if reason else "Chưa có số liệu"
        return BlockNote(rule["title"], said, reason, is_holding=False)
    if rule["fact"] == LATE_RATE and "numerator" in fact and rule["test"] in _UPPER_BOUNDS:
        return _late_note(rule, fact, line, block)
    return _share_note(rule, share, fact)


def _late_note(rule: dict[str, Any], fact: dict[str, Any], line: Line, block: Block) -> BlockNote:
    budget = late_budget(
        fact["numerator"],
        fact["denominator"],
        Fraction(rule["threshold"]),
        is_inclusive=rule["test"] == Comparison.AT_LEAST,
    )
    return BlockNote(
        title=rule["title"],
        headline=_late_headline(budget, _lost(rule, line, block), block.labels[rule["bars"]]),
        detail=f"{wording.counted(fact)} hồ sơ trễ = {wording.fact_text(fact)},"
        f" chặn {wording.block_test(rule)}",
        is_holding=budget.is_spent,
        is_close=budget.late_left in range(1, _CLOSE),
    )


def _lost(rule: dict[str, Any], line: Line, block: Block) -> str:
    """Return what the block would take: the class held, or the hope of the one it bars."""
    places, held = list(block.labels), line.entry["band"]
    if held is not None and places.index(held) <= places.index(rule["bars"]):
        return f"mất “{block.labels[held]}”"
    return f"không thể được xếp “{block.labels[rule['bars']]}”"


def _late_headline(budget: LateBudget, lost: str, barred: str) -> str:
    """Return the late budget in a sentence; a spent one says what would lift the block."""
    if budget.is_spent and budget.on_time_needed is None:
        return f"Đang bị chặn loại “{barred}”"
    if budget.is_spent:
        needed = number(str(budget.on_time_needed))
        return f"Cần thêm {needed} hồ sơ đúng hạn, không trễ thêm, để lại được xếp “{barred}”"
    if budget.late_left is None:
        return "Không thể bị chặn"
    return f"Ngân sách trễ hạn: còn {number(str(budget.late_left))} hồ sơ trễ nữa là {lost}"


def _share_note(rule: dict[str, Any], share: Fraction, fact: dict[str, Any]) -> BlockNote:
    """Return the note of a share that no count of dossiers mends: its distance in points."""
    threshold = Fraction(rule["threshold"])
    is_holding = Comparison(rule["test"]).holds(share, threshold)
    distance = f"{wording.figure(fixed_text(abs(share - threshold) * 100, 2))} điểm phần trăm"
    side = "Phải cải thiện hơn" if is_holding else "Cách ngưỡng chặn"
    counted = " = ".join(filter(None, (wording.counted(fact), wording.percent(share))))
    return BlockNote(
        title=rule["title"],
        headline=f"{side} {distance}",
        detail=f"{counted}, chặn {wording.block_test(rule)}",
        is_holding=is_holding,
    )
