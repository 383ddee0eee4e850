"""Tallies of dossiers: their periods, and building them anew.

The database itself keeps tallies in step with every dossier that is written; nothing here is needed
for that.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from dossiers.domain.periods import starts_a_period
from dossiers.models import PeriodStart


@transaction.atomic
def ensure_periods(days: Iterable[date]) -> None:
    """Let a tallied period begin on each of these days; the first of a month always does.

    What new days cut in two is tallied anew, and so nobody writes a dossier meanwhile.
    """
    asked = {day for day in days if not starts_a_period(day, ())}
    if not asked:
        return
    with connection.cursor() as cursor:
        cursor.execute("select hold_dossiers()")
    new = asked.difference(PeriodStart.objects.values_list("day", flat=True))
    if new:
        PeriodStart.objects.bulk_create(PeriodStart(day=day) for day in sorted(new))
        rebuild_tallies()


@transaction.atomic
def rebuild_tallies() -> None:
    """Throw all tallies away and count the dossiers again; nobody writes a dossier meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("select rebuild_tallies()")
