"""The task queue: one Celery application, its tasks found in every app's tasks module."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc_portal.settings")

app = Celery("cchc_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect  # type: ignore[untyped-decorator]
def ring_what_waits(**_: Any) -> None:
    """Let a fresh worker hear of every job that is not finished."""
    from foundation.services.jobs import ring_waiting  # noqa: PLC0415 - needs the apps loaded

    ring_waiting()
    connections.close_all()  # the processes that work are forked off this one
