"""What is wrong with a document: problems with code, place and sentence, collected and refused."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn

from scoring.domain.canonical import document_text
from scoring.domain.wording import SENTENCES

MAX_PROBLEMS = 200_000
"""A list longer than this ends with the problem `too_many_problems`, so that memory is bounded."""

_SHOWN_LENGTH = 80
_WORDS = {None: "null", True: "true", False: "false"}
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_WITH_NUMBERS = {
    "above_maximum": ("value", "maximum"),
    "duplicate_step": ("value",),
    "inverted_above_one": ("value",),
    "maxima_do_not_add_up": ("declared", "below"),
    "numerator_above_denominator": ("numerator", "denominator"),
    "weights_do_not_add_up": ("total",),
}
"""The details of a sentence that are figures; codes such as 1.1 look like figures and are none."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for refusing: a stable code, the place in the document, a Vietnamese sentence.

    The sentence spells numbers as documents do; `details` are what it was made of.
    """

    code: str
    place: str
    message: str
    details: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)


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
        self._problems.setdefault((code, place), _problem(code, place, details))

    def refuse(self, code: str, place: str, /, **details: object) -> NoReturn:
        """Note a last problem, past which nothing can be read, and raise BundleRefused."""
        raise BundleRefused((*self._problems.values(), _problem(code, place, details)))

    def raise_if_any(self) -> None:
        """Raise BundleRefused with everything noted so far, if there is anything."""
        if self._problems:
            raise BundleRefused(tuple(self._problems.values()))


def sentence(problem: Problem, **named: str) -> str:
    """Return the sentence of a problem as people read it: its figures are 1.234,5, not 1234.5.

    `named` are details that people call otherwise than by their codes.
    """
    figures = _WITH_NUMBERS.get(problem.code, ())
    if not problem.details or not (figures or named):
        return problem.message
    written = {name: _figure(it) if name in figures else it for name, it in problem.details}
    return SENTENCES[problem.code].format(**(written | named))


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


def _problem(code: str, place: str, details: Mapping[str, object]) -> Problem:
    written = {name: shown(detail) for name, detail in details.items()}
    return Problem(code, place, SENTENCES[code].format(**written), tuple(written.items()))


def _figure(text: str) -> str:
    """Return a plain decimal as Vietnamese write it; anything else stays as it is."""
    if not _NUMBER.fullmatch(text):
        return text
    whole, _, decimals = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if decimals else grouped


@lru_cache(maxsize=4096)
def _suffix(key: str) -> str:
    if len(key) <= _SHOWN_LENGTH and _PLAIN_KEY.fullmatch(key):
        return f".{key}"
    quoted = shown(key).replace("\\", "\\\\").replace('"', '\\"')
    return f'["{quoted}"]'
