"""A stored run as people read it: its tables, block by block.

Everything shown comes out of the run's frozen frame and lines; nothing is computed again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.selectors.frames import Block, blocks_of, sources_of
from reports.selectors.lines import Line, lines_of
from reports.selectors.methods import FactNote, fact_notes, instant, method
from reports.selectors.rows import Row, row_of
from scoring.models import Publication, RankingRun
from scoring.selectors import wording
from scoring.selectors.changes import Change, changes_of
from scoring.selectors.publications import publication_of


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

    @property
    def has_changes(self) -> bool:
        """Whether anything is known of any unit's year before."""
        return any(row.change.was for row in self.rows)

    @property
    def is_unpublished_before(self) -> bool:
        """Whether a result of the year before that is compared with was never made known."""
        return any(row.change.is_unpublished for row in self.rows)

    @property
    def ranked_rows(self) -> tuple[Row, ...]:
        """The units that take a rank."""
        return tuple(row for row in self.rows if row.rank is not None)

    @property
    def pending_rows(self) -> tuple[Row, ...]:
        """The units that wait for marks or figures."""
        return tuple(row for row in self.rows if row.is_pending)

    @property
    def other_rows(self) -> tuple[Row, ...]:
        """The units that are scored without rank, or take no part."""
        return tuple(row for row in self.rows if row.rank is None and not row.is_pending)


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

    @property
    def publication(self) -> Publication | None:
        """By which decision the run was published, None if it never was."""
        return publication_of(self.run)


def ranking_of(run: RankingRun) -> Ranking:
    """Return all of a run's tables, block by block, in the order of the result."""
    lines = lines_of(run)
    facts, alike, changes = facts_of(run, lines), printed_alike(lines), changes_of(run)
    tables = (
        group_table(block, _of_block(block, lines), facts, changes=changes, alike=alike)
        for block in blocks_of(run)
    )
    return ranking(run, tables, facts)


def ranking(run: RankingRun, tables: Iterable[GroupTable], facts: tuple[FactNote, ...]) -> Ranking:
    """Return a run with those of its tables that are to be shown."""
    return Ranking(
        run=run,
        title=run.frame["title"],
        year=run.frame["year"],
        cutoff=instant(run.frame["cutoff"]),
        facts=facts,
        sources=sources_of(run),
        groups=tuple(tables),
    )


def facts_of(run: RankingRun, lines: Iterable[Line]) -> tuple[FactNote, ...]:
    """Return what the run counted; the lines say which figures have an interval."""
    return fact_notes(run.frame.get("facts", []), (line.supplement for line in lines))


def group_table(
    block: Block,
    lines: Iterable[Line],
    facts: tuple[FactNote, ...],
    *,
    changes: Mapping[int, Change],
    alike: set[tuple[str, str]],
) -> GroupTable:
    """Return a block's table of those lines, in their order."""
    counts = block.figures["bands"]
    return GroupTable(
        code=block.code,
        title=block.title,
        criteria_title=block.criteria_set["title"],
        method=method(block.rules, block.criteria_set, facts),
        is_index=block.basis == "index",
        ranked=block.figures["ranked"],
        mean=wording.figure(block.figures["mean_published"]),
        bands=tuple((code, label, counts.get(code, 0)) for code, label in block.labels.items()),
        rows=tuple(
            row_of(
                line,
                block,
                facts=facts,
                change=changes.get(line.unit_id),
                is_alike=(line.group, line.entry["published"]) in alike,
            )
            for line in lines
        ),
    )


def printed_alike(lines: Iterable[Line]) -> set[tuple[str, str]]:
    """Return the published figures, with their blocks, that stand at more than one rank."""
    ranks: dict[tuple[str, str], set[int]] = {}
    for line in lines:
        if line.is_ranked:
            published = (line.group, line.entry["published"])
            ranks.setdefault(published, set()).add(line.entry["rank"])
    return {published for published, at in ranks.items() if len(at) > 1}


def _of_block(block: Block, lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.group == block.code]
