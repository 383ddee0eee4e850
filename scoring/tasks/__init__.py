"""Work of scoring that Celery workers do, a module for each part."""

from scoring.tasks.runs import publish_run, rank_cycle

__all__ = ["publish_run", "rank_cycle"]
