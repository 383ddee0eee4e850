"""What is wrong with a document: problems with code, place and sentence, collected and refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from scoring.domain.canonical import document_text
from scoring.domain.wording import SENTENCES

MAX_PROBLEMS = 200_000
"""A list longer than this ends with the problem `too_many_problems`, so that memory is bounded."""

_SHOWN_LENGTH = 80
_WORDS = {None: "null", True: "true", False: "false"}
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for refusing: a stable code, the place in the document, a Vietnamese sentence."""

    code: str
    place: str
    message: str


class BundleRefused(Exception):
    """A document was refused; `problems` lists every reason found, in the order of reading."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Notes:
    """Collects the problems of one document; a code is noted once per place."""

    def __init__(self) -> None:
        self._problems: dict[tuple[str, str], Problem] = {}

    def add(self, code: str, place: str, /, **details: object) -> None:
        """Note a problem. Raises BundleRefused when the list is full."""
        if len(self._problems) >= MAX_PROBLEMS:
            self.refuse("too_many_problems", "", limit=MAX_PROBLEMS)
        shown_details = {name: shown(detail) for name, detail in details.items()}
        message = SENTENCES[code].format(**shown_details)
        self._problems.setdefault((code, place), Problem(code, place, message))

    def refuse(self, code: str, place: str, /, **details: object) -> NoReturn:
        """Note a last problem, past which nothing can be read, and raise BundleRefused."""
        message = SENTENCES[code].format(**{name: shown(it) for name, it in details.items()})
        raise BundleRefused((*self._problems.values(), Problem(code, place, message)))

    def raise_if_any(self) -> None:
        """Raise BundleRefused with everything noted so far, if there is anything."""
        if self._problems:
            raise BundleRefused(tuple(self._problems.values()))


def problems_text(problems: Iterable[Problem]) -> str:
    """Return the text of a problems document (`cchc-ranking-problems/1`)."""
    return document_text(
        {
            "format": "cchc-ranking-problems/1",
            "problems": (
                {"code": it.code, "place": it.place, "message": it.message} for it in problems
            ),
        }
    )


def member(place: str, key: str) -> str:
    """Return the place of an object's member: `units[0].name`, `units[0].marks["1.1"]`."""
    if not place:
        return _suffix(key).removeprefix(".")
    return place + _suffix(key)


def shown(value: object) -> str:
    """Return a value as a message may show it: of bounded length, with nothing unprintable."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = _WORDS[value] if value is None or isinstance(value, bool) else str(value)
    if len(text) > _SHOWN_LENGTH:
        text = text[: _SHOWN_LENGTH - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@lru_cache(maxsize=4096)
def _suffix(key: str) -> str:
    if len(key) <= _SHOWN_LENGTH and _PLAIN_KEY.fullmatch(key):
        return f".{key}"
    quoted = shown(key).replace("\\", "\\\\").replace('"', '\\"')
    return f'["{quoted}"]'
