"""How a leaf is marked, as a person types it in a form or in the cells of a workbook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from foundation.domain.vietnamese import tidy
from scoring.domain.entry import POINTS, VALUE, EntryRefused, typed_mark
from scoring.domain.model import Direct, Leaf, Ratio
from scoring.domain.numbers import ONE, ZERO

WITH_OPTIONS = {"choice": "points", "checklist": "points", "answers": "worth"}
"""The kinds that have options, and what each option gives."""
WITH_EACH = {"deduction": "per_fault", "count": "per_item"}
_NUMBER = Leaf("", Fraction(10**12), Direct())
_SHARE = Leaf("", ONE, Ratio(ZERO, ONE, is_inverted=False, may_exceed=True))


@dataclass(frozen=True, slots=True)
class TypedLeaf:
    """How a leaf is marked, every figure as typed; a step of bands stands as (at least, points)."""

    kind: str = ""
    options: tuple[tuple[str, str], ...] = ()
    each: str = ""
    floor: str = ""
    target: str = ""
    is_inverted: bool = False
    may_exceed: bool = False
    fact: str = ""
    role: str = ""
    decimals: str = ""


class LeafRefused(Exception):
    """What was typed holds figures that are none; `faults` has a sentence for each field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def typed_decimal(text: str) -> str:
    """Return a number typed as Vietnamese write it, as the bundle spells it; EntryRefused if none.

    "81,99" is "81.99", "1.234,5" is "1234.5".
    """
    mark = typed_mark(_NUMBER, {POINTS: [text]}) or {"points": "0"}
    return str(mark["points"])


def typed_share(text: str) -> str:
    """Return a share typed as 0,9 or 90 %, as the bundle spells it; EntryRefused if it is none."""
    mark = typed_mark(_SHARE, {VALUE: [text]}) or {"value": "0"}
    return str(mark["value"])


def leaf_document(typed: TypedLeaf) -> dict[str, Any] | None:
    """Return the leaf as the bundle has it, None for a criterion that is not marked itself.

    What is still missing is left out, for the core to name. Raises LeafRefused.
    """
    if not typed.kind:
        return None
    faults: dict[str, str] = {}
    scoring: dict[str, Any] = {"kind": typed.kind}
    if typed.kind in WITH_OPTIONS:
        scoring["options"] = _options(typed, faults)
    elif typed.kind == "bands":
        scoring["steps"] = _steps(typed, faults)
    elif typed.kind in WITH_EACH and typed.each:
        scoring[WITH_EACH[typed.kind]] = _read(typed_decimal, typed.each, "each", faults)
    scoring |= _of_a_share(typed, faults)
    leaf: dict[str, Any] = {"scoring": scoring}
    if typed.role:
        leaf["role"] = typed.role
    if typed.decimals:
        leaf["decimals"] = _decimals(typed.decimals, faults)
    if faults:
        raise LeafRefused(faults)
    return leaf


def typed_leaf(leaf: Mapping[str, Any] | None) -> TypedLeaf:
    """Return what a person would have typed for a leaf."""
    scoring = (leaf or {}).get("scoring") or {}
    kind = scoring.get("kind", "")
    if kind == "bands":
        options = [(step["at_least"], step["points"]) for step in scoring.get("steps", [])]
    else:
        gives = WITH_OPTIONS.get(kind, "points")
        options = [(option["code"], option[gives]) for option in scoring.get("options", [])]
    return TypedLeaf(
        kind=kind,
        options=tuple((_shown(name, kind), written(points)) for name, points in options),
        each=written(scoring.get(WITH_EACH.get(kind, ""), "")),
        floor=written(scoring.get("floor", "")),
        target=written(scoring.get("target", "")),
        is_inverted=scoring.get("invert", False),
        may_exceed=scoring.get("allow_over", False),
        fact=scoring.get("from_fact", ""),
        role=(leaf or {}).get("role", ""),
        decimals=str((leaf or {}).get("decimals", "")),
    )


def written(text: str) -> str:
    """Return a number of the bundle as a person types it."""
    return text.replace(".", ",")


def _shown(name: str, kind: str) -> str:
    return written(name) if kind == "bands" else name


def _options(typed: TypedLeaf, faults: dict[str, str]) -> list[dict[str, str]]:
    """Return the options; a row without code or without figure is a fault."""
    gives = WITH_OPTIONS[typed.kind]
    options = []
    for code, text in _filled(typed):
        if not code or not text or ";" in code:
            _note(faults, "options", f"Phương án “{code}”: cần mã (không có dấu ;) và số.")
            continue
        options.append({"code": code, gives: _read(typed_decimal, text, "options", faults)})
    return options


def _steps(typed: TypedLeaf, faults: dict[str, str]) -> list[dict[str, str]]:
    steps = []
    for bound, text in _filled(typed):
        if not bound or not text:
            _note(faults, "options", f"Bậc “{bound}”: cần mức từ và điểm.")
            continue
        at_least = _read(typed_share, bound, "options", faults)
        points = _read(typed_decimal, text, "options", faults)
        steps.append({"at_least": at_least, "points": points})
    return steps


def _filled(typed: TypedLeaf) -> list[tuple[str, str]]:
    rows = [(tidy(code), text.strip()) for code, text in typed.options]
    return [row for row in rows if any(row)]


def _of_a_share(typed: TypedLeaf, faults: dict[str, str]) -> dict[str, Any]:
    """Return the keys of a leaf that reads a share, and the fact that it may read."""
    keys: dict[str, Any] = {}
    if typed.kind == "ratio":
        for name in ("floor", "target"):
            if text := getattr(typed, name):
                keys[name] = _read(typed_share, text, name, faults)
        if typed.may_exceed:
            keys["allow_over"] = True
    if typed.kind in ("bands", "ratio") and typed.is_inverted:
        keys["invert"] = True
    if typed.kind not in WITH_OPTIONS and typed.kind != "direct" and typed.fact:
        keys["from_fact"] = typed.fact
    return keys


def _read(reader: Callable[[str], str], text: str, field: str, faults: dict[str, str]) -> str:
    """Return a figure as read; one that is none is noted under its field."""
    try:
        return reader(text)
    except EntryRefused as refusal:
        _note(faults, field, *refusal.sentences)
        return "0"


def _note(faults: dict[str, str], field: str, *sentences: str) -> None:
    """Add to what is said of a field."""
    faults[field] = " ".join(filter(None, (faults.get(field), *sentences)))


def _decimals(text: str, faults: dict[str, str]) -> int:
    if text in tuple("0123456"):
        return int(text)
    faults["decimals"] = f"“{text}”: số chữ số làm tròn là từ 0 đến 6."
    return 0
