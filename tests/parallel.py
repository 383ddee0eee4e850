"""Workers of a parallel run, each with a queue and a cache that no other worker uses."""

from django.conf import settings

from cchc_portal import environment


def set_apart(worker: str) -> None:
    """Lead a worker (gw0, gw1, …), before it opens either, to its own queue and cache."""
    settings.REDIS_URL = own_queue(settings.REDIS_URL, int(worker.removeprefix("gw")))
    settings.CELERY_BROKER_URL = environment.broker(settings.REDIS_URL)
    settings.CACHES["default"]["LOCATION"] = environment.cache(settings.REDIS_URL)


def own_queue(url: str, number: int) -> str:
    """Return the queue's address of a worker: two databases further for each before it."""
    for _ in range(2 * number):
        url = environment.cache(url)
    return url
