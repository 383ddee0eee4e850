"""Late counts of every unit and handler in a period, as things stood at a cutoff.

They come from the tallies whenever the period is made of whole tallied periods, and otherwise from
the dossiers themselves; both give the same numbers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count
from django.utils.timezone import localdate

from dossiers.domain.late_rates import LateCounts
from dossiers.domain.periods import next_period_start, starts_a_period
from dossiers.models import Dossier, PeriodStart
from dossiers.selectors.late_parts import LatePart, midnight, part_conditions
from dossiers.selectors.tally_sql import COUNTS

_COUNTED = (
    LatePart.RESOLVED_ON_TIME,
    LatePart.RESOLVED_LATE,
    LatePart.OPEN_OVERDUE,
    LatePart.DUE_ON_TIME,
    LatePart.DUE_LATE,
    LatePart.UNDETERMINED,
)


def late_counts(
    *, first: date, last: date, cutoff: datetime, units: Collection[int] | None = None
) -> dict[int, LateCounts]:
    """Return each unit's counts (by unit id) for local days first to last, as known at the cutoff.

    Units of which nothing counts are left out, and all but `units` if they are given.
    """
    return _late_counts("unit_id", first, last, cutoff, Only("unit_id", units))


def handler_late_counts(
    *,
    first: date,
    last: date,
    cutoff: datetime,
    units: Collection[int] | None = None,
    handlers: Collection[int] | None = None,
) -> dict[int, LateCounts]:
    """Return each handler's counts (by person id), read as those of units are.

    Dossiers without a handler are nobody's; handlers of whose dossiers none counts are left out.
    Of `units` or `handlers` one may be given, to count only their dossiers.
    """
    only = Only("handler_id", handlers) if units is None else Only("unit_id", units)
    return _late_counts("handler_id", first, last, cutoff, only)


@dataclass(frozen=True, slots=True)
class Only:
    """Which dossiers are asked about: those of some units or handlers, of all where it is None."""

    key: str
    ids: Collection[int] | None = None


EVERY_DOSSIER = Only("unit_id")


def tallied_days(first: date, last: date, cutoff: datetime) -> tuple[date, date, date] | None:
    """Return the days that tallies can be asked for instead, and when the cutoff's period is over.

    Nothing ends or falls due in what is still to come, so a period not over at the cutoff may as
    well last until the next one begins. None if the period is cut out of the middle of others.
    """
    asked = set(PeriodStart.objects.values_list("day", flat=True))
    until = next_period_start(localdate(cutoff), asked)
    if first <= localdate(cutoff) <= last:
        last = until - timedelta(days=1)
    if all(starts_a_period(day, asked) for day in (first, last + timedelta(days=1))):
        return first, last, until
    return None


def _late_counts(
    key: str, first: date, last: date, cutoff: datetime, only: Only
) -> dict[int, LateCounts]:
    tallied = tallied_days(first, last, cutoff)
    if tallied is None:
        return counts_from_dossiers(key, first=first, last=last, cutoff=cutoff, only=only)
    first, last, until = tallied
    return counts_from_tallies(key, first=first, last=last, cutoff=cutoff, until=until, only=only)


def counts_from_tallies(
    key: str,
    *,
    first: date,
    last: date,
    cutoff: datetime,
    until: date,
    only: Only = EVERY_DOSSIER,
) -> dict[int, LateCounts]:
    """Return counts by "unit_id" or "handler_id" from the tallies.

    Exact if periods begin on `first`, on the day after `last` and on `until`, which lies after the
    cutoff: the dossiers that ended or fell due between the cutoff and `until` are read one by one,
    so the sooner it lies the better. At the end of a period there are none.
    """
    parameters: dict[str, datetime | list[int]] = {
        "first": midnight(first),
        "end": midnight(last + timedelta(days=1)),
        "cutoff": cutoff,
        "until": midnight(until),
        "only": list(only.ids or ()),
    }
    among = "true" if only.ids is None else f"{only.key} = any(%(only)s)"
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(key=key, only=among), parameters)
        return {
            owner: LateCounts(*(int(count or 0) for count in counts))
            for owner, *counts in cursor.fetchall()
            if any(counts)
        }


def counts_from_dossiers(
    key: str, *, first: date, last: date, cutoff: datetime, only: Only = EVERY_DOSSIER
) -> dict[int, LateCounts]:
    """Return counts by "unit_id" or "handler_id" from the dossiers, for any days whatever."""
    conditions = part_conditions(first=first, last=last, cutoff=cutoff)
    parts = {part.value: Count("pk", filter=conditions[part]) for part in _COUNTED}
    among = Dossier.objects.exclude(**{key: None})
    if only.ids is not None:
        among = among.filter(**{f"{only.key}__in": only.ids})
    owners = among.values(key).annotate(**parts).order_by()
    return {
        owner.pop(key): LateCounts(
            resolved=owner["resolved_on_time"] + owner["resolved_late"],
            resolved_late=owner["resolved_late"],
            open_overdue=owner["open_overdue"],
            due=owner["due_on_time"] + owner["due_late"],
            due_late=owner["due_late"],
            undetermined=owner["undetermined"],
        )
        for owner in owners
        if any(owner[part] for part in parts)
    }
