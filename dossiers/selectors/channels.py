"""How every unit's resolved dossiers were handed in, as things stood at a cutoff."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, QuerySet, Sum

from dossiers.models import ClosedTally, Dossier
from dossiers.selectors.facts_spans import Span
from dossiers.selectors.late_parts import NOT_COUNTED, midnight
from dossiers.selectors.late_rates import tallied_days
from dossiers.selectors.shares import resolved_condition

_NOT_COUNTED = ClosedTally.Verdict.NOT_COUNTED
_KEYS = ("unit_id", "channel")


def channel_counts(span: Span) -> dict[int, Counter[str]]:
    """Return unit id → channel → dossiers resolved in the period, with a deadline or without.

    Units that resolved nothing are left out.
    """
    tallied = tallied_days(span.first, span.last, span.cutoff)
    if tallied is None:
        return _added(_counts(Dossier.objects.filter(resolved_condition(span))))
    first, last, _until = tallied
    tallies = ClosedTally.objects.filter(finished_period__range=(first, last))
    counted = tallies.exclude(verdict=_NOT_COUNTED).order_by().values_list(*_KEYS)
    end = midnight(last + timedelta(days=1))
    later = Dossier.objects.filter(finished_at__gt=span.cutoff, finished_at__lt=end)
    too_many = _counts(later.exclude(outcome__in=NOT_COUNTED))
    less = ((unit, channel, -count) for unit, channel, count in too_many)
    return _added([*counted.annotate(Sum("count")), *less])


def _counts(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier, tuple[int, str, int]]:
    return dossiers.order_by().values_list(*_KEYS).annotate(Count("pk"))


def _added(counts: Iterable[tuple[int, str, int]]) -> dict[int, Counter[str]]:
    channels: dict[int, Counter[str]] = {}
    for unit, channel, count in counts:
        channels.setdefault(unit, Counter())[channel] += count
    return {unit: counter for unit, counter in channels.items() if counter.total()}
