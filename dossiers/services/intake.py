"""Intake of dossier files: their columns, and the way in."""

from typing import Any

from django.conf import settings

from dossiers.domain.columns import COLUMNS, OPTIONAL_COLUMNS
from dossiers.models import Source
from dossiers.services.dossier_checks import CHECKS
from dossiers.services.dossier_merge import LEADS_TO, MERGE, SAME, VOUCHED, WRITES
from dossiers.services.dossier_shown import QUESTIONS, SHOWN
from dossiers.services.dossier_typing import prepared, typing
from dossiers.services.pause_cells import INTERVAL
from dossiers.services.source_reading import reading_of
from foundation.domain.tables import Column
from foundation.domain.tables.columns import named
from foundation.models import ImportBatch, StoredFile
from foundation.selectors.calendar import closing_time
from foundation.services.intake import IntakeKind, Preview, preview, take_in
from foundation.services.progress import SILENT, Progress


def dossier_kind(source: Source | None = None) -> IntakeKind:
    """Return how a dossier file is taken in, in the way of its source if it has one."""
    return IntakeKind(
        code="dossiers",
        columns=(*COLUMNS, *OPTIONAL_COLUMNS),
        prepared=prepared(source),
        typing=typing(source, closing=closing_time()),
        holds=("people", "procedures", "units"),
        checks=CHECKS,
        same=SAME,
        writes=WRITES,
        vouched=VOUCHED,
        leads_to=LEADS_TO,
        merge=MERGE,
        parameters={
            "interval": INTERVAL,
            "longest_promise": settings.LONGEST_PROMISE_DAYS,
            "source": source.pk if source else None,
        },
        shown=SHOWN,
        questions=QUESTIONS,
        reading=reading_of(source),
        origin=source.name if source else "",
    )


def import_dossiers(
    stored: StoredFile,
    *,
    by: Any | None,
    progress: Progress = SILENT,
    source: Source | None = None,
) -> ImportBatch:
    """Take a dossier file in; a code already known is an update, a bad row stays behind.

    A file without the column of handlers or of pauses leaves those that are known as they are.
    Raises UnreadableTable, with nothing written, if the file is no dossier table.
    """
    return take_in(dossier_kind(source), stored, by=by, progress=progress)


def preview_dossiers(
    stored: StoredFile, *, progress: Progress = SILENT, source: Source | None = None
) -> Preview:
    """Return what taking a dossier file in would do; nothing is written.

    Raises UnreadableTable if the file is no dossier table.
    """
    return preview(dossier_kind(source), stored, progress=progress)


def dossier_columns(source: Source | None = None) -> list[Column]:
    """Return the columns of a dossier file under the headers that the source gives them."""
    return named((*COLUMNS, *OPTIONAL_COLUMNS), source.headers if source else {})
