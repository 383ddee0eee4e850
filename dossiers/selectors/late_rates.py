"""Late rates of every unit in a period, read from the dossiers as they stood at a cutoff."""

from datetime import date, datetime

from django.db import connection

from dossiers.domain.late_rates import LateCounts

# A dossier that ended after the cutoff was still open then. What was withdrawn, cancelled or never
# accepted does not count; a refusal after processing does.
_COUNTS = """
with standing as (
    select d.unit_id, d.due_at,
           case when d.finished_at <= %(cutoff)s then d.finished_at end as finished_at,
           (d.finished_at at time zone 'Asia/Ho_Chi_Minh')::date as finished_on,
           (d.due_at at time zone 'Asia/Ho_Chi_Minh')::date as due_on
    from dossiers_dossier d
    where d.received_at <= %(cutoff)s
      and not (d.outcome in ('not_accepted', 'withdrawn', 'cancelled')
               and d.finished_at <= %(cutoff)s)
), verdict as (
    select unit_id, due_at is null as undetermined,
           finished_at is not null and finished_on between %(first)s and %(last)s as resolved,
           coalesce(finished_at, %(cutoff)s) > due_at as late,
           finished_at is null as open,
           due_on between %(first)s and %(last)s and due_at <= %(cutoff)s as due
    from standing
)
select unit_id,
       count(*) filter (where resolved and not undetermined),
       count(*) filter (where resolved and late),
       count(*) filter (where open and late),
       count(*) filter (where due),
       count(*) filter (where due and late),
       count(*) filter (where undetermined and (resolved or open))
from verdict group by unit_id
"""


def late_counts(*, first: date, last: date, cutoff: datetime) -> dict[int, LateCounts]:
    """Return each unit's counts (by unit id) for local days first to last, as known at the cutoff.

    Units without a dossier are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"first": first, "last": last, "cutoff": cutoff})
        return {unit: LateCounts(*counts) for unit, *counts in cursor.fetchall()}
