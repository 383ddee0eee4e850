"""The units app, and the kinds of file it takes in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """The units app."""

    name = "units"
    verbose_name = _("Đơn vị và con người")

    def ready(self) -> None:
        """Make this app's kinds of file known."""
        from units.services.registered import register_kinds  # noqa: PLC0415 - needs the models

        register_kinds()
