"""When the units themselves may see what their sheets were given."""

from django.db.models import Exists, OuterRef, Q

from scoring.models import Stage


def shown_to_units(path: str = "") -> Q:
    """Return the runs whose lines may be shown to the units in them, before any is published.

    They are those of cycles without a stage of appraisal, and of cycles whose first appraisal was
    announced, by opening the stage of explanations. `path` leads from the rows to their run:
    "run__"; the outermost query must be the one of these rows.
    """
    stages = Stage.objects.filter(cycle=OuterRef(f"{path}cycle"))
    appraised = stages.filter(kind=Stage.Kind.APPRAISAL)
    announced = stages.filter(kind=Stage.Kind.EXPLANATION, opened_at__isnull=False)
    return ~Q(Exists(appraised)) | Q(Exists(announced))
