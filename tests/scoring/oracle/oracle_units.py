"""What the oracle computes for one unit: points, index, areas, bands and blocks, no rank yet."""

from typing import Any

from oracle_leaves import Tree, leaves_below, measured, state_and_points
from oracle_numbers import (
    NOTHING,
    Pair,
    compared,
    divided,
    higher,
    lower,
    minus,
    number,
    printed,
    rounded,
    times,
    total,
    written,
)

COMPUTED = [
    "points",
    "applicable_max",
    "index",
    "published",
    "areas",
    "leaves",
    "bonus",
    "penalty",
    "unmarked",
    "band_by_points",
    "band",
    "blocked_by",
    "waived",
    "rank",
]


def rules_of(bundle: Tree, group: str) -> Tree:
    """Return the rules in force for a group: its own where it has some, defaults filled in."""
    rules = bundle["rule_set"]
    own = rules.get("by_group", {}).get(group, {})
    return {"tie_break": ["code"], "total_cap": None, "blocks": [], **rules, **own}


def sheet_of(unit: Tree, area: Tree, zero: bool) -> list[Tree]:
    """Return a line per leaf of an area; `zero`: an unmarked leaf counts as nothing."""
    sheet = []
    for leaf in leaves_below(area):
        state, points = state_and_points(leaf, unit)
        if state == "unmarked" and zero:
            points = NOTHING
        most = number(leaf["max_points"])
        role = leaf.get("role", "ordinary")
        line = {"code": leaf["code"], "state": state, "points": points, "max": most, "role": role}
        sheet.append(line)
    return sheet


def gained(sheet: list[Tree], role: str) -> Pair:
    return total([it["points"] for it in sheet if it["role"] == role and it["points"] is not None])


def possible(sheet: list[Tree]) -> Pair:
    """Return the maximum of the ordinary leaves that have points."""
    counting = [it for it in sheet if it["role"] == "ordinary" and it["points"] is not None]
    return total([it["max"] for it in counting])


def percent(points: Pair, most: Pair) -> Pair | None:
    return times(divided(points, most), (100, 1)) if most[0] else None


def capped(points: Pair, cap: str | None) -> Pair:
    return points if cap is None else lower(points, number(cap))


def held_total(sheet: list[Tree], criteria_set: Tree, rules: Tree) -> tuple[Pair, Pair, Pair]:
    """Return points, bonus and penalty after every cap."""
    bonus = capped(gained(sheet, "bonus"), criteria_set.get("bonus_cap"))
    penalty = capped(gained(sheet, "penalty"), criteria_set.get("penalty_cap"))
    points = minus(total([gained(sheet, "ordinary"), bonus]), penalty)
    points = higher(points, NOTHING)
    if rules["total_cap"] == "max":
        points = lower(points, possible(sheet))
    return points, bonus, penalty


def weighted_index(sheets: dict[str, list[Tree]], criteria_set: Tree) -> Pair | None:
    shares, weights = [], []
    for area in criteria_set["areas"]:
        sheet = sheets[area["code"]]
        if possible(sheet)[0]:
            weight = number(area["weight"])
            weights.append(weight)
            shares.append(times(weight, divided(gained(sheet, "ordinary"), possible(sheet))))
    return percent(total(shares), total(weights)) if weights else None


def blocks_of(unit: Tree, rules: Tree) -> tuple[list[str], list[Tree], bool]:
    """Return the codes of the holding blocks, the waived ones, and whether a needed fact lacks."""
    holding, waived, lacking = [], [], False
    for block in rules["blocks"]:
        fact = unit.get("facts", {}).get(block["fact"])
        if fact is None:
            lacking = lacking or block["when_missing"] == "refuse"
        elif "state" in fact:
            waived.append({"block": block["code"], "reason": fact["reason"]})
        elif is_met(block, measured(fact)):
            holding.append(block["code"])
    return holding, waived, lacking


def is_met(rule: Tree, value: Pair) -> bool:
    side = compared(value, number(rule["threshold"]))
    return {">=": side >= 0, "<=": side <= 0, ">": side > 0, "<": side < 0}[rule["test"]]


def band_at(bands: list[Tree], value: Pair) -> str:
    for band in bands:
        if "above" in band and compared(value, number(band["above"])) > 0:
            return band["code"]
        if "at_least" in band and compared(value, number(band["at_least"])) >= 0:
            return band["code"]
    raise AssertionError("the last band begins at 0")


def band_left(rules: Tree, by_points: str, holding: list[str]) -> str:
    """Return the best band not above the unit's own that no holding block bars."""
    order = [band["code"] for band in rules["bands"]]
    barred = [order.index(it["bars"]) + 1 for it in rules["blocks"] if it["code"] in holding]
    return order[max([order.index(by_points), *barred])]


def excluded_row(unit: Tree) -> Tree:
    return named(unit, "excluded") | dict.fromkeys(COMPUTED)


def named(unit: Tree, standing: str) -> Tree:
    reason = unit.get("reason", "")
    return {"code": unit["code"], "group": unit["group"], "standing": standing, "reason": reason}


def unit_row(unit: Tree, criteria_set: Tree, rules: Tree) -> tuple[Tree, dict[str, Any]]:
    """Return a computed unit as the result shows it (rank still null), and its exact figures."""
    zero = rules["unmarked"] == "zero"
    sheets = {it["code"]: sheet_of(unit, it, zero) for it in criteria_set["areas"]}
    sheet = [line for lines in sheets.values() for line in lines]
    points, bonus, penalty = held_total(sheet, criteria_set, rules)
    index = percent(points, possible(sheet))
    if criteria_set["aggregation"] == "weighted":
        index = weighted_index(sheets, criteria_set)
    areas = {code: percent(gained(it, "ordinary"), possible(it)) for code, it in sheets.items()}
    holding, waived, lacking = blocks_of(unit, rules)
    unmarked = sum(line["state"] == "unmarked" for line in sheet)
    pending = rules["unmarked"] == "pending" and (unmarked > 0 or lacking)
    row = named(unit, "pending" if pending else unit.get("standing", "ranked"))
    row |= dict.fromkeys(COMPUTED) | {
        "points": written(points),
        "applicable_max": written(possible(sheet)),
        "index": index and printed(index, 10),
        "areas": {code: area_row(it, areas[code]) for code, it in sheets.items()},
        "leaves": {line["code"]: leaf_row(line) for line in sheet},
        "bonus": written(bonus),
        "penalty": written(penalty),
        "unmarked": unmarked,
    }
    if pending:
        return row, {}
    exact = index if rules["basis"] == "index" else points
    published = rounded(exact, rules["decimals"], rules["rounding"])
    value = published if rules["rank_on"] == "published" else exact
    by_points = band_at(rules["bands"], value)
    row |= {
        "published": printed(exact, rules["decimals"], rules["rounding"]),
        "band_by_points": by_points,
        "band": band_left(rules, by_points, holding),
        "blocked_by": holding,
        "waived": waived,
    }
    return row, {"value": value, "published": published, "areas": areas}


def area_row(sheet: list[Tree], index: Pair | None) -> Tree:
    return {
        "points": written(gained(sheet, "ordinary")),
        "applicable_max": written(possible(sheet)),
        "index": index and printed(index, 10),
    }


def leaf_row(line: Tree) -> Tree:
    points = line["points"]
    return {"state": line["state"], "points": None if points is None else written(points)}
