"""Choosing and ordering the lines of a table as a reader asks for it."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from foundation.domain.vietnamese import sort_key
from reports.selectors.asked import Asked
from reports.selectors.lines import Line
from scoring.selectors.channel_facts import ONLINE_SHARE, POSTAL_SHARE
from scoring.selectors.facts import LATE_RATE, SATISFACTION

RANK, NAME, FIGURE, CHANGE = "hang", "ten", "chi-so", "thay-doi"
FACT_WORDS = {
    LATE_RATE: "tre-han",
    SATISFACTION: "hai-long",
    ONLINE_SHARE: "truc-tuyen",
    POSTAL_SHARE: "buu-chinh",
}

LARGEST_FIRST = {FIGURE, CHANGE, *FACT_WORDS.values()}


def matching(lines: Iterable[Line], asked: Asked, bands: set[str]) -> list[Line]:
    """Return the lines that bear the class, the block and the words asked for.

    A class that is not among `bands` is no class, so it leaves nobody out.
    """
    band = asked.band if asked.band in bands else ""
    return [
        line
        for line in lines
        if (not band or line.entry["band"] == band)
        and (not asked.is_blocked or line.entry["blocked_by"])
        and (not asked.search or line.has(asked.search))
    ]


def ordered(
    lines: list[Line], asked: Asked, basis: str, differences: dict[int, Decimal]
) -> list[Line]:
    """Return the lines by the column asked for; units without a figure always stand last.

    Without a column that is known the order of the result stays: by rank. `basis` is what is
    published, "index" or "points"; `differences` has each unit's change by unit id.
    """
    key = _key(asked.column, basis, differences)
    if key is None:
        return lines[::-1] if asked.order == f"-{RANK}" else lines
    having = [line for line in lines if key(line) is not None]
    lacking = [line for line in lines if key(line) is None]
    is_reversed = (asked.column in LARGEST_FIRST) != asked.is_turned
    return sorted(having, key=key, reverse=is_reversed) + lacking


def _key(column: str, basis: str, differences: dict[int, Decimal]) -> Callable[[Line], Any] | None:
    """Return what a column sorts by, None for the rank and for a column nobody knows."""
    keys: dict[str, Callable[[Line], Any]] = {
        NAME: lambda line: sort_key(line.name),
        FIGURE: lambda line: _reading(line, basis),
        CHANGE: lambda line: differences.get(line.unit_id),
    }
    keys |= {word: _share(fact) for fact, word in FACT_WORDS.items()}
    return keys.get(column)


def _share(fact: str) -> Callable[[Line], Fraction | None]:
    return lambda line: line.share(fact)


def _reading(line: Line, basis: str) -> Decimal | None:
    """Return what the unit's published figure was rounded from, None where nothing is published."""
    return None if line.entry["published"] is None else Decimal(line.entry[basis])
