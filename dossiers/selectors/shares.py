"""How a unit's resolved dossiers were handed in, by month, and what their procedures offer."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, Count, DateField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone

from dossiers.domain.late_rates import Rate
from dossiers.domain.shares import ProcedureUse, share
from dossiers.models import ClosedTally, Dossier
from dossiers.selectors.facts_spans import Span
from dossiers.selectors.late_parts import NOT_COUNTED, midnight
from dossiers.selectors.late_rates import tallied_days
from units.models import Unit

Kind = tuple[date, str, str]
"""First day of the month in which a dossier ended, its channel, the verdict on it."""
_VERDICT = ClosedTally.Verdict


@dataclass(slots=True)
class Month:
    """What a unit resolved in one month, of all or of those that have a deadline."""

    first: date
    channels: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def resolved(self) -> int:
        """All that were resolved, with a deadline or without."""
        return self.channels.total()

    @property
    def late(self) -> Rate | None:
        """Late ones over those with a deadline."""
        late, on_time = self.verdicts[_VERDICT.LATE], self.verdicts[_VERDICT.ON_TIME]
        return share(late, late + on_time)

    @property
    def online(self) -> Rate | None:
        """Those handed in online over all."""
        return share(self.channels[Dossier.Channel.ONLINE], self.resolved)


def resolved_condition(span: Span) -> Q:
    """Return which dossiers were resolved in the period, whether or not they have a deadline."""
    start, end = midnight(span.first), midnight(span.last + timedelta(days=1))
    return Q(
        received_at__lte=span.cutoff,
        finished_at__gte=start,
        finished_at__lt=end,
        finished_at__lte=span.cutoff,
    ) & ~Q(outcome__in=NOT_COUNTED)


def resolved_by_month(unit: Unit, span: Span) -> list[Month]:
    """Return every month of the period in which the unit resolved anything, the first first."""
    tallied = tallied_days(span.first, span.last, span.cutoff)
    kinds = _from_tallies(unit, span, *tallied[:2]) if tallied else _from_dossiers(unit, span)
    months: dict[date, Month] = {}
    for (first, channel, verdict), count in kinds:
        if verdict == _VERDICT.NOT_COUNTED or not count:
            continue
        month = months.setdefault(first, Month(first))
        month.channels[channel] += count
        month.verdicts[verdict] += count
    return [months[first] for first in sorted(months) if months[first].resolved]


def _from_tallies(unit: Unit, span: Span, first: date, last: date) -> Iterator[tuple[Kind, int]]:
    """Yield the kinds of whole tallied periods, less those that ended after the cutoff."""
    tallies = (
        ClosedTally.objects.filter(unit=unit, finished_period__range=(first, last))
        .values_list("finished_period", "channel", "verdict")
        .annotate(count=Sum("count"))
        .order_by()
    )
    for period, channel, verdict, count in tallies:
        yield (period.replace(day=1), channel, verdict), count
    end = midnight(last + timedelta(days=1))
    later = Dossier.objects.filter(unit=unit, finished_at__gt=span.cutoff, finished_at__lt=end)
    yield from ((kind, -count) for kind, count in _kinds(later))


def _from_dossiers(unit: Unit, span: Span) -> Iterator[tuple[Kind, int]]:
    """Yield the kinds of the dossiers themselves, for any days whatever."""
    return _kinds(Dossier.objects.filter(resolved_condition(span), unit=unit))


def _kinds(dossiers: QuerySet[Dossier]) -> Iterator[tuple[Kind, int]]:
    """Yield how many of the dossiers are of each kind, by one query."""
    left_out = Q(outcome__in=NOT_COUNTED)
    verdict = Case(
        When(left_out, then=Value(_VERDICT.NOT_COUNTED.value)),
        When(deadline_at=None, then=Value(_VERDICT.UNDETERMINED.value)),
        When(finished_at__gt=F("deadline_at"), then=Value(_VERDICT.LATE.value)),
        default=Value(_VERDICT.ON_TIME.value),
    )
    month = TruncMonth("finished_at", output_field=DateField(), tzinfo=get_default_timezone())
    rows = (
        dossiers.annotate(month=month, verdict=verdict)
        .values_list("month", "channel", "verdict")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return (((month, channel, verdict), count) for month, channel, verdict, count in rows)


def procedures_used(unit: Unit, span: Span) -> list[ProcedureUse]:
    """Return the procedures of which the unit resolved dossiers, those with most dossiers first."""
    rows = (
        Dossier.objects.filter(resolved_condition(span), unit=unit)
        .values_list("procedure_id")
        .annotate(
            dossiers=Count("pk"), online=Count("pk", filter=Q(channel=Dossier.Channel.ONLINE))
        )
        .order_by("-dossiers", "procedure__code")
        .values_list(
            "procedure__code",
            "procedure__name",
            "procedure__online_level",
            "procedure__is_one_stop",
            "dossiers",
            "online",
        )
    )
    return [ProcedureUse(*row) for row in rows]
