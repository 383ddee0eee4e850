"""What waits for appraisers in the two stages of appraisal, and until when."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import now

from foundation.domain.vietnamese import number
from scoring.models import Appraisal, AreaOwner, Cycle, Extension, Publication, Stage
from scoring.selectors.appraisal_desk import cycle_desk
from scoring.selectors.appraisal_queue import WAITING, queue_of
from scoring.selectors.appraisal_rights import APPRAISING
from units.models import User

_STAGES = {
    Appraisal.Round.BLIND: Stage.Kind.APPRAISAL,
    Appraisal.Round.FIRST: Stage.Kind.APPRAISAL,
    Appraisal.Round.SECOND: Stage.Kind.SECOND_APPRAISAL,
}


@dataclass(frozen=True, slots=True)
class AppraisalDeadline:
    """How many leaves wait for one person in one stage, and the last day for them."""

    stage: Stage
    user: User
    due_on: date
    leaves: int

    @property
    def addressee(self) -> str:
        """Who is written to."""
        return str(self.user)

    @property
    def text(self) -> str:
        """What is to be done, as a sentence without its end."""
        stage, year = self.stage.get_kind_display(), self.stage.cycle.year
        return f"{stage} năm {year}, còn {number(str(self.leaves))} tiêu chí chờ thẩm định"

    @property
    def address(self) -> str:
        """The page on which it is done."""
        asked = {"ky": self.stage.cycle_id, "chi": WAITING}
        return f"{reverse('appraisals')}?{urlencode(asked)}"


def appraisal_deadlines(user: User, cycle: Cycle) -> list[AppraisalDeadline]:
    """Return what waits for a person in the stages of appraisal of a cycle that were opened.

    What is left when a stage's time is over is still owed. Sheets that have the same last day are
    told together; the queries do not grow with them.
    """
    desk = cycle_desk(cycle, user, at=now())
    clocks = {kind: replace(clock, is_endless=True) for kind, clock in desk.clocks.items()}
    left: Counter[tuple[str, date]] = Counter()
    for item in queue_of(replace(desk, clocks=clocks)).items:
        kind = _STAGES[item.round] if item.is_waiting and item.round else None
        due_on = clocks[kind].last_day(item.assessment.pk) if kind else None
        if kind and due_on:
            left[kind, due_on] += 1
    stages = {kind: clock.stage for kind, clock in clocks.items() if clock.stage}
    return [
        AppraisalDeadline(stages[kind], user, due_on, leaves)
        for (kind, due_on), leaves in sorted(left.items())
    ]


def cycles_under_appraisal() -> QuerySet[Cycle]:
    """Return the cycles in which a stage of appraisal was opened and no result is published."""
    published = Publication.objects.filter(cycle=OuterRef("pk"))
    opened = _stages().filter(opened_at__isnull=False, cycle=OuterRef("pk"))
    cycles = Cycle.objects.filter(Exists(opened), ~Exists(published))
    in_its_time = cycles.filter(organiser__valid__contains=F("last_on"))
    return in_its_time.select_related("organiser").order_by("pk")


def last_days(cycle: Cycle) -> set[date]:
    """Return the last days of the stages of appraisal of a cycle, those of single units as well."""
    stages = _stages().filter(cycle=cycle, opened_at__isnull=False)
    more = Extension.objects.filter(stage__in=stages)
    return {*stages.values_list("closes_on", flat=True), *more.values_list("until_on", flat=True)}


def appraisers_in(cycle: Cycle) -> QuerySet[User]:
    """Return the active people with an address whose units appraise an area of a cycle."""
    areas = AreaOwner.objects.filter(cycle_group__cycle=cycle)
    units = {unit for pair in areas.values_list("owner", "substitute") for unit in pair if unit}
    people = User.objects.filter(
        is_active=True, grants__role__in=APPRAISING, grants__unit__in=units
    )
    return people.exclude(email="").distinct().order_by("pk")


def _stages() -> QuerySet[Stage]:
    return Stage.objects.filter(kind__in=set(_STAGES.values()))
