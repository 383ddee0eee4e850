"""Points that people gave beside what the portal counts: where a high mark meets a poor figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from scoring.domain.scratch import leaves_of
from scoring.models import RankingRun
from scoring.selectors.band_lists import rules_of
from scoring.selectors.wording import share_of

_WORST = 4
"""A figure is poor if no more than a quarter of its block is as bad: never where many are alike."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One unit: what it earned on a leaf as a share of the maximum, and its figure.

    `is_odd` if the share is at or above the block's median and the figure in its worst quarter.
    """

    unit: str
    unit_code: str
    group: str
    points: str
    share: Fraction
    fact: Mapping[str, Any]
    value: Fraction
    is_odd: bool


def facts_to_compare(run: RankingRun) -> list[tuple[str, str]]:
    """Return code and title of the facts that a rule of the run calls good or bad."""
    titles = {fact["code"]: fact.get("title", fact["code"]) for fact in run.frame["facts"]}
    return [(code, title) for code, title in titles.items() if _is_high_bad(run, code) is not None]


def leaves_to_compare(run: RankingRun) -> list[tuple[str, str]]:
    """Return code and title of the leaves that people mark, each once over all blocks.

    A penalty is none of them: few points of it are no high mark.
    """
    leaves = [leaf for group in run.frame["groups"] for leaf in _compared(group)]
    return [*{leaf["code"]: leaf["title"] for leaf in leaves}.items()]


def contrasts_of(run: RankingRun, leaf: str, fact: str) -> list[Contrast]:
    """Return every unit that has both, block by block, the odd ones first, then by figure."""
    is_high_bad = _is_high_bad(run, fact)
    if is_high_bad is None:
        return []
    contrasts: list[Contrast] = []
    for group in run.frame["groups"]:
        maxima = {it["code"]: Fraction(it["max_points"]) for it in _compared(group)}
        if leaf in maxima:
            rows = list(_rows(run, group["code"], leaf, fact))
            contrasts += _judged(rows, maxima[leaf], is_high_bad=is_high_bad)
    worst_first = -1 if is_high_bad else 1
    return sorted(contrasts, key=lambda it: (not it.is_odd, worst_first * it.value, it.unit))


def _compared(group: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the leaves of a block that people mark, that add points and can give any."""
    marked = (it for it in leaves_of(group["criteria_set"]) if "from_fact" not in it["scoring"])
    return [it for it in marked if it.get("role") != "penalty" and Fraction(it["max_points"])]


def _is_high_bad(run: RankingRun, fact: str) -> bool | None:
    """Return whether a rule that bars a class calls high figures bad; None if none reads it."""
    rules = run.frame["rule_set"]
    for group in run.frame["groups"]:
        for block in rules_of(rules, group["code"]).get("blocks", ()):
            if block["fact"] == fact:
                return block["test"] in (">=", ">")
    return None


def _rows(run: RankingRun, group: str, leaf: str, fact: str) -> Iterator[dict[str, Any]]:
    lines = run.lines.filter(group__code=group).order_by("position")
    for given, entry in lines.values_list("given", "entry"):
        points = ((entry["leaves"] or {}).get(leaf) or {}).get("points")
        known = (given.get("facts") or {}).get(fact)
        value = share_of(known) if known else None
        if points is not None and known is not None and value is not None:
            yield {"given": given, "points": points, "fact": known, "value": value}


def _judged(
    rows: list[dict[str, Any]], maximum: Fraction, *, is_high_bad: bool
) -> Iterator[Contrast]:
    if not rows:
        return
    values = [row["value"] if is_high_bad else -row["value"] for row in rows]
    usual = median(Fraction(row["points"]) for row in rows)
    for row, value in zip(rows, values, strict=True):
        as_bad = sum(other >= value for other in values)
        is_poor = as_bad * _WORST <= len(rows)
        points, given = Fraction(row["points"]), row["given"]
        yield Contrast(
            unit=given["name"],
            unit_code=given["code"],
            group=given["group"],
            points=row["points"],
            share=points / maximum,
            fact=row["fact"],
            value=row["value"],
            is_odd=is_poor and points >= usual,
        )
