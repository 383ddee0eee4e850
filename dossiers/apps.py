"""The dossiers app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossiersConfig(AppConfig):
    """The dossiers app."""

    name = "dossiers"
    verbose_name = _("Hồ sơ")
