"""Sources of dossiers with what each has brought."""

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from dossiers.models import Source, SourceUnit
from foundation.models import ImportBatch


def sources_listed() -> QuerySet[Source]:
    """Return the sources by code, each with `files`, `last_at` and `translations`."""
    batches = ImportBatch.objects.filter(kind="dossiers", origin=OuterRef("name")).order_by()
    counted = batches.values("origin")
    translated = SourceUnit.objects.filter(source=OuterRef("pk")).order_by().values("source")
    return Source.objects.annotate(
        files=Subquery(counted.annotate(n=Count("pk")).values("n")),
        last_at=Subquery(counted.annotate(at=Max("created_at")).values("at")),
        translations=Subquery(translated.annotate(n=Count("pk")).values("n")),
    ).order_by("code")


def translations_of(source: Source) -> QuerySet[SourceUnit]:
    """Return what a source calls units, by its codes and days."""
    return source.units.order_by("code", "valid")
