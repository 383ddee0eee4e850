"""A unit's change on the year before, as it is read: the figure, the ranks, and what to mind."""

from dataclasses import dataclass

from foundation.domain.vietnamese import number
from scoring.selectors import wording
from scoring.selectors.changes import Change


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """A change in words; each part is "" where there is none.

    `figure` is "+1,25", `ranks` "hạng 5 → 3", `was` last year's class and figure "Khá, 81,20",
    `predecessor` whose they are, `note` why the two years are not compared, or what to mind
    where they are; a table has it beside the line as `aside`, in its column only `short`.
    """

    figure: str = ""
    ranks: str = ""
    was: str = ""
    predecessor: str = ""
    note: str = ""
    is_unpublished: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of the year before."""
        return self == ChangeCell()

    @property
    def short(self) -> str:
        """What stands in place of a figure where the two years are not compared."""
        return "không so sánh" if self.note and not self.figure else ""

    @property
    def aside(self) -> str:
        """What to mind about the two years, as a sentence of its own."""
        return self.note[:1].upper() + self.note[1:]


def change_cell(change: Change | None, rank: int | None, unit_name: str) -> ChangeCell:
    """Return the cell of a unit that now has that rank and that name."""
    if change is None:
        return ChangeCell()
    is_compared = change.difference is not None or not change.note
    has_ranks = change.previous_rank is not None and rank is not None and is_compared
    name = change.predecessor_name
    return ChangeCell(
        figure="" if change.difference is None else wording.signed(change.difference),
        ranks=f"hạng {change.previous_rank} → {rank}" if has_ranks else "",
        was=_was(change),
        predecessor=f"theo kết quả của {name}" if name not in ("", unit_name) else "",
        note=change.note,
        is_unpublished=change.is_unpublished,
    )


def _was(change: Change) -> str:
    figure = change.previous_published
    said = (change.previous_band_label, "" if figure is None else number(str(figure)))
    return ", ".join(filter(None, said))
