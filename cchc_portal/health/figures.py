"""Figures that are read when they are asked for: jobs by state, how long they wait, the workers."""

from collections.abc import Iterator

from django.db import Error
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from cchc_portal.health.worker import silent_for
from foundation.models import Job


class Figures(Collector):
    """Jobs and workers as they stand now; a source that is away leaves its figures out."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures."""
        try:
            yield from _jobs()
        except Error:
            yield _gauge("cchc_database_up", "Whether the database answered.", 0)
        else:
            yield _gauge("cchc_database_up", "Whether the database answered.", 1)
        try:
            silent = silent_for()
        except RedisError:
            return
        if silent is not None:
            yield _gauge("cchc_worker_silent_seconds", "Since any worker's sign of life.", silent)


def _jobs() -> Iterator[GaugeMetricFamily]:
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    jobs = GaugeMetricFamily("cchc_jobs", "Jobs by state.", labels=["state"])
    for state in Job.State.values:
        jobs.add_metric([state], counts.get(state, 0))
    yield jobs
    oldest = Job.objects.filter(state=Job.State.QUEUED).aggregate(at=Min("created_at"))["at"]
    waited = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield _gauge("cchc_oldest_queued_job_seconds", "Age of the oldest waiting job.", waited)


def _gauge(name: str, help_text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help_text, value=value)
