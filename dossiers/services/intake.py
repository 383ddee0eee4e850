"""Intake of dossier files: their columns, and the way in."""

from typing import Any

from dossiers.services.dossier_checks import CHECKS
from dossiers.services.dossier_merge import MERGE
from dossiers.services.dossier_typing import typing
from dossiers.services.pause_cells import INTERVAL
from foundation.domain.tables import Column
from foundation.models import ImportBatch, StoredFile
from foundation.services.intake import IntakeKind, take_in
from foundation.services.progress import SILENT, Progress

COLUMNS = (
    Column("code", "Mã hồ sơ", is_code=True),
    Column("unit_code", "Mã đơn vị", is_code=True),
    Column("procedure_code", "Mã thủ tục", is_code=True),
    Column("channel", "Kênh"),
    Column("received", "Tiếp nhận"),
    Column("due", "Hẹn trả"),
    Column("finished", "Trả kết quả"),
    Column("outcome", "Kết quả"),
)
OPTIONAL_COLUMNS = (
    Column("handler", "Người thụ lý", is_required=False, is_code=True),
    Column("pauses", "Tạm dừng", is_required=False),
)


def import_dossiers(
    stored: StoredFile, *, by: Any | None, progress: Progress = SILENT
) -> ImportBatch:
    """Take a dossier file in; a code already known is an update, a bad row stays behind.

    A file without the column of handlers or of pauses leaves those that are known as they are.
    Raises UnreadableTable, with nothing written, if the file is no dossier table.
    """
    kind = IntakeKind(
        code="dossiers",
        columns=(*COLUMNS, *OPTIONAL_COLUMNS),
        typing=typing(),
        checks=CHECKS,
        merge=MERGE,
        parameters={"interval": INTERVAL},
    )
    return take_in(kind, stored, by=by, progress=progress)
