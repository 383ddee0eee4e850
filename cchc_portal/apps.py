"""The portal's own app: it loads the task queue, so that services may enqueue by name."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The top of the house."""

    name = "cchc_portal"

    def ready(self) -> None:
        """Make the configured queue the current one."""
        from cchc_portal.celery import app  # noqa: PLC0415 - settings must be loaded first

        app.set_default()
