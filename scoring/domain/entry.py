"""A mark as a person types it for one leaf, and back again."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.domain.leaves import earned
from scoring.domain.model import (
    Answers,
    Checklist,
    Choice,
    Deduction,
    Direct,
    Leaf,
    NotApplicable,
    PerItem,
    Ratio,
    Role,
    Steps,
)
from scoring.domain.numbers import ONE, ZERO, parse_decimal
from scoring.domain.problems import BundleRefused, Notes, sentence
from scoring.domain.reading.kinds import read_scoring
from scoring.domain.reading.known import Known
from scoring.domain.reading.marks import read_mark

POINTS, VALUE, NUMERATOR, DENOMINATOR = "diem", "gia_tri", "tu_so", "mau_so"
COUNT, CHOICES, ANSWER = "so_luong", "lua_chon", "tra_loi_"
"""The names of the fields; there is one `tra_loi_CODE` for each option of answers."""

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?")
_TOO_FINE = re.compile(r"[0-9]+\.[0-9]{11,}")
_PERCENT = re.compile(r"\s*%$")


class EntryRefused(Exception):
    """What was typed is no mark for the leaf; `sentences` say why."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


def leaf_of(code: str, max_points: str, keys: Mapping[str, Any]) -> Leaf:
    """Return a leaf given as the bundle has it: its maximum, and `scoring`, `role`, `decimals`.

    Raises BundleRefused for a leaf that no set may have.
    """
    notes = Notes()
    maximum = parse_decimal(max_points) or ZERO
    facts: Known[str] = Known(is_complete=False)
    read = read_scoring(notes, keys["scoring"], "scoring", maximum, facts)
    notes.raise_if_any()
    scoring, fact = read or (Direct(), None)
    role = Role(keys["role"]) if keys.get("role") else None
    return Leaf(code, maximum, scoring, fact, role, keys.get("decimals"))


def points_of(leaf: Leaf, content: Mapping[str, Any] | None) -> Fraction | None:
    """Return what a mark earns, exact; None for none and for one that is not applicable.

    Raises EntryRefused for a mark that the leaf does not take.
    """
    if content is None:
        return None
    notes = Notes()
    mark = read_mark(notes, dict(content), "", leaf)
    try:
        notes.raise_if_any()
    except BundleRefused as refusal:
        raise EntryRefused([sentence(problem) for problem in refusal.problems]) from refusal
    return None if mark is None or isinstance(mark, NotApplicable) else earned(leaf, mark)


def typed_mark(leaf: Leaf, typed: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """Return the mark that was typed for a leaf, as the bundle has it; None if nothing was typed.

    Numbers are as Vietnamese write them: 81,99 or 1.234,5; a share may be typed as 93 %. `typed`
    holds the fields of the leaf's kind, as a form sends them. Raises EntryRefused.
    """
    content = _content(leaf, {name: [text.strip() for text in t] for name, t in typed.items()})
    points_of(leaf, content)
    return content


def typed_of(content: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a person would have typed for a mark: text by field; choices are a list."""
    if content is None or "state" in content:
        return {}
    if "choices" in content:
        return {CHOICES: list(content["choices"])}
    if "counts" in content:
        return {f"{ANSWER}{code}": str(count) for code, count in content["counts"].items()}
    names = {"points": POINTS, "value": VALUE, "count": COUNT}
    names |= {"numerator": NUMERATOR, "denominator": DENOMINATOR}
    return {names[key]: str(given).replace(".", ",") for key, given in content.items()}


def _content(leaf: Leaf, typed: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """Return the mark in its shape, whatever its figures are worth."""
    match leaf.scoring:
        case Direct():
            text = _first(typed, POINTS)
            return {"points": typed_decimal(text)} if text else None
        case Choice() | Checklist():
            chosen = [code for code in typed.get(CHOICES, ()) if code]
            is_none = not chosen and not _is_checked(leaf, typed)
            return None if is_none else {"choices": chosen}
        case Deduction() | PerItem():
            text = _first(typed, COUNT)
            return {"count": _whole(text)} if text else None
        case Answers(worth):
            counts = {code: _first(typed, f"{ANSWER}{code}") for code in worth}
            given = {code: _whole(text) for code, text in counts.items() if text}
            return {"counts": given} if given else None
        case _:
            return _measured(leaf, typed)


def _measured(leaf: Leaf, typed: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """Return a share: a value, or numerator and denominator, of which one is typed at most."""
    value = _first(typed, VALUE)
    parts = {"numerator": _first(typed, NUMERATOR), "denominator": _first(typed, DENOMINATOR)}
    if value and any(parts.values()):
        raise EntryRefused(["Hãy nhập tỷ lệ, hoặc tử số và mẫu số; không nhập cả hai."])
    if value:
        return {"value": typed_share(value, may_exceed=_may_exceed(leaf))}
    if not any(parts.values()):
        return None
    if not all(parts.values()):
        raise EntryRefused(["Hãy nhập cả tử số và mẫu số."])
    return {name: _whole(text) for name, text in parts.items()}


def _may_exceed(leaf: Leaf) -> bool:
    """Return whether a value above 1 can mean something for the leaf."""
    match leaf.scoring:
        case Ratio(may_exceed=may_exceed):
            return may_exceed
        case Steps(steps):
            return any(at_least > ONE for at_least, _ in steps)
        case _:
            return False


def _is_checked(leaf: Leaf, typed: Mapping[str, Sequence[str]]) -> bool:
    """Return whether somebody said that no item of a checklist holds; that is a mark of zero."""
    return isinstance(leaf.scoring, Checklist) and typed.get(CHOICES) is not None


def _first(typed: Mapping[str, Sequence[str]], name: str) -> str:
    given = typed.get(name, ())
    return given[0] if given else ""


def typed_decimal(text: str) -> str:
    """Return a number as the bundle spells it; dots group thousands where they can only do that.

    Raises EntryRefused.
    """
    plain = text.replace(".", "") if _GROUPED.fullmatch(text) else text
    plain = plain.replace(",", ".")
    whole, point, digits = plain.partition(".")
    spelt = (whole.lstrip("0") or "0" if whole.isdecimal() else whole) + point + digits
    if parse_decimal(spelt) is not None:
        return spelt
    if _TOO_FINE.fullmatch(spelt):
        raise EntryRefused([f"“{text}” có quá nhiều chữ số thập phân; nhiều nhất 10."])
    raise EntryRefused([f"“{text}” không phải số; hãy viết như 81,99."])


def typed_share(text: str, *, may_exceed: bool = False) -> str:
    """Return a share as the bundle spells it; "93 %" is 0.93.

    Raises EntryRefused, also for one above the whole unless it may exceed it: 93 is not 93 %.
    """
    share = _share(text)
    if not may_exceed and (parse_decimal(share) or ZERO) > ONE:
        hint = "" if _PERCENT.search(text) else f"; nếu là phần trăm, hãy viết {text} %"
        raise EntryRefused([f"“{text}” lớn hơn toàn bộ{hint}."])
    return share


def _share(text: str) -> str:
    if not _PERCENT.search(text):
        return typed_decimal(text)
    whole, _, digits = typed_decimal(_PERCENT.sub("", text)).partition(".")
    padded = whole.zfill(3)
    decimals = (padded[-2:] + digits).rstrip("0")
    share = padded[:-2].lstrip("0") or "0"
    return f"{share}.{decimals}" if decimals else share


def _whole(text: str) -> int:
    spelt = typed_decimal(text)
    if not spelt.isdecimal():
        raise EntryRefused([f"“{text}” không phải số nguyên từ 0."])
    return int(spelt)
