"""The nightly sealing of the history."""

import logging

from celery import shared_task

from scoring.services.sealing import HistoryStillMoving, seal_days

log = logging.getLogger(__name__)


@shared_task(name="scoring.seal_history")  # type: ignore[untyped-decorator]
def seal_history() -> None:
    """Seal the days that have ended; one that must wait is sealed the next night."""
    try:
        days = seal_days()
    except HistoryStillMoving as waiting:
        log.warning("%s", waiting)
        return
    for day in days:
        log.warning("Đã niêm phong ngày %s: %s", day.day, day.sha256)
