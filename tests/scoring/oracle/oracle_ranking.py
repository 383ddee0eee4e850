"""The oracle's result document of a ranking bundle, written from the text of the format alone.

It reads valid bundles only and shares nothing with the core: no class, no Fraction, no module.
"""

import json
from hashlib import sha256
from typing import Any

from oracle_leaves import Tree
from oracle_numbers import over_one_denominator, printed, total
from oracle_units import excluded_row, rules_of, unit_row

Computed = list[tuple[Tree, dict[str, Any]]]


def digest(bundle: Tree) -> str:
    canonical = json.dumps(bundle, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def as_text(document: Tree) -> str:
    return json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def ranking_text(bundle: Tree) -> str:
    return as_text(ranking(bundle))


def ranking(bundle: Tree) -> Tree:
    result: Tree = {
        "format": "cchc-ranking-result/1",
        "bundle_sha256": digest(bundle),
        "units": [],
        "groups": [],
    }
    for group in bundle["groups"]:
        rules = rules_of(bundle, group["code"])
        members = [unit for unit in bundle["units"] if unit["group"] == group["code"]]
        rows, ranked = rows_of(members, group["criteria_set"], rules)
        give_ranks(ranked, rules)
        rows.sort(key=lambda row: (row["rank"] is None, row["rank"] or 0, row["code"]))
        result["units"] += rows
        result["groups"].append(figures_of(group["code"], ranked, rules))
    return result


def rows_of(members: list[Tree], criteria_set: Tree, rules: Tree) -> tuple[list[Tree], Computed]:
    """Return every row of a group, and those to be ranked with their exact figures."""
    rows, ranked = [], []
    for unit in members:
        if unit.get("standing", "ranked") == "excluded":
            rows.append(excluded_row(unit))
            continue
        row, exact = unit_row(unit, criteria_set, rules)
        rows.append(row)
        if row["standing"] == "ranked":
            ranked.append((row, exact))
    return rows, ranked


def give_ranks(ranked: Computed, rules: Tree) -> None:
    values, _ = over_one_denominator([exact["value"] for _, exact in ranked])
    if rules["ties"] == "ordinal":
        keys = zip(values, *tie_keys(ranked, rules), strict=True)
        order = sorted((-value, *breaks) for value, *breaks in keys)
        places = {key[-1]: place for place, key in enumerate(order, 1)}
        for row, _ in ranked:
            row["rank"] = places[row["code"]]
        return
    others = set(values) if rules["ties"] == "dense" else values
    for (row, _), value in zip(ranked, values, strict=True):
        row["rank"] = 1 + sum(other > value for other in others)


def tie_keys(ranked: Computed, rules: Tree) -> list[list[Any]]:
    """Return a column of sort keys for each tie breaker; the code is always the last."""
    columns: list[list[Any]] = []
    for breaker in rules["tie_break"]:
        if breaker == "code":
            columns.append([row["code"] for row, _ in ranked])
            continue
        found = [exact["areas"][breaker.removeprefix("area:")] for _, exact in ranked]
        indices, _ = over_one_denominator([index or (-1, 1) for index in found])
        columns.append([-index for index in indices])
    return [*columns, [row["code"] for row, _ in ranked]]


def figures_of(code: str, ranked: Computed, rules: Tree) -> Tree:
    mean = None
    if ranked:
        above, below = total([exact["published"] for _, exact in ranked])
        mean = printed((above, below * len(ranked)), rules["decimals"], rules["rounding"])
    finals = [row["band"] for row, _ in ranked]
    bands = {band: finals.count(band) for band in finals}
    return {"code": code, "ranked": len(ranked), "mean_published": mean, "bands": bands}
