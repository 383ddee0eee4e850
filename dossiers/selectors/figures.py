"""The figures of a report on dossiers, each counted by its own definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from dossiers.models import Dossier, Pause, Source, StatedFigure
from dossiers.selectors.late_parts import midnight
from units.models import Unit

Figure = StatedFigure.Figure
RELEASED = (Dossier.Outcome.GRANTED, Dossier.Outcome.REFUSED)
DROPPED = (Dossier.Outcome.WITHDRAWN, Dossier.Outcome.CANCELLED)


@dataclass(frozen=True, slots=True)
class Span:
    """A period of local days, both included, and the instant up to which it is looked at.

    `until` is the midnight that ends `last`, or now if that comes first. Whatever happened at
    `until` or later has not happened yet: what the first instant of a day brings is of that day.
    """

    first: date
    last: date
    until: datetime

    @classmethod
    def of(cls, first: date, last: date, now: datetime | None = None) -> "Span":
        """Return the period from first to last as it stands now, or stood when it ended."""
        return cls(first, last, min(midnight(last + timedelta(days=1)), now or timezone.now()))

    @property
    def start(self) -> datetime:
        """The midnight with which the first day begins."""
        return midnight(self.first)

    @property
    def has_begun(self) -> bool:
        """Whether anything can have happened in the period."""
        return self.until > self.start

    @property
    def is_over(self) -> bool:
        """Whether nothing of the period is still to come."""
        return self.until == midnight(self.last + timedelta(days=1))


def figure_conditions(span: Span) -> dict[Figure, Q]:
    """Return which dossiers each figure counts, as things stood at `span.until`.

    - total: received by then, and not ended before the period;
    - refused: turned down at reception in the period, whenever they came;
    - accepted: of the total, all that had not been turned down by then;
    - received, carried over: accepted ones that came in the period, or before it;
    - open, waiting: not ended by then, the clock running, or a pause on record at that instant
      (also one that began too late to move the deadline);
    - dropped: withdrawn or cancelled in the period; released: granted or refused in it;
    - early: released on a local day before the deadline's; on time: on that day and not after the
      deadline; late: after the deadline; undetermined: without a deadline.
    """
    there = Q(received_at__lt=span.until) & (Q(finished_at=None) | Q(finished_at__gte=span.start))
    unfinished = there & (Q(finished_at=None) | Q(finished_at__gte=span.until))
    ended = there & Q(finished_at__lt=span.until)
    refused = Q(outcome=Dossier.Outcome.NOT_ACCEPTED, finished_at__lt=span.until)
    released = ended & Q(outcome__in=RELEASED)
    paused = _paused(span.until)
    return {
        Figure.TOTAL: there,
        Figure.REFUSED: there & refused,
        Figure.ACCEPTED: there & ~refused,
        Figure.RECEIVED: there & ~refused & Q(received_at__gte=span.start),
        Figure.CARRIED_OVER: there & ~refused & Q(received_at__lt=span.start),
        Figure.WAITING: unfinished & Q(paused),
        Figure.OPEN: unfinished & ~Q(paused),
        Figure.DROPPED: ended & Q(outcome__in=DROPPED),
        Figure.RELEASED: released,
        Figure.EARLY: released & Q(finished_at__date__lt=F("deadline_at__date")),
        Figure.ON_TIME: released
        & Q(finished_at__date=F("deadline_at__date"), finished_at__lte=F("deadline_at")),
        Figure.LATE: released & Q(finished_at__gt=F("deadline_at")),
        Figure.UNDETERMINED: released & Q(deadline_at=None),
    }


def unit_figures(
    span: Span, *, source: Source | None = None, unit: Unit | None = None
) -> dict[int, dict[str, int]]:
    """Return every figure by its name for each unit (by unit id) that has any dossier in a period.

    With a source, of the dossiers whose newest file came from it; with a unit, of that one alone.
    Before the period begins there are none. One pass over the dossiers, whatever the number of
    units.
    """
    if not span.has_begun:
        return {}
    conditions = figure_conditions(span)
    counts = {figure.value: Count("pk", filter=which) for figure, which in conditions.items()}
    owners = {"source": source, "unit": unit}
    asked = {field: owner for field, owner in owners.items() if owner}
    found = Dossier.objects.filter(conditions[Figure.TOTAL], **asked).values("unit_id").order_by()
    rows = found.annotate(**counts).values_list("unit_id", *counts)
    return {key: dict(zip(counts, figures, strict=True)) for key, *figures in rows}


def _paused(instant: datetime) -> Exists:
    """Return whether a pause on record covers the moment before an instant."""
    goes_on = Q(ended_at=None) | Q(ended_at__gte=instant)
    pauses = Pause.objects.filter(goes_on, dossier=OuterRef("pk"), started_at__lt=instant)
    return Exists(pauses)


def sums(figures: Mapping[int, Mapping[str, int]]) -> dict[str, int]:
    """Return the figures of several units added up; each dossier is of one unit."""
    return {
        figure.value: sum(unit.get(figure.value, 0) for unit in figures.values())
        for figure in Figure
    }
