"""The ranking page: one block's table as a reader asks for it, with the ways to ask otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.selectors import arranging
from reports.selectors.asked import Asked
from reports.selectors.frames import Block, blocks_of
from reports.selectors.lines import Line, lines_of
from reports.selectors.methods import FactNote
from reports.selectors.rankings import (
    GroupTable,
    Ranking,
    facts_of,
    group_table,
    printed_alike,
    ranking,
)
from scoring.models import RankingRun
from scoring.selectors.changes import Change, changes_of


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several links or options, with how many units stand behind it."""

    value: str
    title: str
    count: int
    link: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `direction` is aria-sort's word, "" where another column decides.

    Without a link there is nothing to sort by.
    """

    title: str
    link: str
    direction: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """What the page shows: the run, one block's lines, tabs, classes, heads of columns.

    One that is not whole shows some units' lines only, and no figure about the others.
    """

    ranking: Ranking
    table: GroupTable
    asked: Asked
    tabs: tuple[Choice, ...]
    bands: tuple[Choice, ...]
    columns: dict[str, Column]
    fact_columns: tuple[Column, ...]
    total: int
    is_whole: bool = True

    @property
    def elsewhere(self) -> tuple[Choice, ...]:
        """The other blocks where the same wishes find somebody."""
        return tuple(tab for tab in self.tabs if tab.count and not tab.is_current)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The wishes that the form of filters does not show and so has to carry along."""
        parameters = self.asked.parameters()
        return [(key, parameters[key]) for key in ("khoi", "sap-xep", "lan") if key in parameters]

    @property
    def everybody(self) -> str:
        """The address of the same block with nobody left out."""
        return self.asked.link(band="", is_blocked=False, search="")


def ranking_page(
    run: RankingRun,
    asked: Asked,
    only: frozenset[int] | None = None,
    *,
    with_unpublished: bool = False,
) -> RankingPage:
    """Return the page; a block that is not there is taken for the first one.

    `only` are the units (by id) whose lines are open to the reader, None for all of them; blocks
    in which there are none are left out. `with_unpublished`: as `changes_of` has it.
    """
    lines = lines_of(run, only)
    changes = changes_of(run, with_unpublished=with_unpublished)
    there = {line.group for line in lines}
    blocks = tuple(block for block in blocks_of(run) if only is None or block.code in there)
    block = next((block for block in blocks if block.code == asked.block), blocks[0])
    facts = facts_of(run, lines)
    found = {one.code: _found(lines, one, asked) for one in blocks}
    differences = _differences(changes)
    shown = arranging.ordered(found[block.code], asked, block.basis, differences)
    table = group_table(block, shown, facts, changes=changes, alike=printed_alike(lines))
    return RankingPage(
        ranking=ranking(run, [table], facts),
        table=table,
        asked=asked,
        tabs=tuple(_tab(one, block, asked, len(found[one.code])) for one in blocks),
        bands=band_choices(table, asked),
        columns=columns_of(table, asked, run.frame["year"]),
        fact_columns=tuple(fact_column(fact, asked) for fact in facts),
        total=sum(line.group == block.code for line in lines),
        is_whole=only is None,
    )


def _found(lines: list[Line], block: Block, asked: Asked) -> list[Line]:
    own = (line for line in lines if line.group == block.code)
    return arranging.matching(own, asked, set(block.labels))


def _differences(changes: Mapping[int, Change]) -> dict[int, Decimal]:
    return {
        unit: change.difference for unit, change in changes.items() if change.difference is not None
    }


def _tab(block: Block, current: Block, asked: Asked, count: int) -> Choice:
    link = asked.link(block=block.code)
    return Choice(block.code, block.title, count, link, block.code == current.code)


def band_choices(table: GroupTable, asked: Asked) -> tuple[Choice, ...]:
    """Return the classes of a block with how many units have each."""
    return tuple(
        Choice(code, label, count, asked.link(band=code), code == asked.band)
        for code, label, count in table.bands
    )


def columns_of(table: GroupTable, asked: Asked, year: int) -> dict[str, Column]:
    """Return the heads of the columns that every ranking has and that sort it."""
    figure = "Chỉ số (%)" if table.is_index else "Điểm công bố"
    before = f"So với {year - 1}" + " (chưa công bố)" * table.is_unpublished_before
    return {
        "rank": _column(arranging.RANK, "Hạng", asked),
        "unit": _column(arranging.NAME, "Đơn vị", asked),
        "figure": _column(arranging.FIGURE, figure, asked),
        "change": _column(arranging.CHANGE, before, asked),
    }


def fact_column(fact: FactNote, asked: Asked) -> Column:
    """Return the head of a fact; only the known ones can be sorted by."""
    word = arranging.FACT_WORDS.get(fact.code)
    return _column(word, fact.title, asked) if word else Column(fact.title, "", "")


def _column(word: str, title: str, asked: Asked) -> Column:
    """Return a head that sorts by its column, and turns the order if that stands already."""
    is_current = asked.column == word or (word == arranging.RANK and not asked.order)
    if not is_current:
        return Column(title, asked.link(order=word), "")
    turned = word if asked.is_turned else f"-{word}"
    is_descending = (word in arranging.LARGEST_FIRST) != asked.is_turned
    return Column(title, asked.link(order=turned), "descending" if is_descending else "ascending")
