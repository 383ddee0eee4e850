"""The dossiers app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    """The dossiers app."""

    name = "dossiers"
    verbose_name = _("Hồ sơ")

    def ready(self) -> None:
        """Say which files the app takes in."""
        from dossiers.services.registered import register_intakes  # noqa: PLC0415 - needs the models

        register_intakes()
