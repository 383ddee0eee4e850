"""The reports app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """The reports app."""

    name = "reports"
    verbose_name = _("Báo cáo")

    def ready(self) -> None:
        """Say where the jobs that print papers lead."""
        from reports.services.printed import register_printed  # noqa: PLC0415 - needs the models

        register_printed()
