"""Work of scoring that Celery workers do, a module for each part."""

from scoring.tasks.evidence import look_after_documents
from scoring.tasks.history import seal_history
from scoring.tasks.runs import publish_run, rank_cycle
from scoring.tasks.stages import send_reminders, turn_stages

__all__ = [
    "look_after_documents",
    "publish_run",
    "rank_cycle",
    "seal_history",
    "send_reminders",
    "turn_stages",
]
