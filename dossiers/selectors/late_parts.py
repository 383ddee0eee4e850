"""The parts that late rates are made of: which dossiers each of them holds at a cutoff."""

from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, TextChoices
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from dossiers.domain.late_rates import LateDefinition
from dossiers.models import Dossier

NOT_COUNTED = (
    Dossier.Outcome.NOT_ACCEPTED,
    Dossier.Outcome.WITHDRAWN,
    Dossier.Outcome.CANCELLED,
)


class LatePart(TextChoices):
    """A part of a late rate's numerator or denominator, or what stands outside every rate."""

    RESOLVED_ON_TIME = "resolved_on_time", _("Giải quyết đúng hạn")
    RESOLVED_LATE = "resolved_late", _("Giải quyết trễ hạn")
    OPEN_OVERDUE = "open_overdue", _("Quá hạn chưa giải quyết")
    DUE_ON_TIME = "due_on_time", _("Đến hạn trong kỳ, không trễ")
    DUE_LATE = "due_late", _("Đến hạn trong kỳ, trễ")
    UNDETERMINED = "undetermined", _("Không xác định được hạn")
    NOT_COUNTED = "not_counted", _("Không tính")


NUMERATOR = {
    LateDefinition.RESOLVED_OR_OVERDUE: (LatePart.RESOLVED_LATE, LatePart.OPEN_OVERDUE),
    LateDefinition.RESOLVED_ONLY: (LatePart.RESOLVED_LATE,),
    LateDefinition.DUE_IN_PERIOD: (LatePart.DUE_LATE,),
}
DENOMINATOR = {
    LateDefinition.RESOLVED_OR_OVERDUE: (
        LatePart.RESOLVED_ON_TIME,
        LatePart.RESOLVED_LATE,
        LatePart.OPEN_OVERDUE,
    ),
    LateDefinition.RESOLVED_ONLY: (LatePart.RESOLVED_ON_TIME, LatePart.RESOLVED_LATE),
    LateDefinition.DUE_IN_PERIOD: (LatePart.DUE_ON_TIME, LatePart.DUE_LATE),
}


def midnight(day: date) -> datetime:
    """Return the instant at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=get_default_timezone())


def part_conditions(*, first: date, last: date, cutoff: datetime) -> dict[LatePart, Q]:
    """Return which dossiers belong to each part, for local days first to last as of the cutoff.

    A dossier that ended after the cutoff was still open then. One that waits is not due: its
    deadline moves on with the clock that stands still. Parts of one denominator do not overlap.
    """
    start, end = midnight(first), midnight(last + timedelta(days=1))
    there = Q(received_at__lte=cutoff)
    ended = there & Q(finished_at__lte=cutoff)
    counted = ended & ~Q(outcome__in=NOT_COUNTED)
    still_open = there & (Q(finished_at=None) | Q(finished_at__gt=cutoff))
    resolved = counted & Q(finished_at__gte=start, finished_at__lt=end)
    late, punctual = Q(finished_at__gt=F("deadline_at")), Q(finished_at__lte=F("deadline_at"))
    overdue = still_open & Q(paused_since=None, deadline_at__lt=cutoff)
    running = still_open & Q(paused_since=None, deadline_at=cutoff)
    due = Q(deadline_at__gte=start, deadline_at__lt=end, deadline_at__lte=cutoff)
    undetermined = Q(deadline_at=None)
    return {
        LatePart.RESOLVED_ON_TIME: resolved & punctual,
        LatePart.RESOLVED_LATE: resolved & late,
        LatePart.OPEN_OVERDUE: overdue,
        LatePart.DUE_ON_TIME: due & ((counted & punctual) | running),
        LatePart.DUE_LATE: due & ((counted & late) | overdue),
        LatePart.UNDETERMINED: undetermined & (resolved | still_open),
        LatePart.NOT_COUNTED: ended
        & Q(outcome__in=NOT_COUNTED, finished_at__gte=start, finished_at__lt=end),
    }
