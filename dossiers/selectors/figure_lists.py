"""The dossiers behind each figure of a period."""

from django.db.models import Case, DateTimeField, F, QuerySet, When

from dossiers.models import Dossier, Source
from dossiers.selectors.figures import Figure, Span, figure_conditions
from units.models import Unit


def dossiers_in_figure(
    span: Span, *, unit: Unit, figure: Figure, source: Source | None = None
) -> QuerySet[Dossier]:
    """Return one unit's dossiers that a figure counts, the first to come first.

    They are exactly as many as `unit_figures(span, source=)` says, so a page needs no count(*).
    Each has `ended_at`, None if it had not ended at `span.until`; its procedure comes with it.
    """
    if not span.has_begun:
        return Dossier.objects.none()
    ended_at = Case(
        When(finished_at__lt=span.until, then=F("finished_at")), output_field=DateTimeField()
    )
    found = Dossier.objects.filter(figure_conditions(span)[figure], unit=unit)
    if source:
        found = found.filter(source=source)
    return (
        found.select_related("procedure").annotate(ended_at=ended_at).order_by("received_at", "pk")
    )
