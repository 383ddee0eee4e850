"""Typed readers for the members of one JSON object; what is wrong is noted, reading goes on.

A reader that fails returns a harmless placeholder and marks its key as broken, so that a part is
built only when it is `sound` and one problem does not call up false ones.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeGuard, TypeVar

from scoring.domain.numbers import ONE, parse_decimal
from scoring.domain.problems import Notes, member
from scoring.domain.strict_json import BadNumber

MAX_INTEGER = 10**12
MAX_DECIMALS = 6

E = TypeVar("E", bound=StrEnum)


class Keys:
    """The keys that an object must and may have, written as words."""

    def __init__(self, required: str, optional: str = "") -> None:
        self.required = tuple(required.split())
        self.exactly = frozenset(self.required)
        self.known = self.exactly | frozenset(optional.split())


class Fields:
    """One JSON object being read."""

    __slots__ = ("_broken", "_notes", "_place", "_raw")

    def __init__(self, notes: Notes, raw: object, place: str, keys: Keys) -> None:
        self._notes = notes
        self._place = place
        self._broken: set[str] = set()
        self._raw: dict[str, object] = {}
        if isinstance(raw, dict):
            self._raw = raw
            self._check_keys(keys)
        else:
            note_type(notes, raw, place, "một đối tượng {…}")
            self._broken.add("")

    def _check_keys(self, keys: Keys) -> None:
        if self._raw.keys() == keys.exactly:
            return
        for key in self._raw:
            if key not in keys.known:
                self._notes.add("unknown_key", self.at(key), key=key)
        for key in keys.required:
            if key not in self._raw:
                self.refuse("missing_key", key, key=key)

    @property
    def is_sound(self) -> bool:
        """Whether every member read so far was there and well-formed."""
        return not self._broken

    def has(self, key: str) -> bool:
        """Return whether the member was given and is not broken."""
        return key in self._raw and key not in self._broken

    def is_broken(self, *keys: str) -> bool:
        """Return whether any of the members is missing where it must not be, or not well-formed."""
        return not self._broken.isdisjoint(keys)

    def doubt(self, key: str) -> None:
        """Take a member for broken whose problem is noted already."""
        self._broken.add(key)

    def raw(self, key: str) -> object:
        """Return a member as it stands, for a reader of its own."""
        return self._raw.get(key)

    def at(self, key: str) -> str:
        """Return the place of a member."""
        return member(self._place, key)

    def refuse(self, code: str, key: str, /, **details: object) -> None:
        """Note a problem of a member and take the member for broken."""
        self._notes.add(code, self.at(key), **details)
        self._broken.add(key)

    def text(self, key: str) -> str:
        """Return a text, "" if absent; a text that is only carried may be anything."""
        raw = self._raw.get(key, "")
        if isinstance(raw, str):
            return raw
        self._refuse_type(key, "một chuỗi")
        return ""

    def code(self, key: str) -> str:
        """Return a text that names something, so it is not empty."""
        text = self.text(key)
        if not text and self.has(key):
            self.refuse("empty_code", key)
        return text

    def decimal(self, key: str, default: Fraction = ONE) -> Fraction:
        """Return a decimal, exact; points, weights and thresholds are decimals."""
        if key not in self._raw:
            return default
        raw = self._raw[key]
        value = parse_decimal(raw) if isinstance(raw, str) else None
        if value is not None:
            return value
        if not isinstance(raw, BadNumber):
            self._notes.add("malformed_decimal", self.at(key), value=raw)
        self._broken.add(key)
        return default

    def cap(self, key: str) -> Fraction | None:
        """Return a decimal, or None where the document says null or nothing."""
        return None if self._raw.get(key) is None else self.decimal(key)

    def integer(self, key: str, most: int = MAX_INTEGER, default: int = 0) -> int:
        """Return an integer from 0 to `most`."""
        if key not in self._raw:
            return default
        raw = self._raw[key]
        if is_integer(raw, most):
            return raw
        note_integer(self._notes, raw, self.at(key), most)
        self._broken.add(key)
        return default

    def flag(self, key: str) -> bool:
        """Return true or false; false if absent."""
        raw = self._raw.get(key, False)
        if isinstance(raw, bool):
            return raw
        self._refuse_type(key, "true hoặc false")
        return False

    def one_of(self, key: str, allowed: Iterable[E], default: E) -> E:
        """Return the allowed word that stands here."""
        words = {str(word): word for word in allowed}
        text = self.text(key)
        if text in words:
            return words[text]
        if self.has(key):
            self.refuse("unknown_value", key, value=text, allowed=", ".join(words))
        return default

    def word_or_null(self, key: str, word: str, default: bool) -> bool:
        """Return whether the word stands here; null says no."""
        if key not in self._raw:
            return default
        raw = self._raw[key]
        if raw is None or raw == word:
            return raw == word
        if not isinstance(raw, BadNumber):
            self._notes.add("unknown_value", self.at(key), value=raw, allowed=f"null, {word}")
        self._broken.add(key)
        return default

    def elements(self, key: str) -> list[tuple[object, str]]:
        """Return the elements of a list with their places; nothing if it is absent."""
        raw = self._raw.get(key, [])
        if not isinstance(raw, list):
            self._refuse_type(key, "một danh sách […]")
            return []
        place = self.at(key)
        return [(element, f"{place}[{index}]") for index, element in enumerate(raw)]

    def filled(self, key: str) -> list[tuple[object, str]]:
        """Return the elements of a list that may not be empty."""
        elements = self.elements(key)
        if not elements and self.has(key):
            self.refuse("empty_list", key)
        return elements

    def words(self, key: str) -> list[tuple[str, str]]:
        """Return a list of texts, each with its place; nothing if one of them is none."""
        if key not in self._raw:
            return []
        words = read_words(self._notes, self._raw[key], self.at(key))
        if words is None:
            self._broken.add(key)
        return words or []

    def members(self, key: str) -> list[tuple[str, object, str]]:
        """Return name, value and place of all that an object holds; nothing if it is absent."""
        if key not in self._raw:
            return []
        members = read_members(self._notes, self._raw[key], self.at(key))
        if members is None:
            self._broken.add(key)
        return members or []

    def _refuse_type(self, key: str, expected: str) -> None:
        note_type(self._notes, self._raw[key], self.at(key), expected)
        self._broken.add(key)


def note_type(notes: Notes, raw: object, place: str, expected: str) -> None:
    """Note a value of the wrong type, unless it is a number that has been noted already."""
    if not isinstance(raw, BadNumber):
        notes.add("wrong_type", place, expected=expected)


def is_integer(raw: object, most: int = MAX_INTEGER) -> TypeGuard[int]:
    """Return whether a value is an integer from 0 to `most`."""
    return isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= most


def note_integer(notes: Notes, raw: object, place: str, most: int = MAX_INTEGER) -> None:
    """Note a value that is no such integer."""
    if not isinstance(raw, BadNumber):
        notes.add("malformed_integer", place, value=raw, most=most)


def read_words(notes: Notes, raw: object, place: str) -> list[tuple[str, str]] | None:
    """Return a list of texts, each with its place, or None with the problems noted."""
    if not isinstance(raw, list):
        note_type(notes, raw, place, "một danh sách […]")
        return None
    words = [(word, f"{place}[{index}]") for index, word in enumerate(raw)]
    strangers = [(word, word_place) for word, word_place in words if not isinstance(word, str)]
    for stranger, stranger_place in strangers:
        note_type(notes, stranger, stranger_place, "một chuỗi")
    return None if strangers else words


def read_members(notes: Notes, raw: object, place: str) -> list[tuple[str, object, str]] | None:
    """Return name, value and place of all that an object holds, or None if it is no object."""
    if isinstance(raw, dict):
        return [(name, value, member(place, name)) for name, value in raw.items()]
    note_type(notes, raw, place, "một đối tượng {…}")
    return None


def read_variant(
    notes: Notes, raw: object, place: str, key: str, variants: Mapping[str, Keys]
) -> tuple[str, Fields] | None:
    """Return the word that decides which keys an object has, and its fields.

    None, with the problem noted, where the word is missing or unknown: then no key can be judged.
    """
    if not isinstance(raw, dict):
        note_type(notes, raw, place, "một đối tượng {…}")
    elif key not in raw:
        notes.add("missing_key", member(place, key), key=key)
    elif not isinstance(raw[key], str) or raw[key] not in variants:
        allowed = ", ".join(variants)
        notes.add("unknown_value", member(place, key), value=raw[key], allowed=allowed)
    else:
        return raw[key], Fields(notes, raw, place, variants[raw[key]])
    return None
