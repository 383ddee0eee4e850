"""When the units themselves may see what their sheets were given."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from scoring.models import Appraisal, Extension, Publication, Stage

_SAID: Any = Appraisal.pgh_event_model  # type: ignore[attr-defined]


def shown_to_units(path: str = "") -> Q:
    """Return the runs whose lines may be shown to the units in them, before any is published.

    They are those of cycles without a stage of appraisal, and of cycles whose first appraisal was
    announced, by opening the stage of explanations. A run that has points of the second appraisal
    waits until that stage is over for every unit, one with points of the council until it is
    published; so does a correction, made when its cycle was published already. `path` leads from
    the rows to their run: "run__"; the outermost query must be the one of these rows.
    """
    stages = Stage.objects.filter(cycle=OuterRef(f"{path}cycle"))
    appraised = stages.filter(kind=Stage.Kind.APPRAISAL)
    announced = stages.filter(kind=Stage.Kind.EXPLANATION, opened_at__isnull=False)
    is_said = ~Q(Exists(_in_the_run(path, Appraisal.Round.COUNCIL))) & (
        ~Q(Exists(_in_the_run(path, Appraisal.Round.SECOND))) | Q(_is_second_over(stages, path))
    )
    return (~Q(Exists(appraised)) | Q(Exists(announced))) & is_said & ~Q(Exists(_before(path)))


def _before(path: str) -> QuerySet[Publication]:
    """Return the publications of the run's cycle that were there when the run was made."""
    return Publication.objects.filter(
        cycle=OuterRef(f"{path}cycle"), published_at__lte=OuterRef(f"{path}created_at")
    )


def _in_the_run(path: str, round: Appraisal.Round) -> QuerySet[Any]:
    """Return what was appraised in a round of the run's cycle before the run."""
    said: QuerySet[Any] = _SAID.objects.filter(
        assessment__cycle=OuterRef(f"{path}cycle"),
        round=round,
        pgh_created_at__lte=OuterRef(f"{path}created_at"),
    )
    return said


def _is_second_over(stages: QuerySet[Stage], path: str) -> Q:
    """Return the condition that no unit of the run's cycle has time for the second appraisal."""
    second = stages.filter(kind=Stage.Kind.SECOND_APPRAISAL, opened_at__isnull=False)
    over = second.filter(Q(closed_at__isnull=False) | Q(closes_on__lt=localdate()))
    more = Extension.objects.filter(
        stage__cycle=OuterRef(f"{path}cycle"),
        stage__kind=Stage.Kind.SECOND_APPRAISAL,
        until_on__gt=F("stage__closes_on"),
        until_on__gte=localdate(),
    )
    return Q(Exists(over)) & ~Q(Exists(more))
