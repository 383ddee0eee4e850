"""Files that were taken in, and the rows that were sent back."""

from dataclasses import dataclass

from django.db.models import QuerySet

from foundation.models import ImportBatch, RejectedRow

PAGE = 50
LAST_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class RejectPage:
    """One page of what is wrong with a batch; `before` and `after` are page numbers or None."""

    rejects: list[RejectedRow]
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
        rejects=found[:PAGE],
        before=page - 1 if page > 1 else None,
        after=page + 1 if len(found) > PAGE else None,
    )
