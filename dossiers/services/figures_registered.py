"""The file of stated figures among the kinds of file, and where a check of figures leads."""

from django.urls import reverse

from dossiers.selectors.figure_checks import CHECK_FIGURES
from dossiers.services.figures_intake import COLUMNS, import_figures, preview_figures
from foundation.models import Job
from foundation.services.intakes import Intake, register_intake
from foundation.services.results import ResultLink, register_result


def register_figures() -> None:
    """Make both known; called once, when the apps start."""
    register_intake(
        Intake(
            "figures",
            "Số liệu nguồn công bố",
            import_figures,
            lambda _context: COLUMNS,
            context="source",
            context_model="dossiers.Source",
            preview=preview_figures,
            about="Mỗi dòng là số liệu của một đơn vị trong một kỳ do nguồn tự công bố, để đối"
            " chiếu với hồ sơ ở cổng; chỉ cần những cột mà nguồn có.",
        )
    )
    register_result(CHECK_FIGURES, _check_link)


def _check_link(job: Job) -> ResultLink:
    """Return the page of the periods that a check has looked at."""
    return ResultLink(
        reverse("figure_check", args=[job.pk]),
        "Xem các kỳ đã kiểm tra",
        permission="dossiers.view_statedfigure",
    )
