"""The units app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    """The units app."""

    name = "units"
    verbose_name = _("Đơn vị")
