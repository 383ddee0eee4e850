"""Whether the portal can do its work: database, migrations, broker, each asked afresh."""

import logging
from collections.abc import Callable
from functools import cache

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

log = logging.getLogger(__name__)

PATIENCE = 2
"""Seconds that the broker may take."""


class NotReady(Exception):
    """A part answers, but not as it must; the text goes to the log."""


def readiness() -> dict[str, bool]:
    """Return each part and whether it is ready; why it is not stands in the log alone."""
    return {name: _holds(name, check) for name, check in CHECKS.items()}


def ask_database() -> None:
    """Raise unless the database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")


def ask_migrations() -> None:
    """Raise NotReady if a migration of this code has not been applied."""
    missing = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        raise NotReady(f"chưa áp dụng {', '.join('.'.join(name) for name in sorted(missing))}")


def ask_broker() -> None:
    """Raise unless the broker answers."""
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
    ) as client:
        client.ping()


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migrations of every app as the code has them, read once."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


CHECKS: dict[str, Callable[[], None]] = {
    "database": ask_database,
    "migrations": ask_migrations,
    "broker": ask_broker,
}


def _holds(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception as error:  # whatever it is, it means not ready
        log.warning("Chưa sẵn sàng (%s): %s", name, error)
        return False
    return True
