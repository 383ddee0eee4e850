"""Previews: of any kind of file, as they are kept with their job, and said in a sentence."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Count, Min

from foundation.models import ImportBatch
from foundation.services.intake import Preview
from foundation.services.intakes import counted

LONGEST_SHOWN = 300
"""Characters of a cell that a preview keeps; a cell may have thousands."""


def rolled_back(take: Callable[[], ImportBatch]) -> Preview:
    """Take a file in, count what became of its rows, and undo it all; no row of it is shown."""
    with transaction.atomic():
        batch = take()
        seen = Preview(
            batch.rows,
            batch.created_rows,
            batch.changed_rows,
            batch.unchanged_rows,
            batch.rejected_rows,
            headers=[],
            first=[],
            reasons=reasons_of(batch),
            answers={},
        )
        transaction.set_rollback(True)
    return seen


def reasons_of(batch: ImportBatch) -> list[tuple[str, str, str, int]]:
    """Return every (column, code, message, rows) a batch has rejects for, the most frequent first.

    Of messages that differ from row to row one stands for all.
    """
    grouped = batch.rejects.order_by().values_list("column", "code")
    found = grouped.annotate(Min("message"), Count("line", distinct=True))
    return sorted(found, key=lambda reason: (-reason[3], reason[0], reason[1]))


def kept(seen: Preview) -> dict[str, Any]:
    """Return a preview as it is kept with its job: fields of `Preview`, no text very long."""
    shown: dict[str, Any] = _shortened(asdict(seen))
    return shown


def foretold(seen: Preview) -> str:
    """Return what would become of the rows of a file, as one sentence."""
    return counted(seen.rows, seen.created, seen.changed, seen.unchanged, seen.rejected)


def _shortened(value: Any) -> Any:
    """Return data with every text in it cut to what can be shown."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_SHOWN else f"{value[: LONGEST_SHOWN - 1]}…"
    if isinstance(value, dict):
        return {key: _shortened(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_shortened(inner) for inner in value]
    return value
