"""The check that figures agree with one another, and tallies with dossiers, on every night."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dossiers.domain.figures import breaches
from dossiers.domain.periods import next_period_start
from dossiers.selectors.figure_checks import CHECK_FIGURES
from dossiers.selectors.figure_words import breach_sentence, period_title
from dossiers.selectors.figures import Span, sums, unit_figures
from dossiers.selectors.tallies import tally_differences
from foundation.domain.vietnamese import number
from foundation.models import Job
from foundation.services.jobs import UNFINISHED, Outcome, WorkRefused, request_job
from foundation.services.progress import SILENT, Progress
from units.selectors.units import units_by_key

log = logging.getLogger(__name__)

TITLE = "Kiểm tra số liệu hồ sơ"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has seen: `periods` and `problems`, as data that can be kept and shown."""

    periods: list[dict[str, Any]]
    problems: list[dict[str, str]]


@transaction.atomic
def request_check(*, by: Any | None) -> Job:
    """Return the check that is waiting or running, else ask for one."""
    waiting = Job.objects.filter(kind=CHECK_FIGURES, state__in=UNFINISHED).order_by("pk").first()
    return waiting or request_job(CHECK_FIGURES, input={}, by=by, title=TITLE)


def check_figures(years: list[int] | None = None, *, progress: Progress = SILENT) -> Checked:
    """Check every identity for each unit, in those years (this and last) and their months.

    Then every tally. Periods that have not begun are left out.
    """
    spans = list(_spans(years or _two_years()))
    periods, problems = [], []
    for place, span in enumerate(spans):
        progress.report(place, len(spans) + 1, f"Đang cộng {period_title(span)}.")
        period, found = _checked(span)
        periods.append(period)
        problems += found
    progress.report(len(spans), len(spans) + 1, "Đang so bảng cộng với hồ sơ.")
    problems += _tally_problems()
    progress.report(len(spans) + 1)
    return Checked(periods, problems)


def check_job(job: Job, progress: Progress) -> Outcome:
    """Do the work of a check; raises WorkRefused with every breach if there is any."""
    checked = check_figures(progress=progress)
    if checked.problems:
        count = number(str(len(checked.problems)))
        message = f"Số liệu hồ sơ không khớp: {count} chỗ."
        log.error(message)
        raise WorkRefused(
            message,
            problems=checked.problems,
            periods=checked.periods,
        )
    return Outcome(
        f"Số liệu hồ sơ khớp trong {len(checked.periods)} kỳ.", {"periods": checked.periods}
    )


def _two_years() -> list[int]:
    this_year = localdate().year
    return [this_year - 1, this_year]


def _spans(years: list[int]) -> Iterator[Span]:
    """Yield each year and its months, as far as they have begun."""
    for year in years:
        months = [date(year, month, 1) for month in range(1, 13)]
        days = [(months[0], date(year, 12, 31))]
        days += [(first, _last_of(first)) for first in months]
        yield from (span for span in (Span.of(*pair) for pair in days) if span.has_begun)


def _last_of(first: date) -> date:
    return date.fromordinal(next_period_start(first, ()).toordinal() - 1)


def _checked(span: Span) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return what was seen of a period, and every identity that does not hold in it."""
    figures = unit_figures(span)
    broken = [(pk, breach) for pk, own in figures.items() for breach in breaches(own)]
    names = _names({pk for pk, _breach in broken})
    problems = [
        {
            "code": "figures",
            "place": names[pk],
            "message": f"{names[pk]}, {period_title(span)}: {breach_sentence(breach)}.",
        }
        for pk, breach in sorted(broken, key=lambda found: names[found[0]])
    ]
    seen = {
        "first": f"{span.first}",
        "last": f"{span.last}",
        "until": span.until.isoformat(),
        "units": len(figures),
        "figures": sums(figures),
    }
    return seen, problems


def _tally_problems() -> list[dict[str, str]]:
    """Return every tally that does not say what the dossiers say."""
    differences = tally_differences()
    names = _names({found.unit_id for found in differences})
    return [
        {
            "code": "tallies",
            "place": names[found.unit_id],
            "message": f"Bảng cộng của {names[found.unit_id]} ghi {number(str(found.tallied))},"
            f" đếm hồ sơ được {number(str(found.counted))} ({found}).",
        }
        for found in differences
    ]


def _names(keys: set[int]) -> dict[int, str]:
    """Return what each unit is called, with its code: two may have one name."""
    return {key: f"{unit.name} ({unit.code})" for key, unit in units_by_key(keys).in_bulk().items()}
