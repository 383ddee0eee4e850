"""Signs of life of the workers, kept in the cache for a while; loaded by the workers alone."""

import time
from typing import Any

from celery.signals import heartbeat_sent
from django.core.cache import cache
from redis.exceptions import RedisError

KEPT = 24 * 3600
NEWEST = "health:worker"


@heartbeat_sent.connect  # type: ignore[untyped-decorator]
def tell_heartbeat(sender: Any = None, **_: Any) -> None:
    """Write down that this worker lives, every few seconds; a cache that is away is no matter."""
    now = time.time()
    own = key_of(str(sender.eventer.hostname))
    try:
        cache.set_many({NEWEST: now, own: now}, KEPT)
    except RedisError:
        return


def key_of(hostname: str) -> str:
    """Return where a worker's own sign of life is kept."""
    return f"{NEWEST}:{hostname}"


def silent_for(key: str = NEWEST) -> float | None:
    """Return the seconds since a sign of life, None if there was none in a day."""
    told: float | None = cache.get(key)
    return None if told is None else max(0.0, time.time() - told)
