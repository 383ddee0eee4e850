"""Strict JSON: text or bytes to a tree, refusing what a bundle may not hold.

Limits that the format leaves open, so that time and memory stay bounded: 128 MiB of text, four
million values, a nesting that the standard parser can follow, integers of at most 15 characters.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scoring.domain.problems import Notes, member

MAX_BYTES = 128 * 1024 * 1024
MAX_VALUES = 4_000_000
_MAX_LENGTH = 15

_RISKY_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")

Place = tuple["Place", str | int] | None


@dataclass(frozen=True, slots=True)
class BadNumber:
    """A number that no bundle may hold, left in the tree; it has been noted already."""

    literal: str
    code: str


class _Repeated(dict[str, object]):
    """An object that gives some keys more than once; the last value stands."""

    keys_again: tuple[str, ...] = ()


class _Hooks:
    """Watches the parser for what must be looked up afterwards."""

    def __init__(self) -> None:
        self.is_suspicious = False

    def members(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        self.is_suspicious = True
        repeated = _Repeated(plain)
        times = Counter(key for key, _ in pairs)
        repeated.keys_again = tuple(key for key in plain if times[key] > 1)
        return repeated

    def integer(self, literal: str) -> int | BadNumber:
        if len(literal) <= _MAX_LENGTH and literal != "-0":
            return int(literal)
        self.is_suspicious = True
        return BadNumber(literal, "malformed_number")

    def fraction(self, literal: str) -> BadNumber:
        self.is_suspicious = True
        return BadNumber(literal, "float_number")


def parse(data: bytes | str, notes: Notes) -> object:
    """Return the tree of a JSON text; what is wrong inside it is noted with its place.

    Numbers that may not stand are left in the tree as BadNumber. Raises BundleRefused, through the
    notes, when there is no tree at all: not UTF-8, not JSON, too large or nested too deeply.
    """
    text = _text(data, notes)
    hooks = _Hooks()
    try:
        tree: object = json.loads(
            text,
            object_pairs_hook=hooks.members,
            parse_int=hooks.integer,
            parse_float=hooks.fraction,
            parse_constant=hooks.fraction,
        )
    except json.JSONDecodeError as error:
        notes.refuse("not_json", "", line=error.lineno, column=error.colno)
    except RecursionError:
        notes.refuse("nested_too_deeply", "")
    if hooks.is_suspicious or _RISKY_ESCAPE.search(text):
        _look_up(tree, notes)
    return tree


def _text(data: bytes | str, notes: Notes) -> str:
    if len(data) > MAX_BYTES:
        notes.refuse("too_large", "", limit=MAX_BYTES)
    try:
        text = data.decode() if isinstance(data, bytes) else data.encode().decode()
    except UnicodeError:
        notes.refuse("not_utf8", "")
    if text.startswith("\ufeff"):
        notes.refuse("byte_order_mark", "")
    if sum(map(text.count, "[{,")) > MAX_VALUES:
        notes.refuse("too_many_values", "", limit=MAX_VALUES)
    return text


def _look_up(tree: object, notes: Notes) -> None:
    """Note every number, key and string that may not stand, in the order of the document."""
    waiting: list[tuple[Any, Place]] = [(tree, None)]
    while waiting:
        value, place = waiting.pop()
        for code, key, detail in _faults(value):
            where = place if key is None else (place, key)
            notes.add(code, _place_text(where), value=detail)
        if isinstance(value, dict):
            waiting.extend([(value[key], (place, key)) for key in reversed(value)])
        elif isinstance(value, list):
            waiting.extend([(value[i], (place, i)) for i in range(len(value) - 1, -1, -1)])


def _faults(value: object) -> Iterator[tuple[str, str | None, str]]:
    """Yield the faults of one value, its keys included: code, key (None: the value), detail."""
    if isinstance(value, BadNumber):
        yield value.code, None, value.literal
    elif isinstance(value, str):
        yield from ((code, None, value) for code in _text_faults(value))
    elif isinstance(value, dict):
        if isinstance(value, _Repeated):
            yield from (("duplicate_key", key, key) for key in value.keys_again)
        for key in value:
            yield from ((code, key, key) for code in _text_faults(key))


def _text_faults(text: str) -> Iterator[str]:
    if "\0" in text:
        yield "nul_character"
    if any("\ud800" <= character <= "\udfff" for character in text):
        yield "lone_surrogate"


def _place_text(place: Place) -> str:
    keys: list[str | int] = []
    while place is not None:
        place, key = place
        keys.append(key)
    text = ""
    for key in reversed(keys):
        text = f"{text}[{key}]" if isinstance(key, int) else member(text, key)
    return text
