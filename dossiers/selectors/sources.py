"""Sources of dossiers: what each has brought, and how its files are read, in words."""

import hashlib
import json

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from dossiers.domain.columns import COLUMNS, OPTIONAL_COLUMNS
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


def state_of(source: Source) -> str:
    """Return what tells one description of a source from another."""
    text = json.dumps(_described(source), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def other_in(source: Source, typed: Source) -> list[tuple[str, str]]:
    """Return what a source says otherwise than somebody has typed: of what, and what it says."""
    stands, meant = _described(source), _described(typed)
    labels = dict.fromkeys([*stands, *meant])
    return [
        (label, stands.get(label, ""))
        for label in labels
        if stands.get(label, "") != meant.get(label, "")
    ]


def _described(source: Source) -> dict[str, str]:
    """Return everything that is said of how a source's files are read, by what it is about."""
    titles = {column.name: column.header for column in (*COLUMNS, *OPTIONAL_COLUMNS)}
    fields = {
        "tên": source.name,
        "mã nguồn": source.code,
        "bảng mã": source.encoding.upper(),
        "dấu phân cách": {"\t": "Tab"}.get(source.separator, source.separator),
        "cách viết ngày": source.get_date_format_display(),
        "múi giờ": source.time_zone,
    }
    return (
        fields
        | {f"cột {titles.get(name, name)}": header for name, header in source.headers.items()}
        | {
            f"“{word}” ở cột {titles.get(name, name)}": meaning
            for name, meanings in source.words.items()
            for word, meaning in meanings.items()
        }
    )
