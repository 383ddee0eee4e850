"""A result at a glance: classes by block, who changed class, who is under review."""

from dataclasses import dataclass

from foundation.domain.vietnamese import sort_key
from reports.selectors.frames import Block, blocks_of
from reports.selectors.lines import Line, lines_of
from reports.selectors.review_lists import review_cases
from scoring.models import RankingRun
from scoring.selectors import wording
from scoring.selectors.changes import Change, changes_of


@dataclass(frozen=True, slots=True)
class BlockOverview:
    """One block: how many units take a rank, their mean, and how many stand in each class."""

    code: str
    title: str
    ranked: int
    mean: str
    is_index: bool
    bands: tuple[tuple[str, str, int], ...]
    blocked: int


@dataclass(frozen=True, slots=True)
class Move:
    """A unit whose class is another than last year's."""

    unit_code: str
    name: str
    before: str
    now: str
    is_up: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A run at a glance; `moves` by name, `review_cases` of the rules on people.

    `is_unpublished_before` says that the year before, which the moves are told from, was never
    made known.
    """

    run: RankingRun
    blocks: tuple[BlockOverview, ...]
    moves: tuple[Move, ...]
    review_cases: int
    is_unpublished_before: bool

    @property
    def moves_by_side(self) -> tuple[tuple[str, list[Move]], ...]:
        """The units that fell and those that rose, each side with its title."""
        before = "năm trước" + " (chưa công bố)" * self.is_unpublished_before
        return (
            (f"Xuống loại so với {before}", [move for move in self.moves if not move.is_up]),
            (f"Lên loại so với {before}", [move for move in self.moves if move.is_up]),
        )


def overview_of(run: RankingRun, *, with_unpublished: bool) -> Overview:
    """Return a run at a glance, for leaders; `with_unpublished`: as `changes_of` has it."""
    lines, blocks = lines_of(run), blocks_of(run)
    changes = changes_of(run, with_unpublished=with_unpublished)
    return Overview(
        run=run,
        blocks=tuple(_block(block, lines) for block in blocks),
        moves=_moves(lines, blocks, changes),
        review_cases=review_cases(run),
        is_unpublished_before=any(change.is_unpublished for change in changes.values()),
    )


def _block(block: Block, lines: list[Line]) -> BlockOverview:
    counts = block.figures["bands"]
    return BlockOverview(
        code=block.code,
        title=block.title,
        ranked=block.figures["ranked"],
        mean=wording.figure(block.figures["mean_published"]),
        is_index=block.basis == "index",
        bands=tuple((code, label, counts.get(code, 0)) for code, label in block.labels.items()),
        blocked=sum(bool(line.entry["blocked_by"]) for line in lines if line.group == block.code),
    )


def _moves(
    lines: list[Line], blocks: tuple[Block, ...], changes: dict[int, Change]
) -> tuple[Move, ...]:
    """Return the units that have a class and had another one, where both are comparable."""
    labels = {block.code: block.labels for block in blocks}
    moves = []
    for line in lines:
        change = changes.get(line.unit_id)
        places = list(labels[line.group].values())
        now = labels[line.group].get(line.entry["band"])
        if change and now and change.previous_band_label in places and _is_compared(change):
            before = change.previous_band_label
            if before != now:
                is_up = places.index(now) < places.index(before)
                moves.append(Move(line.unit_code, line.name, before, now, is_up))
    return tuple(sorted(moves, key=lambda move: sort_key(move.name)))


def _is_compared(change: Change) -> bool:
    """Return whether the two years are compared; a note may still say what to mind."""
    return change.difference is not None or not change.note
