"""What the oracle makes of one leaf: its state and its points, a rule of the text for each kind."""

from collections.abc import Iterator
from typing import Any

from oracle_numbers import (
    NOTHING,
    WHOLE,
    Pair,
    compared,
    divided,
    higher,
    lower,
    minus,
    number,
    rounded,
    times,
    total,
)

Tree = dict[str, Any]


def leaves_below(node: Tree) -> Iterator[Tree]:
    """Yield the leaves of an area or criterion, in the order of the document."""
    for child in node["criteria"]:
        if "scoring" in child:
            yield child
        else:
            yield from leaves_below(child)


def measured(answer: Tree) -> Pair:
    """Return the ratio or value that a fact or a mark holds."""
    if "value" in answer:
        return number(answer["value"])
    return answer["numerator"], answer["denominator"]


def answer_of(leaf: Tree, unit: Tree) -> Tree:
    """Return the mark, or the fact that is the mark; nothing given is an unmarked leaf."""
    place, code = "marks", leaf["code"]
    if "from_fact" in leaf["scoring"]:
        place, code = "facts", leaf["scoring"]["from_fact"]
    return unit.get(place, {}).get(code, {"state": "unmarked"})


def state_and_points(leaf: Tree, unit: Tree) -> tuple[str, Pair | None]:
    answer = answer_of(leaf, unit)
    if "state" in answer:
        return answer["state"], None
    most = number(leaf["max_points"])
    points = KINDS[leaf["scoring"]["kind"]](leaf["scoring"], answer, most)
    if "decimals" in leaf:
        points = lower(rounded(points, leaf["decimals"]), most)
    return "marked", points


def direct(scoring: Tree, answer: Tree, most: Pair) -> Pair:
    return number(answer["points"])


def chosen(scoring: Tree, answer: Tree, most: Pair) -> Pair:
    """Return the points of a choice or a checklist: the sum of what was chosen, at most all."""
    worth = {option["code"]: number(option["points"]) for option in scoring["options"]}
    return lower(total([worth[code] for code in answer["choices"]]), most)


def reading(scoring: Tree, answer: Tree) -> Pair:
    value = measured(answer)
    return minus(WHOLE, value) if scoring.get("invert", False) else value


def stepped(scoring: Tree, answer: Tree, most: Pair) -> Pair:
    value, reached, points = reading(scoring, answer), None, NOTHING
    for step in scoring["steps"]:
        bound = number(step["at_least"])
        if compared(value, bound) >= 0 and (reached is None or compared(bound, reached) > 0):
            reached, points = bound, number(step["points"])
    return points


def proportional(scoring: Tree, answer: Tree, most: Pair) -> Pair:
    value = reading(scoring, answer)
    if compared(value, number(scoring.get("floor", "0"))) < 0:
        return NOTHING
    return times(lower(WHOLE, divided(value, number(scoring.get("target", "1")))), most)


def deducted(scoring: Tree, answer: Tree, most: Pair) -> Pair:
    lost = times((answer["count"], 1), number(scoring["per_fault"]))
    return higher(NOTHING, minus(most, lost))


def counted(scoring: Tree, answer: Tree, most: Pair) -> Pair:
    return lower(times((answer["count"], 1), number(scoring["per_item"])), most)


def answered(scoring: Tree, answer: Tree, most: Pair) -> Pair:
    worth = {option["code"]: number(option["worth"]) for option in scoring["options"]}
    counts = answer["counts"]
    gained = total([times((count, 1), worth[code]) for code, count in counts.items()])
    return times(divided(gained, (sum(counts.values()), 1)), most)


KINDS = {
    "direct": direct,
    "choice": chosen,
    "checklist": chosen,
    "bands": stepped,
    "ratio": proportional,
    "deduction": deducted,
    "count": counted,
    "answers": answered,
}
