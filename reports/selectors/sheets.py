"""One unit's sheet of a stored run: its line, and every area, criterion and leaf below it."""

import json
from dataclasses import dataclass
from typing import Any

from foundation.domain.vietnamese import number
from reports.selectors import wording
from reports.selectors.leaf_rules import rule_text
from reports.selectors.rankings import GroupTable, Ranking, read_run
from reports.selectors.rows import Row
from scoring.models import RankingRun


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One area, criterion or leaf; `depth` 0 is an area. Only leaves have a rule and a mark.

    `index` is written for people, `bar` is the same 0 to 100 for drawing; `role` of an ordinary
    leaf is "".
    """

    depth: int
    code: str
    title: str
    max_points: str
    points: str
    index: str
    bar: str
    is_leaf: bool
    role: str
    state: str
    rule: str
    mark: str
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One unit's line of a run with everything below it.

    `extra_points` says what bonus and penalty leaves gave and took, "" if nothing.
    """

    ranking: Ranking
    group: GroupTable
    row: Row
    extra_points: str
    lines: tuple[SheetLine, ...]


def sheet_of(run: RankingRun, unit_code: str) -> Sheet | None:
    """Return one unit's sheet, None if the unit is not in the run."""
    bundle, result = json.loads(run.bundle), json.loads(run.result)
    ranking = read_run(run, bundle, result)
    given = next((unit for unit in bundle["units"] if unit["code"] == unit_code), None)
    if given is None:
        return None
    entry = next(unit for unit in result["units"] if unit["code"] == unit_code)
    table = next(group for group in ranking.groups if group.code == given["group"])
    document = next(group for group in bundle["groups"] if group["code"] == given["group"])
    return Sheet(
        ranking=ranking,
        group=table,
        row=next(row for row in table.rows if row.code == unit_code),
        extra_points=_extra_points(entry),
        lines=tuple(_lines(document["criteria_set"]["areas"], given, entry, 0)),
    )


def _extra_points(entry: dict[str, Any]) -> str:
    """Return "điểm thưởng +1,5; điểm trừ −0,5", after their caps; an excluded unit has neither."""
    parts = {"điểm thưởng +{}": entry["bonus"], "điểm trừ −{}": entry["penalty"]}
    return "; ".join(
        words.format(wording.points(points))
        for words, points in parts.items()
        if points not in (None, "0")
    )


def _lines(
    nodes: list[dict[str, Any]], given: dict[str, Any], entry: dict[str, Any], depth: int
) -> list[SheetLine]:
    """Return the nodes and all below them in reading order; areas carry their own points."""
    lines: list[SheetLine] = []
    for node in nodes:
        if "scoring" in node:
            lines.append(_leaf_line(node, given, entry, depth))
            continue
        area = (entry["areas"] or {}).get(node["code"], {}) if depth == 0 else {}
        lines.append(
            SheetLine(
                depth=depth,
                code=node["code"],
                title=node["title"],
                max_points=wording.points(area.get("applicable_max", node["max_points"])),
                points=wording.points(area["points"]) if area else "",
                index=wording.index(area.get("index")),
                bar=area.get("index") or "",
                is_leaf=False,
                role="",
                state="",
                rule="",
                mark="",
                is_automatic=False,
            )
        )
        lines += _lines(node["criteria"], given, entry, depth + 1)
    return lines


def _leaf_line(
    leaf: dict[str, Any], given: dict[str, Any], entry: dict[str, Any], depth: int
) -> SheetLine:
    outcome = (entry["leaves"] or {}).get(leaf["code"], {"state": "", "points": None})
    fact = leaf["scoring"].get("from_fact")
    mark = given.get("facts", {}).get(fact) if fact else given.get("marks", {}).get(leaf["code"])
    return SheetLine(
        depth=depth,
        code=leaf["code"],
        title=leaf["title"],
        max_points=number(leaf["max_points"]),
        points=wording.points(outcome["points"]),
        index="",
        bar="",
        is_leaf=True,
        role=leaf.get("role", ""),
        state=outcome["state"],
        rule=rule_text(leaf),
        mark=wording.mark_text(mark),
        is_automatic=fact is not None,
    )
