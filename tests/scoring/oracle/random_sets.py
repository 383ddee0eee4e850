"""Random criteria sets: every kind of leaf and role, any depth, summed or weighted, twin areas."""

import json
from random import Random
from typing import Any

Tree = dict[str, Any]

LATTICE = ("0", "0.05", "0.1", "0.3", "0.5", "0.80", "0.9", "0.95", "1")  # shared, so values meet
RATE_FACTS = ("late_rate", "satisfaction", "online_rate")
RATING, COUNT_FACT = "rating", "findings"  # a value that may pass 1, and a count
FACTS = (*RATE_FACTS, RATING, COUNT_FACT)
MAXIMA = (50, 75, 100, 150, 200, 250, 330, 500, 1000, 2000)  # in hundredths of a point
WEIGHTS = {
    1: [("1",)],
    2: [("0.5", "0.5"), ("0.25", "0.75"), ("0.3333333333", "0.6666666667")],
    3: [("0.2", "0.3", "0.5"), ("0.40", "0.40", "0.2")],
    4: [("0.25", "0.25", "0.25", "0.25"), ("0.1", "0.2", "0.3", "0.4")],
}


def points(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)


def hundredths(text: str) -> int:
    whole, _, parts = text.partition(".")
    return int(whole + parts.ljust(2, "0"))


def likely(chance: Random, share: float) -> bool:
    return chance.random() < share


def part(chance: Random, most: int) -> str:
    """Return points from nothing to the maximum, both ends often."""
    return points(chance.choice((0, most, most // 2, chance.randint(0, most))))


def options(chance: Random, most: int) -> Tree:
    codes = chance.sample(["a", "b", "c", "d", "đ"], chance.randint(1, 4))
    return {"options": [{"code": code, "points": part(chance, most)} for code in codes]}


def answers(chance: Random, most: int) -> Tree:
    codes = chance.sample(["A", "B", "C", "D"], chance.randint(1, 4))
    return {"options": [{"code": code, "worth": chance.choice(LATTICE)} for code in codes]}


def steps(chance: Random, most: int) -> Tree:
    bounds = chance.sample(LATTICE, chance.randint(1, 4))
    return {"steps": [{"at_least": it, "points": part(chance, most)} for it in bounds]}


def ratio(chance: Random, most: int) -> Tree:
    scoring = {}
    if likely(chance, 0.4):
        scoring["floor"] = chance.choice(LATTICE)
    if likely(chance, 0.4):
        scoring["target"] = chance.choice([*LATTICE[1:], "0.7", "1.5"])
    return scoring


def fault(chance: Random, most: int) -> Tree:
    return {"per_fault": points(chance.choice((10, 25, 33, 50, 500)))}


def item(chance: Random, most: int) -> Tree:
    return {"per_item": points(chance.choice((10, 25, 33, 50, 500)))}


SCORINGS = {
    "direct": lambda chance, most: {},
    "choice": options,
    "checklist": options,
    "bands": steps,
    "ratio": ratio,
    "deduction": fault,
    "count": item,
    "answers": answers,
}


def scoring(chance: Random, most: int) -> Tree:
    kind = chance.choice(list(SCORINGS))
    made = {"kind": kind, **SCORINGS[kind](chance, most)}
    if kind in ("deduction", "count") and likely(chance, 0.4):
        made["from_fact"] = COUNT_FACT
    if kind in ("bands", "ratio"):
        give_source(chance, made)
    return made


def give_source(chance: Random, made: Tree) -> None:
    """Turn a rate round, let it pass 1 or read it from a fact, where these go together."""
    if likely(chance, 0.4):
        made["from_fact"] = chance.choice(RATE_FACTS)
    if likely(chance, 0.4):
        made["invert"] = likely(chance, 0.8)
    elif likely(chance, 0.2):
        made["from_fact"] = RATING
    if made["kind"] == "ratio" and likely(chance, 0.4):
        made["allow_over"] = likely(chance, 0.8)


def leaf(chance: Random, code: str, summed: bool) -> tuple[Tree, int]:
    """Return a leaf and the hundredths that its maximum adds above it."""
    most = 0 if likely(chance, 0.02) else chance.choice(MAXIMA)
    made = {"code": code, "title": "Tiêu chí", "max_points": points(most)}
    made["scoring"] = scoring(chance, most)
    if likely(chance, 0.25):
        made["decimals"] = chance.choice((0, 0, 1, 1, 2, 3, 6))
    if summed and likely(chance, 0.2):
        made["role"] = chance.choice(("bonus", "penalty"))
        most = 0
    return made, most


def criterion(chance: Random, code: str, summed: bool, depth: int) -> tuple[Tree, int]:
    if depth == 0 or likely(chance, 0.7):
        return leaf(chance, code, summed)
    return parent(chance, code, summed, depth - 1)


def parent(chance: Random, code: str, summed: bool, depth: int) -> tuple[Tree, int]:
    """Return an area or criterion with what is below it, and its maximum in hundredths."""
    codes = [f"{code}.{place}" for place in range(1, chance.randint(1, 3) + 1)]
    below = [criterion(chance, it, summed, depth) for it in codes]
    most = sum(maximum for _, maximum in below)
    made = {"code": code, "title": "Nhóm", "max_points": points(most)}
    return made | {"criteria": [child for child, _ in below]}, most


def plain_area(chance: Random, code: str) -> tuple[Tree, int]:
    """Return an area of one or two direct leaves, 50 points together, for round totals."""
    shares = chance.choice(((5000,), (2500, 2500), (1000, 4000)))
    below = [
        {
            "code": f"{code}.{place}",
            "title": "Điểm",
            "max_points": points(share),
            "scoring": {"kind": "direct"},
        }
        for place, share in enumerate(shares, 1)
    ]
    return {"code": code, "title": "Nhóm", "max_points": "50", "criteria": below}, 5000


def twin(area: Tree, code: str) -> Tree:
    """Return a copy of an area with codes of its own, so that units can tie across the two."""
    copy: Tree = json.loads(json.dumps(area))
    recode(copy, len(area["code"]), code)
    return copy


def recode(node: Tree, skip: int, code: str) -> None:
    node["code"] = code + node["code"][skip:]
    for child in node.get("criteria", []):
        recode(child, skip, code)


def areas(chance: Random, summed: bool) -> list[tuple[Tree, int]]:
    plain = likely(chance, 0.45)
    codes = ["1", *chance.sample(["2", "10", "B", "a", "đ"], chance.choice((0, 1, 1, 2)))]
    made = [
        plain_area(chance, it) if plain else parent(chance, it, summed, chance.choice((0, 1, 2)))
        for it in codes
    ]
    if likely(chance, 0.5):
        made.append((twin(made[0][0], "T"), made[0][1]))
    return made


def criteria_set(chance: Random, code: str) -> Tree:
    summed = likely(chance, 0.7)
    made = areas(chance, summed)
    while sum(maximum for _, maximum in made) == 0:
        made = areas(chance, summed)
    most = sum(maximum for _, maximum in made)
    result: Tree = {"code": code, "title": "Bộ tiêu chí", "max_points": points(most)}
    result |= {"aggregation": "sum" if summed else "weighted", "areas": [it for it, _ in made]}
    if summed:
        for cap in ("bonus_cap", "penalty_cap"):
            if likely(chance, 0.5):
                result[cap] = chance.choice((None, "0", "0.5", "1", "2.5", "5"))
    else:
        weights = chance.choice(WEIGHTS[len(made)])
        for area, weight in zip(result["areas"], weights, strict=True):
            area["weight"] = weight
    return result
