"""Which sheet of a cycle the code of a unit means, though codes are used again."""

from django.db.models import Exists, OuterRef, QuerySet

from scoring.models import Assessment, Cycle


def sheets_by_code(cycle: Cycle) -> QuerySet[Assessment]:
    """Return the sheets of a cycle, one for each code: that of the unit which bore it last.

    Only the sheet of a unit that takes no part and was gone before the last day is left out so.
    """
    later = cycle.assessments.filter(
        unit__code=OuterRef("unit__code"), unit__valid__gt=OuterRef("unit__valid")
    )
    return cycle.assessments.filter(~Exists(later))
