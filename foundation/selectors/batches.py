"""Files that were taken in, and the rows that were sent back."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Func, JSONField, QuerySet

from foundation.domain.vietnamese import fold
from foundation.models import ImportBatch, RejectedRow

PAGE = 50
CELL_SHOWN = 500
"""Characters of a cell that are shown; of a table of many columns fewer."""
LEAST_SHOWN = 120
NAME_READ = 201
"""Characters of a column's name that are read: no column at fault has a name so long."""
ROW_SHOWN = 30_000
LAST_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class ShownReject:
    """What is wrong with a row: its cell at fault, None if no one cell is, and all its cells.

    Long cells are cut short; `reject` comes without its `raw`.
    """

    reject: RejectedRow
    cell: str | None
    cells: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RejectPage:
    """One page of what is wrong with a batch; `before` and `after` are page numbers or None."""

    rejects: list[ShownReject]
    before: int | None
    after: int | None


def recent_batches(count: int = 20) -> QuerySet[ImportBatch]:
    """Return the newest batches."""
    batches = ImportBatch.objects.select_related("created_by", "stored_file").defer("header")
    return batches.order_by("-pk")[:count]


def reject_page(batch: ImportBatch, page: int) -> RejectPage:
    """Return the page of that number, in the order of the file; nothing is counted for it."""
    start = (page - 1) * PAGE
    header = ImportBatch.objects.values_list(_Cut("header", longest=NAME_READ), flat=True).get(
        pk=batch.pk
    )
    longest = _shown_of_a_cell(header)
    rejects = batch.rejects.defer("raw").annotate(cells=_Cut("raw", longest=longest))
    found = list(rejects.order_by("line", "column", "pk")[start : start + PAGE + 1])
    return RejectPage(
        rejects=_shown(header, found[:PAGE], longest),
        before=page - 1 if page > 1 else None,
        after=page + 1 if len(found) > PAGE else None,
    )


class _Cut(Func):
    """The cells of a row, or a header, as the database cuts them: no more leaves it."""

    output_field = JSONField()
    template = """(
        select coalesce(jsonb_agg(case when length(cell) > %(longest)s
                                       then left(cell, %(longest)s - 1) || '…'
                                       else cell end order by place), '[]')
        from jsonb_array_elements_text(%(expressions)s) with ordinality cells(cell, place))"""


def _shown_of_a_cell(header: list[str]) -> int:
    """Return how many characters of each cell a page has room for."""
    return max(LEAST_SHOWN, min(CELL_SHOWN, ROW_SHOWN // max(1, len(header))))


def _shown(header: list[str], found: list[Any], longest: int) -> list[ShownReject]:
    """Return what is wrong, each with its row's cells under names no longer than that."""
    places = {fold(name): place for place, name in enumerate(header)}
    names = [name if len(name) <= longest else f"{name[: longest - 1]}…" for name in header]
    shown = []
    for reject in found:
        place = places.get(fold(reject.column))
        cell = None if place is None else "".join(reject.cells[place : place + 1])
        shown.append(ShownReject(reject, cell, list(zip(names, reject.cells, strict=False))))
    return shown
