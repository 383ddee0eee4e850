"""How many dossiers units and officials ended in a period: what findings are a share of."""

from datetime import timedelta

from django.db.models import Count, Sum

from dossiers.domain.periods import starts_a_period
from dossiers.models import ClosedTally, Dossier, PeriodStart
from dossiers.selectors.suspicions_asked import UNITS, Asked


def ended_counts(asked: Asked) -> dict[int | None, int]:
    """Return how many dossiers each owner ended in the period, by unit or by official as asked.

    From the tallies where the period is made of whole tallied ones, else from the dossiers.
    """
    owner = "unit_id" if asked.by == UNITS else "handler_id"
    after = asked.last + timedelta(days=1)
    known = set(PeriodStart.objects.values_list("day", flat=True))
    if starts_a_period(asked.first, known) and starts_a_period(after, known):
        tallies = ClosedTally.objects.filter(
            finished_period__gte=asked.first, finished_period__lt=after
        )
        tallies = tallies.filter(**_narrowed(asked)).order_by()
        return dict(tallies.values_list(owner).annotate(Sum("count")))
    dossiers = Dossier.objects.filter(
        finished_at__gte=asked.span["start"], finished_at__lt=asked.span["end"]
    )
    dossiers = dossiers.filter(**_narrowed(asked)).order_by()
    return dict(dossiers.values_list(owner).annotate(Count("pk")))


def _narrowed(asked: Asked) -> dict[str, int]:
    narrowed = {"unit_id": asked.unit, "handler_id": asked.official}
    return {key: value for key, value in narrowed.items() if value}
