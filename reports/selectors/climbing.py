"""What would lift a unit: the points to the next class, and the leaves where most was lost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from foundation.domain.vietnamese import number
from reports.selectors.frames import Block
from scoring.domain.numbers import exact_text, fixed_text
from scoring.selectors import wording

MOST = 5
"""So many leaves are named."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A leaf that did not give all it could: what it lost of its maximum."""

    code: str
    anchor: str
    title: str
    lost: str
    max_points: str


def next_class(entry: dict[str, Any], block: Block) -> str:
    """Return "Còn thiếu 2,35 điểm chỉ số để đạt loại Khá (từ 65)"; "" for the best or none.

    The distance is rounded up to two decimals, so that it is always enough.
    """
    bands = block.rules["bands"]
    place = next((i for i, band in enumerate(bands) if band["code"] == entry["band_by_points"]), 0)
    if not place:
        return ""
    better = bands[place - 1]
    bound = better.get("at_least") or better["above"]
    kind = "published" if block.rules["rank_on"] == "published" else block.basis
    hundredths = ceil((Fraction(bound) - Fraction(entry[kind])) * 100)
    missing = number(fixed_text(Fraction(hundredths, 100), 2))
    unit = "điểm chỉ số" if block.basis == "index" else "điểm"
    side = "từ" if "at_least" in better else "trên"
    more = "" if "at_least" in better else "hơn "
    return (
        f"Còn thiếu {more}{missing} {unit} để đạt loại {better['label']} ({side} {number(bound)})"
    )


def losses(entry: dict[str, Any], block: Block) -> tuple[Loss, ...]:
    """Return the ordinary leaves that lost most, the largest first; unmarked ones are no loss."""
    outcomes = entry["leaves"] or {}
    lost = [
        (Fraction(leaf["max_points"]) - Fraction(outcomes[leaf["code"]]["points"]), leaf)
        for leaf in _ordinary(block.criteria_set["areas"])
        if outcomes.get(leaf["code"], {}).get("state") == "marked"
    ]
    largest = sorted((one for one in lost if one[0] > 0), key=lambda one: one[0], reverse=True)
    return tuple(
        Loss(
            code=leaf["code"],
            anchor=wording.anchor(leaf["code"]),
            title=leaf["title"],
            lost=wording.points(exact_text(points)),
            max_points=number(leaf["max_points"]),
        )
        for points, leaf in largest[:MOST]
    )


def _ordinary(nodes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if "criteria" in node:
            yield from _ordinary(node["criteria"])
        elif "role" not in node:
            yield node
