"""What machines ask: does the process live, can it work, how is it doing."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from cchc_portal.health.checks import readiness
from cchc_portal.health.figures import Figures
from cchc_portal.health.metrics import counted


@login_not_required
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer at once, without looking at anything else."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 if every part is ready, else 503 with which ones are not."""
    parts = readiness()
    is_ready = all(parts.values())
    checks = {name: "ok" if holds else "fail" for name, holds in parts.items()}
    body = {"status": "ok" if is_ready else "fail", "checks": checks}
    return JsonResponse(body, status=200 if is_ready else 503)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in Prometheus' text format, to whoever has the token, or (without one) is local."""
    if not _may_scrape(request):
        return HttpResponse(status=403, content_type="text/plain")
    now = CollectorRegistry()
    now.register(Figures())
    text = generate_latest(counted()) + generate_latest(now)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _may_scrape(request: HttpRequest) -> bool:
    """Return whether the caller has the token; where none is set, whether it is this machine.

    What came through a proxy is never local, wherever the proxy runs.
    """
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
