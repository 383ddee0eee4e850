"""The timetable of a cycle: its stages in their order, whether their days follow on, proposals."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from scoring.models import Cycle, Stage

ORDER: tuple[str, ...] = tuple(Stage.Kind)
Days = tuple[date, date]
"""The first and the last day of a stage, both included."""

_USUAL_LENGTHS = {
    Stage.Kind.SELF_SCORING: 20,
    Stage.Kind.APPRAISAL: 20,
    Stage.Kind.EXPLANATION: 7,
    Stage.Kind.SECOND_APPRAISAL: 10,
    Stage.Kind.COUNCIL: 5,
}
"""Days proposed for the stages of an organiser that has had none yet."""


def stages_of(cycle: Cycle) -> list[Stage]:
    """Return the stages that a cycle has, in their order; two queries for any number."""
    stages = Stage.objects.filter(cycle=cycle).select_related("cycle__organiser")
    return in_order(stages.prefetch_related("steps__by"))


def in_order(stages: Iterable[Stage]) -> list[Stage]:
    """Return stages as they follow each other."""
    return sorted(stages, key=lambda stage: ORDER.index(stage.kind))


def stage_before(stage: Stage, stages: Iterable[Stage]) -> Stage | None:
    """Return the stage that one follows, None for the first; `stages` are the cycle's."""
    place = ORDER.index(stage.kind)
    earlier = [one for one in stages if ORDER.index(one.kind) < place]
    return in_order(earlier)[-1] if earlier else None


def stages_after(stage: Stage, stages: Iterable[Stage]) -> list[Stage]:
    """Return the stages that come after one; `stages` are the cycle's."""
    place = ORDER.index(stage.kind)
    return in_order(one for one in stages if ORDER.index(one.kind) > place)


def order_problems(days: Mapping[str, Days]) -> list[str]:
    """Return in sentences what is wrong with days by kind of stage: each follows the one before."""
    problems = [
        f"{_label(kind)}: ngày kết thúc {closes:%d/%m/%Y} trước ngày bắt đầu {opens:%d/%m/%Y}."
        for kind, (opens, closes) in days.items()
        if closes < opens
    ]
    kinds = [kind for kind in ORDER if kind in days]
    for earlier, later in pairwise(kinds):
        if days[later][0] <= days[earlier][1]:
            problems.append(
                f"{_label(later)} bắt đầu {days[later][0]:%d/%m/%Y}, khi “{_label(earlier)}”"
                f" chưa hết ({days[earlier][1]:%d/%m/%Y})."
            )
    return problems


def proposed_days(last_on: date, before: Cycle | None) -> dict[str, Days]:
    """Return days for the stages of a cycle that ends on a day, by kind.

    As in the cycle before, a year (or as many as lie between) later; without one, the usual number
    of days each, the first on the day after the cycle's last.
    """
    if before and (known := stages_of(before)):
        years = last_on.year - before.last_on.year
        return {
            stage.kind: (later(stage.opens_on, years), later(stage.closes_on, years))
            for stage in known
        }
    days, opens = {}, last_on + timedelta(days=1)
    for kind in ORDER:
        closes = opens + timedelta(days=_USUAL_LENGTHS[Stage.Kind(kind)] - 1)
        days[kind] = (opens, closes)
        opens = closes + timedelta(days=1)
    return days


def later(day: date, years: int) -> date:
    """Return the same day so many years later; 29 February is the last of its month otherwise."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def _label(kind: str) -> str:
    return str(Stage.Kind(kind).label)
