"""A stored run as people read it: its table, and one unit's sheet down to every leaf.

Everything shown comes out of the run's frozen bundle and result; nothing is computed again.
"""

import json
from dataclasses import dataclass
from typing import Any

from foundation.domain.vietnamese import number
from reports.selectors import wording
from reports.selectors.methods import FactNote, fact_notes, instant, method
from scoring.domain.numbers import fixed_text, parse_decimal
from scoring.models import Cycle, RankingRun

NONE = "–"


@dataclass(frozen=True, slots=True)
class FactCell:
    """A fact in a table: the percentage, the count behind it, and whether it blocks."""

    title: str
    definition: str
    text: str
    counted: str
    sample: int | None
    reason: str
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's line; `band_label` is its class, `earned_label` what its points alone gave.

    `unrounded` is given where another rank prints the same figure, else it is "".
    """

    code: str
    name: str
    rank: int | None
    standing: str
    reason: str
    points: str
    applicable_max: str
    published: str
    unrounded: str
    band: str | None
    band_label: str
    earned_label: str
    facts: tuple[FactCell, ...]
    blocked_by: tuple[str, ...]
    waived: tuple[str, ...]

    @property
    def is_lowered(self) -> bool:
        """Whether a block changed the class."""
        return self.band_label != self.earned_label


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One block of units: method, mean, class counts (best first), lines.

    `is_index` says whether what is published is an index (of 100) or points.
    """

    code: str
    title: str
    criteria_title: str
    method: tuple[str, ...]
    is_index: bool
    ranked: int
    mean: str
    bands: tuple[tuple[str, str, int], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A run ready to be shown, with what it counted and the documents its rules come from."""

    run: RankingRun
    title: str
    year: int
    cutoff: str
    facts: tuple[FactNote, ...]
    sources: tuple[str, ...]
    groups: tuple[GroupTable, ...]


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
    """One unit's line of a run with everything below it."""

    ranking: Ranking
    group: GroupTable
    row: Row
    lines: tuple[SheetLine, ...]


def latest_run(cycle: Cycle) -> RankingRun | None:
    """Return the newest run of a cycle, None before the first."""
    return cycle.runs.select_related("cycle__organiser").first()


def ranking_of(run: RankingRun) -> Ranking:
    """Return a run's tables, block by block, in the order of the result."""
    return _read(run, json.loads(run.bundle), json.loads(run.result))


def _read(run: RankingRun, bundle: dict[str, Any], result: dict[str, Any]) -> Ranking:
    rules = bundle["rule_set"]
    figures = {group["code"]: group for group in result["groups"]}
    return Ranking(
        run=run,
        title=bundle["title"],
        year=bundle["year"],
        cutoff=instant(bundle["cutoff"]),
        facts=fact_notes(bundle.get("facts", [])),
        sources=tuple(f"{s['document']} ({s['clause']})" for s in rules["sources"]),
        groups=tuple(
            _group(group, figures[group["code"]], bundle, result) for group in bundle["groups"]
        ),
    )


def sheet_of(run: RankingRun, unit_code: str) -> Sheet | None:
    """Return one unit's sheet, None if the unit is not in the run."""
    bundle, result = json.loads(run.bundle), json.loads(run.result)
    ranking = _read(run, bundle, result)
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
        lines=tuple(_lines(document["criteria_set"]["areas"], given, entry, 0)),
    )


def _group(
    group: dict[str, Any], figures: dict[str, Any], bundle: dict[str, Any], result: dict[str, Any]
) -> GroupTable:
    rules = bundle["rule_set"] | bundle["rule_set"].get("by_group", {}).get(group["code"], {})
    labels = {band["code"]: band["label"] for band in rules["bands"]}
    given = {unit["code"]: unit for unit in bundle["units"]}
    facts = fact_notes(bundle.get("facts", []))
    entries = [entry for entry in result["units"] if entry["group"] == group["code"]]
    alike = _printed_alike(entries)
    return GroupTable(
        code=group["code"],
        title=group["title"],
        criteria_title=group["criteria_set"]["title"],
        method=method(rules, group["criteria_set"], facts),
        is_index=rules["basis"] == "index",
        ranked=figures["ranked"],
        mean=_shown(figures["mean_published"]),
        bands=tuple((code, label, figures["bands"].get(code, 0)) for code, label in labels.items()),
        rows=tuple(
            _row(entry, given[entry["code"]], rules, facts, entry["published"] in alike)
            for entry in entries
        ),
    )


def _printed_alike(entries: list[dict[str, Any]]) -> set[str]:
    """Return the published figures that stand at more than one rank."""
    ranks: dict[str, set[int]] = {}
    for entry in entries:
        if entry["rank"] is not None:
            ranks.setdefault(entry["published"], set()).add(entry["rank"])
    return {published for published, at in ranks.items() if len(at) > 1}


def _row(
    entry: dict[str, Any],
    given: dict[str, Any],
    rules: dict[str, Any],
    facts: tuple[FactNote, ...],
    is_alike: bool,
) -> Row:
    labels = {band["code"]: band["label"] for band in rules["bands"]}
    titles = {block["code"]: block["title"] for block in rules.get("blocks", [])}
    reading = {block["code"]: block["fact"] for block in rules.get("blocks", [])}
    blocking = {reading[code] for code in entry["blocked_by"] or []}
    return Row(
        code=entry["code"],
        name=given["name"],
        rank=entry["rank"],
        standing=entry["standing"],
        reason=entry["reason"],
        points=_points(entry["points"]),
        applicable_max=_points(entry["applicable_max"]),
        published=_shown(entry["published"]),
        unrounded=_shown(entry[rules["basis"]]) if is_alike else "",
        band=entry["band"],
        band_label=labels.get(entry["band"], NONE),
        earned_label=labels.get(entry["band_by_points"], NONE),
        facts=tuple(
            _fact(fact, given.get("facts", {}).get(fact.code), fact.code in blocking)
            for fact in facts
        ),
        blocked_by=tuple(titles[code] for code in entry["blocked_by"] or []),
        waived=tuple(f"{titles[w['block']]}: {w['reason']}" for w in entry["waived"] or []),
    )


def _fact(declared: FactNote, fact: dict[str, Any] | None, is_blocking: bool) -> FactCell:
    return FactCell(
        title=declared.title,
        definition=declared.definition,
        text=wording.fact_text(fact),
        counted=wording.counted(fact or {}),
        sample=(fact or {}).get("sample"),
        reason=(fact or {}).get("reason", ""),
        is_blocking=is_blocking,
    )


def _shown(figure: str | None) -> str:
    return NONE if figure is None else number(figure)


def _points(figure: str | None) -> str:
    """Return points as they are, or rounded to four decimals; the exact ones are for auditors."""
    if figure is None or len(figure.partition(".")[2]) <= wording.POINT_DECIMALS:
        return _shown(figure)
    value = parse_decimal(figure)
    return _shown(figure if value is None else fixed_text(value, wording.POINT_DECIMALS))


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
                max_points=_points(area.get("applicable_max", node["max_points"])),
                points=_points(area["points"]) if area else "",
                index=_short_index(area.get("index")),
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
        points=_points(outcome["points"]),
        index="",
        bar="",
        is_leaf=True,
        role=leaf.get("role", ""),
        state=outcome["state"],
        rule=wording.rule_text(leaf),
        mark=wording.mark_text(mark),
        is_automatic=fact is not None,
    )


def _short_index(index: str | None) -> str:
    """Return an index with two decimals for a table; the ten stored ones are for auditors."""
    if index is None:
        return ""
    value = parse_decimal(index)
    return number(fixed_text(value, 2)) if value is not None else ""
