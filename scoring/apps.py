"""The scoring app, the kind of file it takes in, and where its jobs lead."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    """The scoring app."""

    name = "scoring"
    verbose_name = _("Chấm điểm")

    def ready(self) -> None:
        """Make them known, and what stands on units; the models are there only now."""
        from scoring.services.registered import register_kinds  # noqa: PLC0415 - needs the models
        from scoring.services.results import register_results  # noqa: PLC0415 - needs the models
        from scoring.services.standing import register_standings  # noqa: PLC0415 - likewise

        register_kinds()
        register_results()
        register_standings()
