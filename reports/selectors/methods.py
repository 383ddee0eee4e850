"""How a run was made, in sentences: what was counted, how units rank, what blocks a class."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from foundation.domain.vietnamese import number
from scoring.selectors import rule_sentences, wording


@dataclass(frozen=True, slots=True)
class FactNote:
    """What a fact counts, and in one line over which days, as of when and from where."""

    code: str
    title: str
    definition: str
    scope: str


def fact_notes(
    facts: list[dict[str, Any]], supplements: Iterable[dict[str, Any]]
) -> tuple[FactNote, ...]:
    """Return the declared facts of a bundle; what a bundle leaves out is left out here too.

    The units' supplements (fact code → what stands beside it) say which have an interval.
    """
    have_interval = {
        code for unit in supplements for code, beside in unit.items() if "low" in beside
    }
    return tuple(
        FactNote(
            code=fact["code"],
            title=fact.get("title", fact["code"]),
            definition=fact.get("definition", ""),
            scope=_scope(fact, fact["code"] in have_interval),
        )
        for fact in facts
    )


def _scope(fact: dict[str, Any], has_interval: bool) -> str:
    """Return "kỳ 01/01/2024 – 31/12/2024; tính đến 31/12/2024 23:59; nguồn: …"."""
    days = " – ".join(f"{date.fromisoformat(day):%d/%m/%Y}" for day in fact.get("period", []))
    parts = {
        "kỳ {}": days,
        "tính đến {}": instant(fact["as_of"]) if fact.get("as_of") else "",
        "nguồn: {}": fact.get("source", ""),
        "khoảng đi kèm: {}": "khoảng tin cậy 95 %" if has_interval else "",
    }
    return "; ".join(words.format(part) for words, part in parts.items() if part)


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
        rule_sentences.reading(rules),
        f"Điểm in tối đa {wording.POINT_DECIMALS} chữ số thập phân; phép tính dùng số đầy đủ.",
        rule_sentences.ties(rules),
        rule_sentences.bands(rules),
        *(rule_sentences.block(block, rules, titles) for block in rules.get("blocks", [])),
        *_exceptions(rules, criteria_set),
    )


def _basis(rules: dict[str, Any], criteria_set: dict[str, Any]) -> str:
    if rules["basis"] == "points":
        return rule_sentences.OF_POINTS
    if criteria_set["aggregation"] == "weighted":
        return "Chỉ số = trung bình có trọng số của các lĩnh vực; bỏ qua tiêu chí không áp dụng."
    return rule_sentences.OF_INDEX


def _exceptions(rules: dict[str, Any], criteria_set: dict[str, Any]) -> list[str]:
    """Return the sentences of what only some rule sets say: caps and unmarked leaves."""
    caps = {"bonus_cap": "Tổng điểm thưởng", "penalty_cap": "Tổng điểm trừ"}
    said = [
        f"{words} không quá {number(criteria_set[key])}."
        for key, words in caps.items()
        if criteria_set.get(key) is not None
    ]
    if rules.get("total_cap") == "max":
        said.append(rule_sentences.CAPPED)
    if _has_extra_points(criteria_set["areas"]):
        said.append("Điểm thưởng, điểm trừ tính vào tổng điểm, không tính vào điểm lĩnh vực.")
    unmarked = rule_sentences.UNMARKED.get(rules["unmarked"])
    return [*said, unmarked] if unmarked else said


def _has_extra_points(nodes: list[dict[str, Any]]) -> bool:
    return any("role" in node or _has_extra_points(node.get("criteria", [])) for node in nodes)
