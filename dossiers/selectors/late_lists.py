"""The dossiers behind each number of a late rate."""

from datetime import date, datetime

from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from dossiers.models import Dossier
from dossiers.selectors.late_parts import LatePart, part_conditions
from units.models import Unit


def dossiers_behind(
    unit: Unit, *, first: date, last: date, cutoff: datetime, part: LatePart
) -> QuerySet[Dossier]:
    """Return one unit's dossiers of one part, the latest of all first.

    They are exactly as many as `late_counts(first=, last=, cutoff=)` says: `resolved` is
    RESOLVED_ON_TIME and RESOLVED_LATE, `due` is DUE_ON_TIME and DUE_LATE, the others bear the
    part's own name; NUMERATOR and DENOMINATOR in `late_parts` name the parts of each definition.
    So a page needs no count(*): slice the list.

    Each dossier has `ended_at` (None if it was still open at the cutoff) and `late_by`, a timedelta
    up to its end or the cutoff: negative when it was early, None when it has no deadline. Procedure
    and handler come with it.
    """
    conditions = part_conditions(first=first, last=last, cutoff=cutoff)
    return dossiers_in(unit, conditions[part], cutoff=cutoff)


def dossiers_in(unit: Unit, condition: Q, *, cutoff: datetime) -> QuerySet[Dossier]:
    """Return one unit's dossiers that fulfil a condition, as `dossiers_behind` returns a part's."""
    ended_at = Case(
        When(finished_at__lte=cutoff, then=F("finished_at")), output_field=DateTimeField()
    )
    late_by = ExpressionWrapper(
        Coalesce(F("ended_at"), Value(cutoff, DateTimeField())) - F("deadline_at"),
        DurationField(),
    )
    return (
        Dossier.objects.filter(condition, unit=unit)
        .select_related("procedure", "handler")
        .annotate(ended_at=ended_at)
        .annotate(late_by=late_by)
        .order_by(F("late_by").desc(nulls_last=True), "code")
    )
