"""The dossiers app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    """The dossiers app."""

    name = "dossiers"
    verbose_name = _("Hồ sơ")

    def ready(self) -> None:
        """Say which files the app takes in, and what a change of the calendar means to it."""
        from dossiers.selectors.late_computed import due_times_kept  # noqa: PLC0415 - like the next
        from dossiers.services.registered import register_intakes  # noqa: PLC0415 - needs the models
        from dossiers.services.standing import register_standings  # noqa: PLC0415 - likewise
        from foundation.services.calendar import watch_calendar  # noqa: PLC0415 - likewise

        register_intakes()
        register_standings()
        watch_calendar(due_times_kept)
