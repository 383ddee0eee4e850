"""Checks of the figures that were made, as jobs keep them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dossiers.selectors.figure_words import period_title
from dossiers.selectors.figures import Figure, Span
from foundation.models import Job

CHECK_FIGURES = "dossiers.check_figures"
COLUMNS = (
    Figure.TOTAL,
    Figure.REFUSED,
    Figure.ACCEPTED,
    Figure.WAITING,
    Figure.OPEN,
    Figure.DROPPED,
    Figure.RELEASED,
    Figure.LATE,
)
"""What a page shows of each period."""


@dataclass(frozen=True, slots=True)
class CheckedPeriod:
    """A period that was checked: what it is called, how many units had dossiers, figures of all."""

    title: str
    units: int
    figures: list[tuple[str, int]]


def last_check() -> Job | None:
    """Return the newest check, however far it is; None if there never was one."""
    return Job.objects.filter(kind=CHECK_FIGURES).order_by("-pk").first()


def failed_check() -> Job | None:
    """Return the newest check that has ended, without its result, if it failed."""
    ended = Job.objects.filter(
        kind=CHECK_FIGURES, state__in=[Job.State.DONE, Job.State.FAILED]
    ).defer("result")
    last = ended.order_by("-pk").first()
    return last if last and last.state == Job.State.FAILED else None


def checked_periods(job: Job) -> list[CheckedPeriod]:
    """Return the periods that a check has looked at; none as long as it has not ended."""
    return [_period(seen) for seen in job.result.get("periods", [])]


def _period(seen: dict[str, Any]) -> CheckedPeriod:
    span = Span(
        date.fromisoformat(seen["first"]),
        date.fromisoformat(seen["last"]),
        datetime.fromisoformat(seen["until"]),
    )
    figures = [(str(figure.label), seen["figures"][figure.value]) for figure in COLUMNS]
    return CheckedPeriod(period_title(span), seen["units"], figures)
