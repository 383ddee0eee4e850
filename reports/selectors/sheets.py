"""One unit's sheet of a stored run: its line, and every area, criterion and leaf below it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dossiers.selectors.facts_spans import Span
from foundation.domain.vietnamese import number
from reports.selectors.block_notes import BlockNote, block_notes
from reports.selectors.climbing import Loss, losses, next_class
from reports.selectors.frames import blocks_of
from reports.selectors.lines import Line
from reports.selectors.rankings import GroupTable, Ranking, facts_of, group_table, ranking
from reports.selectors.rows import Row
from scoring.models import RankingLine, RankingRun
from scoring.selectors import wording
from scoring.selectors.changes import changes_of
from scoring.selectors.facts import LATE_RATE
from scoring.selectors.leaf_rules import marking_text


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One area, criterion or leaf; `depth` 0 is an area. Only leaves have a rule and a mark.

    `index` is written for people, `bar` is the same 0 to 100 for drawing; `role` of an ordinary
    leaf is "".
    """

    depth: int
    code: str
    anchor: str
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

    `extra_points` says what bonus and penalty leaves gave and took, "" if nothing; `next_class`
    what is missing to the next class, "" if nothing is; `facts_query` asks the unit's own facts for
    the period and the definition of its late rate, "" if the run counts none. A sheet that is not
    `is_whole` tells nothing of other units, nor of its block.
    """

    ranking: Ranking
    group: GroupTable
    row: Row
    extra_points: str
    blocks: tuple[BlockNote, ...]
    next_class: str
    losses: tuple[Loss, ...]
    lines: tuple[SheetLine, ...]
    facts_query: str
    is_whole: bool


def line_of(run: RankingRun, unit_code: str) -> RankingLine | None:
    """Return the line of the unit that bears the code, None if it has none in the run."""
    if "\0" in unit_code:
        return None
    return run.lines.filter(unit__code=unit_code).select_related("unit").first()


def sheet_of(line: RankingLine, *, is_whole: bool, with_unpublished: bool = False) -> Sheet:
    """Return one unit's sheet out of its line and the frame of its run.

    `is_whole` says whether the run is open to the reader whole, not only the reader's own units;
    `with_unpublished`: as `changes_of` has it.
    """
    run = line.run
    own = Line(line.unit_id, line.unit.code, line.given, line.entry, line.supplement)
    block = next(block for block in blocks_of(run) if block.code == own.group)
    facts = facts_of(run, [own])
    changes = changes_of(run, with_unpublished=with_unpublished)
    alike = {(own.group, line.entry["published"])} if is_whole and _is_alike(line) else set()
    table = group_table(block, [own], facts, changes=changes, alike=alike)
    return Sheet(
        ranking=ranking(run, [table], facts),
        group=table,
        row=table.rows[0],
        extra_points=_extra_points(line.entry),
        blocks=block_notes(own, block),
        next_class=next_class(line.entry, block),
        losses=losses(line.entry, block),
        lines=tuple(_lines(block.criteria_set["areas"], line.given, line.entry, 0)),
        facts_query=_facts_query(run),
        is_whole=is_whole,
    )


def _facts_query(run: RankingRun) -> str:
    declared = next((fact for fact in run.frame["facts"] if fact["code"] == LATE_RATE), None)
    if declared is None:
        return ""
    first, last = (date.fromisoformat(day) for day in declared["period"])
    span = Span(first, last, datetime.fromisoformat(declared["as_of"]))
    return span.query(**{"dinh-nghia": run.cycle.rule_set.late_definition})


def _is_alike(line: RankingLine) -> bool:
    """Return whether another rank of the block prints the same figure."""
    if line.rank is None:
        return False
    same = RankingLine.objects.filter(run=line.run_id, group=line.group_id)
    return same.filter(published=line.published).exclude(rank=line.rank).exists()


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
                anchor=wording.anchor(node["code"]),
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
        anchor=wording.anchor(leaf["code"]),
        title=leaf["title"],
        max_points=number(leaf["max_points"]),
        points=wording.points(outcome["points"]),
        index="",
        bar="",
        is_leaf=True,
        role=leaf.get("role", ""),
        state=outcome["state"],
        rule=marking_text(leaf),
        mark=wording.mark_text(mark),
        is_automatic=fact is not None,
    )
