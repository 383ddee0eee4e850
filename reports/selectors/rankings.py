"""A stored run as people read it: its tables, block by block.

Everything shown comes out of the run's frozen bundle, result and supplement; nothing is computed
again.
"""

import json
from dataclasses import dataclass
from typing import Any

from reports.selectors import wording
from reports.selectors.methods import FactNote, fact_notes, instant, method
from reports.selectors.rows import Row, row_of
from scoring.models import Cycle, RankingRun


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
    """Return the tables of a run whose bundle and result are read already."""
    rules = bundle["rule_set"]
    supplement = json.loads(run.supplement).get("units", {})
    facts = fact_notes(bundle.get("facts", []), supplement)
    figures = {group["code"]: group for group in result["groups"]}
    return Ranking(
        run=run,
        title=bundle["title"],
        year=bundle["year"],
        cutoff=instant(bundle["cutoff"]),
        facts=facts,
        sources=tuple(f"{s['document']} ({s['clause']})" for s in rules["sources"]),
        groups=tuple(
            _group(
                group, figures[group["code"]], bundle, result, facts=facts, supplement=supplement
            )
            for group in bundle["groups"]
        ),
    )


def _group(
    group: dict[str, Any],
    figures: dict[str, Any],
    bundle: dict[str, Any],
    result: dict[str, Any],
    *,
    facts: tuple[FactNote, ...],
    supplement: dict[str, Any],
) -> GroupTable:
    rules = bundle["rule_set"] | bundle["rule_set"].get("by_group", {}).get(group["code"], {})
    labels = {band["code"]: band["label"] for band in rules["bands"]}
    given = {unit["code"]: unit for unit in bundle["units"]}
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
            row_of(
                entry,
                given[entry["code"]],
                rules,
                facts=facts,
                supplement=supplement.get(entry["code"], {}),
                is_alike=entry["published"] in alike,
            )
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
