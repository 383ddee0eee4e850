"""The kind of file this app takes in, made known to the upload page and the workers."""

from foundation.services.intakes import Intake, register_intake
from surveys.services.intake import columns_of, import_answers


def register_kinds() -> None:
    """Register the answers of a campaign."""
    register_intake(
        Intake(
            code="answers",
            title="Phiếu khảo sát",
            take=import_answers,
            columns=columns_of,
            context="campaign",
            context_model="surveys.Campaign",
            about="Mỗi dòng là một phiếu, mỗi câu hỏi của đợt khảo sát là một cột ghi mức 1 đến 5.",
        )
    )
