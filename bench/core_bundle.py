"""A bundle of any size for the benchmark of the core: every kind of leaf, every state of a mark."""

import json
from typing import Any

AREAS = 10

_OPTIONS = [{"code": code, "points": points} for code, points in (("a", "1"), ("b", "0.5"))]
_SCORINGS: tuple[dict[str, Any], ...] = (
    {"kind": "direct"},
    {"kind": "choice", "options": _OPTIONS},
    {"kind": "checklist", "options": [{"code": code, "points": "0.25"} for code in "abcd"]},
    {"kind": "bands", "steps": [{"at_least": f"0.{n}", "points": f"0.{n}"} for n in range(5, 10)]},
    {"kind": "ratio", "floor": "0.5", "target": "0.95"},
    {"kind": "deduction", "per_fault": "0.25"},
    {"kind": "count", "per_item": "0.2"},
    {"kind": "answers", "options": [{"code": str(n), "worth": f"0.{2 * n}"} for n in range(5)]},
    {"kind": "ratio", "invert": True, "from_fact": "late_rate"},
)
_BANDS = (("good", "Tốt", "80"), ("fair", "Khá", "65"), ("average", "Trung bình", "50"))
_LATE = {"code": "late", "fact": "late_rate", "test": ">=", "threshold": "0.05"}


def bundle_bytes(units: int, leaves: int) -> bytes:
    """Return a ranking bundle of so many units and leaves of one point each, the same every time.

    One mark in 20 is not applicable, and the ninth kind of leaf reads a fact.
    """
    areas = [_area(number, leaves) for number in range(min(AREAS, leaves))]
    document = {
        "format": "cchc-ranking-bundle/1",
        "year": 2024,
        "title": "Bench",
        "cutoff": "2024-12-31T23:59:59+07:00",
        "rule_set": _rule_set(),
        "facts": [{"code": "late_rate"}],
        "groups": [{"code": "g", "title": "Sở, ban, ngành", "criteria_set": _set(areas, leaves)}],
        "units": [_unit(number, leaves) for number in range(units)],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _rule_set() -> dict[str, Any]:
    bands = [{"code": code, "label": label, "at_least": bound} for code, label, bound in _BANDS]
    return {
        "code": "r",
        "sources": [],
        "basis": "index",
        "rank_on": "unrounded",
        "ties": "competition",
        "decimals": 2,
        "rounding": "half_up",
        "unmarked": "refuse",
        "bands": [*bands, {"code": "weak", "label": "Yếu", "at_least": "0"}],
        "blocks": [{**_LATE, "title": "Trễ hạn", "bars": "good", "when_missing": "refuse"}],
    }


def _set(areas: list[dict[str, Any]], leaves: int) -> dict[str, Any]:
    return {
        "code": "s",
        "title": "Bench",
        "aggregation": "sum",
        "max_points": str(leaves),
        "areas": areas,
    }


def _area(number: int, leaves: int) -> dict[str, Any]:
    """Return every tenth leaf as an area, in one criterion."""
    criteria = [_leaf(leaf) for leaf in range(number, leaves, AREAS)]
    shared = {"title": f"Tiêu chí {number}", "max_points": str(len(criteria))}
    criterion = {"code": f"c{number}", **shared, "criteria": criteria}
    return {"code": f"a{number}", **shared, "criteria": [criterion]}


def _leaf(number: int) -> dict[str, Any]:
    scoring = _SCORINGS[number % len(_SCORINGS)]
    title = f"Tiêu chí thành phần {number}"
    return {"code": f"l{number}", "title": title, "max_points": "1", "scoring": scoring}


def _unit(number: int, leaves: int) -> dict[str, Any]:
    marks = {f"l{leaf}": _mark(number, leaf) for leaf in range(leaves) if not _reads_fact(leaf)}
    facts = {"late_rate": {"numerator": number % 13, "denominator": 100 + number}}
    name = f"Đơn vị {number}"
    return {"code": f"u{number:05}", "name": name, "group": "g", "marks": marks, "facts": facts}


def _reads_fact(leaf: int) -> bool:
    return "from_fact" in _SCORINGS[leaf % len(_SCORINGS)]


def _mark(unit: int, leaf: int) -> dict[str, Any]:
    """Return a mark that the leaf's kind takes; which one hangs on nothing but unit and leaf."""
    seed = unit * 7919 + leaf * 104_729
    if seed % 20 == 0 and leaf:
        return {"state": "not_applicable", "reason": "Không phát sinh"}
    marks: tuple[dict[str, Any], ...] = (
        {"points": f"0.{seed % 1000:03}"},
        {"choices": ["ab"[seed % 2]]},
        {"choices": list("abcd"[: seed % 5])},
        {"value": f"0.{seed % 100:02}"},
        {"numerator": seed % 97, "denominator": 97 + seed % 31},
        {"count": seed % 6},
        {"count": seed % 6},
        {"counts": {str(n): 1 + seed % (n + 7) for n in range(5)}},
    )
    return marks[leaf % len(_SCORINGS)]
