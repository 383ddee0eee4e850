"""Random marks for a leaf and random facts for a unit, many exactly at a threshold."""

from collections.abc import Callable
from random import Random

from random_sets import COUNT_FACT, FACTS, LATTICE, RATING, Tree, hundredths, likely, part

NOT_APPLICABLE = {"state": "not_applicable", "reason": "Không phát sinh trong năm"}


def rate(chance: Random) -> Tree:
    """Return a ratio or a value of at most 1; half of them on the lattice of the thresholds."""
    if likely(chance, 0.5):
        return {"value": chance.choice((*LATTICE, f"0.{chance.randrange(10**9):010}"))}
    denominator = chance.choice((1, 3, 7, 20, 20, 40, 240, 10**12))
    return {"numerator": chance.randint(0, denominator), "denominator": denominator}


def passing_one(chance: Random) -> Tree:
    """Return a value above 1, or a numerator above its denominator."""
    return chance.choice(
        ({"value": "1.25"}, {"value": "3.5"}, {"numerator": 12, "denominator": 10})
    )


def direct(chance: Random, scoring: Tree, most: int) -> Tree:
    if most and likely(chance, 0.1):
        return {"points": f"0.{chance.randrange(5 * 10**9):010}"}
    if likely(chance, 0.6):
        return {"points": part(chance, most // 25 * 25)}
    return {"points": part(chance, most)}


def quarters(chance: Random, scoring: Tree, most: int) -> Tree:
    quarter = chance.choice((25, 500, 1000, 1000))
    return {"points": part(chance, chance.randint(0, most // quarter) * quarter)}


def choice(chance: Random, scoring: Tree, most: int) -> Tree:
    return {"choices": [chance.choice(scoring["options"])["code"]]}


def checklist(chance: Random, scoring: Tree, most: int) -> Tree:
    codes = [option["code"] for option in scoring["options"]]
    return {"choices": chance.sample(codes, chance.randint(0, len(codes)))}


def measure(chance: Random, scoring: Tree, most: int) -> Tree:
    """Return a rate; a rate that is not turned round may be a value above 1."""
    share = 0.4 if scoring.get("allow_over") else 0.15
    if likely(chance, share) and not scoring.get("invert"):
        over = passing_one(chance)
        if "value" in over or scoring.get("allow_over"):
            return over
    return rate(chance)


def count(chance: Random, scoring: Tree, most: int) -> Tree:
    return {"count": chance.choice((0, 1, 2, 3, 4, 7, 10**12))}


def answers(chance: Random, scoring: Tree, most: int) -> Tree:
    codes = [option["code"] for option in scoring["options"]]
    asked = chance.sample(codes, chance.randint(1, len(codes)))
    counts = {code: chance.choice((0, 1, 5, 12, 333)) for code in asked}
    return {"counts": counts if any(counts.values()) else {**counts, asked[0]: 1}}


MARKS: dict[str, Callable[[Random, Tree, int], Tree]] = {
    "direct": direct,
    "choice": choice,
    "checklist": checklist,
    "bands": measure,
    "ratio": measure,
    "deduction": count,
    "count": count,
    "answers": answers,
}


def mark(chance: Random, leaf: Tree) -> Tree:
    kind, most = leaf["scoring"]["kind"], hundredths(leaf["max_points"])
    if kind == "direct" and most >= 1000:
        return quarters(chance, leaf["scoring"], most)
    return MARKS[kind](chance, leaf["scoring"], most)


def fact(chance: Random, code: str) -> Tree:
    if likely(chance, 0.12):
        return dict(NOT_APPLICABLE)
    if code == COUNT_FACT:
        return {"count": chance.randint(0, 9)}
    found = (
        {"value": chance.choice(("0.9", "2.5", "3.5", "4", "4.75"))}
        if code == RATING
        else rate(chance)
    )
    return {**found, "sample": chance.randint(0, 400)} if likely(chance, 0.3) else found


def facts(chance: Random, needed: set[str]) -> Tree:
    """Return facts of every code, a few of them missing where none is needed."""
    given = [code for code in FACTS if code in needed or likely(chance, 0.85)]
    return {code: fact(chance, code) for code in given}
