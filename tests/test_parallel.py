"""Workers of a parallel run share the servers and nothing on them."""

from urllib.parse import parse_qs, urlsplit

from celery import current_app
from django.conf import settings
from django.core.cache import cache

from cchc_portal import environment
from cchc_portal.launch_checks import MOST_WORKERS
from tests.parallel import own_queue

DATABASES_OF_VALKEY = 16


def test_no_worker_s_queue_or_cache_is_another_s():
    queues = [own_queue("unix:///run/valkey.sock?db=0", n) for n in range(MOST_WORKERS)]

    used = [*queues, *map(environment.cache, queues)]

    numbers = {int(parse_qs(urlsplit(url).query)["db"][0]) for url in used}
    assert numbers == set(range(DATABASES_OF_VALKEY))


def test_the_first_worker_takes_what_is_given():
    assert own_queue("redis://h:6379/3", 0) == "redis://h:6379/3"
    assert own_queue("redis://h:6379/3", 1) == "redis://h:6379/5"


def test_what_is_set_for_this_worker_is_what_it_uses():
    assert current_app.conf.broker_url == environment.broker(settings.REDIS_URL)
    assert cache._cache._servers == [environment.cache(settings.REDIS_URL)]
