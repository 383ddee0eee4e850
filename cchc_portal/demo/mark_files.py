"""Synthetic marks: every leaf that reads no fact, around the quality planned for its unit."""

from collections.abc import Iterator, Mapping
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

from cchc_portal.demo.criteria import criteria_set, leaves
from cchc_portal.demo.plan import SEED, UnitYear, of_cycle
from cchc_portal.demo.tables import write_csv

POINTS, NUMERATOR, DENOMINATOR = "Điểm", "Tử số", "Mẫu số"
COUNT, CHOICES, ANSWERS, REASON = "Số lượng", "Lựa chọn", "Số trả lời", "Không áp dụng vì"
HEADERS = ("Mã đơn vị", "Mã tiêu chí", POINTS, NUMERATOR, DENOMINATOR, COUNT, CHOICES, ANSWERS,
           REASON)  # fmt: skip
INVESTMENT, APOLOGIES = "6.1.1", "3.4.2"
SPREAD = 6
"""A leaf lies at most so many percentage points from the quality of its unit."""
Cells = dict[str, Any]
Node = dict[str, Any]


def write_marks(path: Path, organiser: str, year: int, marked_areas: Mapping[str, int]) -> None:
    """Write the marks of a cycle: of every unit all areas, or as many as `marked_areas` says."""
    random = Random(f"{SEED} {organiser} {year}")
    rows = [
        [planned.unit.code, leaf["code"], *(cells.get(header, "") for header in HEADERS[2:])]
        for planned in of_cycle(organiser, year)
        for leaf, cells in _marks(planned, marked_areas.get(planned.unit.code), random)
    ]
    write_csv(path, HEADERS, rows)


def _marks(planned: UnitYear, areas: int | None, random: Random) -> Iterator[tuple[Node, Cells]]:
    """Yield the leaves of a unit's first areas (None: of all) with the cells of their marks."""
    for leaf in leaves(criteria_set(planned.unit.block)["areas"][:areas]):
        if "from_fact" not in leaf["scoring"]:
            yield leaf, _mark(planned, leaf, random)


def _mark(planned: UnitYear, leaf: Node, random: Random) -> Cells:
    share = min(100, planned.quality + random.randint(-SPREAD, SPREAD)) / 100
    if leaf["code"] == INVESTMENT and not planned.unit.has_investment:
        return {REASON: "Không được giao vốn đầu tư công trong năm"}
    if leaf["code"] == APOLOGIES:
        if not planned.late:
            return {REASON: "Không có hồ sơ trễ hạn"}
        return {NUMERATOR: round(planned.late * share), DENOMINATOR: planned.late}
    if "role" in leaf:
        chance = 0.15 if leaf["role"] == "bonus" else 1 - share
        return {COUNT: int(random.random() < chance)}
    return _MAKERS[leaf["scoring"]["kind"]](
        leaf["scoring"], float(leaf["max_points"]), share, random
    )


def _direct(scoring: Node, most: float, share: float, random: Random) -> Cells:
    return {POINTS: f"{round(most * share * 20) / 20:.2f}".replace(".", ",")}


def _choice(scoring: Node, most: float, share: float, random: Random) -> Cells:
    outcomes = [(float(o["points"]), {CHOICES: o["code"]}) for o in scoring["options"]]
    return _near(outcomes, most * share, random)


def _checklist(scoring: Node, most: float, share: float, random: Random) -> Cells:
    held = [option["code"] for option in scoring["options"] if random.random() < share]
    return {CHOICES: ";".join(held or [scoring["options"][0]["code"]])}


def _bands(scoring: Node, most: float, share: float, random: Random) -> Cells:
    """Return a ratio somewhere in the step that is chosen."""
    bounds = [0.0, *sorted(float(step["at_least"]) for step in scoring["steps"])]
    worths = [0.0, *sorted(float(step["points"]) for step in scoring["steps"])]
    whole = random.choice((40, 60, 80, 100))
    outcomes = []
    for place, (bound, worth) in enumerate(zip(bounds, worths, strict=True)):
        least = ceil(bound * whole)
        below = ceil(bounds[place + 1] * whole) if place + 1 < len(bounds) else whole + 1
        value = random.randrange(least, min(below, 2 * least + 1) if least else below)
        outcomes.append((worth, {NUMERATOR: value, DENOMINATOR: whole}))
    return _near(outcomes, most * share, random)


def _ratio(scoring: Node, most: float, share: float, random: Random) -> Cells:
    whole = random.randint(20, 90)
    return {NUMERATOR: round(whole * float(scoring.get("target", "1")) * share), DENOMINATOR: whole}


def _deduction(scoring: Node, most: float, share: float, random: Random) -> Cells:
    fault = float(scoring["per_fault"])
    outcomes = [(most - n * fault, {COUNT: n}) for n in range(round(most / fault) + 1)]
    return _near(outcomes, most * share, random)


def _count(scoring: Node, most: float, share: float, random: Random) -> Cells:
    item = float(scoring["per_item"])
    outcomes = [(n * item, {COUNT: n}) for n in range(round(most / item) + 1)]
    return _near(outcomes, most * share, random)


def _answers(scoring: Node, most: float, share: float, random: Random) -> Cells:
    """Return answers whose mean worth is about the share: most of what is missing sits in B."""
    size = random.randint(30, 60)
    missing = size * (1 - share)
    in_c = round(missing * 0.3 / 0.8)
    in_b = min(size - in_c, round((missing - in_c * 0.8) / 0.4))
    in_d = min(size - in_c - in_b, max(0, round(missing - in_c * 0.8 - in_b * 0.4)))
    counts = {"A": size - in_b - in_c - in_d, "B": in_b, "C": in_c, "D": in_d}
    return {ANSWERS: "; ".join(f"{code}: {count}" for code, count in counts.items())}


_MAKERS = {
    "direct": _direct,
    "choice": _choice,
    "checklist": _checklist,
    "bands": _bands,
    "ratio": _ratio,
    "deduction": _deduction,
    "count": _count,
    "answers": _answers,
}


def _near(outcomes: list[tuple[float, Cells]], aim: float, random: Random) -> Cells:
    """Return the outcome above or below the aim, so often each that their mean is the aim."""
    below = max((o for o in outcomes if o[0] <= aim), key=lambda o: o[0])
    above = min((o for o in outcomes if o[0] >= aim), key=lambda o: o[0])
    distance = above[0] - below[0]
    chance = (aim - below[0]) / distance if distance else 0
    return above[1] if random.random() < chance else below[1]
