"""The surveys app, and the kind of file it takes in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """The surveys app."""

    name = "surveys"
    verbose_name = _("Khảo sát")

    def ready(self) -> None:
        """Make this app's kind of file known, and what stands on units."""
        from surveys.services.registered import register_kinds  # noqa: PLC0415 - needs the models
        from surveys.services.standing import register_standings  # noqa: PLC0415 - likewise

        register_kinds()
        register_standings()
