"""The kinds of file of this app."""

from dossiers.services import intake, procedures_intake, source_units_intake
from dossiers.services.apologies_intake import register_apologies
from dossiers.services.figures_registered import register_figures
from foundation.services.intakes import Intake, register_intake


def register_intakes() -> None:
    """Make the files known that this app takes in."""
    register_intake(
        Intake(
            "procedures",
            "Thủ tục hành chính",
            procedures_intake.import_procedures,
            lambda _context: procedures_intake.COLUMNS,
            about="Mỗi dòng là một thủ tục; số ngày làm việc để trống nếu chưa quy định. Ba cột"
            " Số giờ làm việc, Mức độ trực tuyến và Một cửa có thể không có trong tệp.",
        )
    )
    register_intake(
        Intake(
            "dossiers",
            "Hồ sơ thủ tục hành chính",
            intake.import_dossiers,
            intake.dossier_columns,
            context="source",
            context_model="dossiers.Source",
            needs_context=False,
            no_context="Tệp theo mẫu của cổng",
            preview=intake.preview_dossiers,
            preview_part="dossiers/preview_answers.html",
            previews_first=True,
            names_people=True,
            about="Mỗi dòng là một hồ sơ; mã đã có thì cập nhật. Hai cột Người thụ lý và Tạm dừng"
            " có thể không có trong tệp.",
        )
    )
    register_intake(
        Intake(
            "source_units",
            "Mã đơn vị của nguồn",
            source_units_intake.import_source_units,
            lambda _context: source_units_intake.COLUMNS,
            context="source",
            context_model="dossiers.Source",
            preview=source_units_intake.preview_source_units,
            about="Một hệ thống một cửa gọi đơn vị nào bằng mã nào, từ ngày nào đến ngày nào.",
        )
    )
    register_apologies()
    register_figures()
