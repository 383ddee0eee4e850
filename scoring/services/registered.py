"""The kind of file this app takes in, made known to the upload page and the workers."""

from foundation.services.intakes import Intake, register_intake
from scoring.services.marks_intake import COLUMNS, import_marks


def register_kinds() -> None:
    """Register the marks of a cycle."""
    register_intake(
        Intake(
            code="marks",
            title="Điểm các tiêu chí",
            take=import_marks,
            columns=lambda _cycle: COLUMNS,
            context="cycle",
            context_model="scoring.Cycle",
            about="Mỗi dòng là điểm của một đơn vị cho một tiêu chí thành phần.",
        )
    )
