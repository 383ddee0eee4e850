"""Files that were taken in, and the rows that were sent back."""

from dataclasses import dataclass

from django.db.models import QuerySet

from foundation.domain.vietnamese import fold
from foundation.models import ImportBatch, RejectedRow

PAGE = 50
LAST_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class ShownReject:
    """What is wrong with a row: its cell at fault, None if no one cell is, and all its cells."""

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
    return ImportBatch.objects.select_related("created_by", "stored_file").order_by("-pk")[:count]


def reject_page(batch: ImportBatch, page: int) -> RejectPage:
    """Return the page of that number, in the order of the file; nothing is counted for it."""
    start = (page - 1) * PAGE
    found = list(batch.rejects.order_by("line", "column", "pk")[start : start + PAGE + 1])
    return RejectPage(
        rejects=_shown(batch.header, found[:PAGE]),
        before=page - 1 if page > 1 else None,
        after=page + 1 if len(found) > PAGE else None,
    )


def _shown(header: list[str], found: list[RejectedRow]) -> list[ShownReject]:
    """Return what is wrong, each with its row's cells under the header of the file."""
    places = {fold(name): place for place, name in enumerate(header)}
    shown = []
    for reject in found:
        place = places.get(fold(reject.column))
        cell = None if place is None else "".join(reject.raw[place : place + 1])
        shown.append(ShownReject(reject, cell, list(zip(header, reject.raw, strict=False))))
    return shown
