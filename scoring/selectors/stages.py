"""Which stage of a cycle is open, for whom, and until when."""

from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils.timezone import localdate, make_aware

from scoring.models import Assessment, Criterion, Cycle, Extension, Reopening, Stage

DAY = timedelta(days=1)


def stage_of(cycle: Cycle, kind: Stage.Kind) -> Stage | None:
    """Return a stage of a cycle; None where the cycle has none of that kind."""
    return Stage.objects.filter(cycle=cycle, kind=kind).select_related("cycle").first()


def end_of(day: date) -> datetime:
    """Return the instant at which a day that is included ends: midnight, local time."""
    return make_aware(datetime.combine(day + DAY, time()))


def last_day_of(stage: Stage, assessment: Assessment) -> date:
    """Return the last day on which a unit may work in a stage: its own, if it got more time."""
    granted = stage.extensions.filter(assessment=assessment).order_by("pk").last()
    return max(granted.until_on, stage.closes_on) if granted else stage.closes_on


def latest_extensions(stage: Stage | None) -> dict[int, date]:
    """Return until when each unit that got more time in a stage may work in it, by sheet id."""
    granted = Extension.objects.filter(stage=stage).order_by("assessment_id", "-pk")
    latest = granted.distinct("assessment_id")
    return dict(latest.values_list("assessment_id", "until_on"))


def running_extensions(cycle: Cycle, today: date) -> QuerySet[Extension]:
    """Return the extensions by which units still work in a stage, by the units' names.

    Of each unit and stage the latest counts, in a stage that was opened and beyond everybody's last
    day. A sheet that is signed needs no time to be filled in, and who takes no part needs none.
    """
    granted = Extension.objects.filter(stage__cycle=cycle)
    order = ("stage_id", "assessment_id")
    latest = granted.order_by(*order, "-pk").distinct(*order)
    running = Extension.objects.filter(
        pk__in=latest.values("pk"),
        until_on__gte=today,
        until_on__gt=F("stage__closes_on"),
        stage__opened_at__isnull=False,
    ).exclude(assessment__standing=Assessment.Standing.EXCLUDED)
    needed = running.exclude(
        stage__kind=Stage.Kind.SELF_SCORING, assessment__state=Assessment.State.SIGNED
    )
    known = needed.select_related("stage", "assessment__unit")
    return known.order_by(
        "assessment__unit__sort_key", "assessment__unit__code", "stage__opens_on", "pk"
    )


def is_open_for(stage: Stage | None, assessment: Assessment, *, at: datetime) -> bool:
    """Return whether a unit may work in a stage at an instant.

    It must have been opened. One that was closed is open for those alone whose extension runs on.
    """
    if stage is None or stage.opened_at is None:
        return False
    last_on = last_day_of(stage, assessment)
    is_past_closing = stage.closed_at is not None and last_on <= stage.closes_on
    return at < end_of(last_on) and not is_past_closing


def is_announced(cycle: Cycle) -> bool:
    """Return whether the units may see their first appraisal: explanations were opened once."""
    kind = Stage.Kind.EXPLANATION
    return Stage.objects.filter(cycle=cycle, kind=kind, opened_at__isnull=False).exists()


def open_reopenings(assessment: Assessment) -> QuerySet[Reopening]:
    """Return the areas of a sheet that are open again today."""
    reopened = Reopening.objects.filter(assessment=assessment, closed_at=None)
    return reopened.filter(until_on__gte=localdate()).select_related("area")


def area_of(criterion: Criterion) -> Criterion:
    """Return the area that a criterion belongs to; an area belongs to itself."""
    while criterion.parent is not None:
        criterion = criterion.parent
    return criterion


def waiting_to_close(today: date) -> QuerySet[Stage]:
    """Return the stages of all cycles that are open though their last day is over."""
    is_open = Stage.objects.filter(opened_at__isnull=False, closed_at=None)
    return is_open.filter(closes_on__lt=today).order_by("pk")


def waiting_to_open(today: date) -> QuerySet[Stage]:
    """Return the stages of all cycles whose day has come and that were never opened.

    One whose last day is over as well is nobody's to open but a person's. Earlier stages first, so
    that one may open what the next one waits for.
    """
    unopened = Stage.objects.filter(opened_at=None)
    due = unopened.filter(opens_on__lte=today, closes_on__gte=today)
    return due.order_by("opens_on", "pk")
