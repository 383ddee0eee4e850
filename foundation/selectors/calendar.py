"""What the working calendar says to whoever reads a day without a time."""

from datetime import time

from django.db import connection


def closing_time() -> time:
    """Return when a working day ends: with its last shift, at 17:00 if none is on record."""
    with connection.cursor() as cursor:
        cursor.execute("select closing_time()")
        found: time = cursor.fetchone()[0]
    return found
