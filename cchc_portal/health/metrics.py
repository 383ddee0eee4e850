"""What the portal counts of itself: requests by view and status, and how long they took."""

import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

NOWHERE = "unknown"
REQUESTS = Counter(
    "cchc_http_requests", "Requests answered, by view and status.", ["view", "method", "status"]
)
LATENCY = Histogram("cchc_http_request_seconds", "Seconds to an answer, by view.", ["view"])
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class CountedRequests:
    """Count every answer under the name of the view that gave it, never under its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count it."""
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name or match.route if match else NOWHERE
        method = request.method if request.method in METHODS else NOWHERE
        REQUESTS.labels(view, method, response.status_code).inc()
        LATENCY.labels(view).observe(time.perf_counter() - started)
        return response


def counted() -> CollectorRegistry:
    """Return what was counted, by all processes of the server if they share a directory."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
