"""Days of the history, sealed one after the other: each digest is also over the one before."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.timezone import localdate, localtime, now

from scoring.models import SealedDay
from scoring.selectors.history_digests import bounds, columns_now, digest_of
from scoring.selectors.history_tables import history_tables

DAY = timedelta(days=1)
GRACE = timedelta(hours=1)
"""How long after its end a day is left alone: clocks of several machines differ a little."""

# A transaction dates its rows by its own beginning, and could still write them today.
_OLDEST = """
select min(started) from (
    select xact_start as started from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      and backend_type = 'client backend'
    union all
    select prepared from pg_prepared_xacts where database = current_database()
) running
"""


class HistoryStillMoving(Exception):
    """A day cannot be sealed yet: a transaction that began before its end has not ended."""

    def __init__(self, day: date, since: datetime) -> None:
        super().__init__(
            f"Chưa niêm phong được ngày {day:%d/%m/%Y}: một giao dịch bắt đầu từ"
            f" {localtime(since):%H:%M:%S %d/%m/%Y} vẫn chưa kết thúc."
        )
        self.day, self.since = day, since


def seal_days(*, at: datetime | None = None) -> list[SealedDay]:
    """Seal every day that has ended and is not sealed yet, in order, and return them.

    Days without a row are sealed too, so that the chain has no gap. Nothing is sealed twice,
    however often this is called. Raises HistoryStillMoving; the days before it stay sealed.
    """
    last = localdate((at or now()) - GRACE) - DAY
    sealed: list[SealedDay] = []
    while day := _seal_next(last):
        sealed.append(day)
    return sealed


@transaction.atomic
def _seal_next(last: date) -> SealedDay | None:
    """Seal the next day up to a last one, None if all are; whoever seals beside this waits."""
    with connection.cursor() as cursor:
        cursor.execute("lock table scoring_sealedday in share row exclusive mode")
    before = SealedDay.objects.order_by("day").last()
    day = before.day + DAY if before else _first_day()
    if day is None or day > last:
        return None
    since = _oldest_transaction()
    if since is not None and since < bounds(day)[1]:
        raise HistoryStillMoving(day, since)
    previous = before.sha256 if before else ""
    found = digest_of(day, previous, columns_now())
    return SealedDay.objects.create(
        day=day,
        rows=found.rows,
        tables=found.tables,
        sha256=found.sha256,
        previous_sha256=previous,
    )


def _first_day() -> date | None:
    """Return the day of the first row of the history, None without any."""
    firsts = (
        table.model._default_manager.order_by(table.moment).values_list(table.moment, flat=True)
        for table in history_tables()
    )
    known = [first for rows in firsts if (first := rows.first()) is not None]
    return localdate(min(known)) if known else None


def _oldest_transaction() -> datetime | None:
    """Return when the oldest transaction of another connection began, None if none is open."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        since: datetime | None = cursor.fetchone()[0]
    return since
