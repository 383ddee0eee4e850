"""A stored run as people read it: its tables, block by block.

Everything shown comes out of the run's frozen bundle and result; nothing is computed again.
"""

import json
from dataclasses import dataclass
from typing import Any

from reports.selectors import wording
from reports.selectors.methods import FactNote, fact_notes, instant, method
from scoring.models import Cycle, RankingRun


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


def latest_run(cycle: Cycle) -> RankingRun | None:
    """Return the newest run of a cycle, None before the first."""
    return cycle.runs.select_related("cycle__organiser").first()


def ranking_of(run: RankingRun) -> Ranking:
    """Return a run's tables, block by block, in the order of the result."""
    return read_run(run, json.loads(run.bundle), json.loads(run.result))


def read_run(run: RankingRun, bundle: dict[str, Any], result: dict[str, Any]) -> Ranking:
    """Return the tables of a run whose two documents are read already."""
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
        mean=wording.figure(figures["mean_published"]),
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
        points=wording.points(entry["points"]),
        applicable_max=wording.points(entry["applicable_max"]),
        published=wording.figure(entry["published"]),
        unrounded=wording.figure(entry[rules["basis"]]) if is_alike else "",
        band=entry["band"],
        band_label=labels.get(entry["band"], wording.NONE),
        earned_label=labels.get(entry["band_by_points"], wording.NONE),
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
