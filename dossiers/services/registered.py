"""The kinds of file of this app."""

from dossiers.services import intake, procedures_intake
from foundation.services.intakes import Intake, register_intake


def register_intakes() -> None:
    """Make dossiers and procedures known as files that can be taken in."""
    register_intake(
        Intake(
            "procedures",
            "Thủ tục hành chính",
            procedures_intake.import_procedures,
            lambda _context: procedures_intake.COLUMNS,
            about="Mỗi dòng là một thủ tục; số ngày làm việc để trống nếu chưa quy định.",
        )
    )
    register_intake(
        Intake(
            "dossiers",
            "Hồ sơ thủ tục hành chính",
            intake.import_dossiers,
            lambda _context: (*intake.COLUMNS, *intake.OPTIONAL_COLUMNS),
            about="Mỗi dòng là một hồ sơ; mã đã có thì cập nhật. Hai cột Người thụ lý và Tạm dừng"
            " có thể không có trong tệp.",
        )
    )
