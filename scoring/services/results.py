"""Where a finished job of scoring leads, and who sees it while nothing is published."""

from django.urls import reverse

from foundation.models import Job
from foundation.selectors.jobs import register_readers
from foundation.services.results import ResultLink, register_result
from scoring.models import RankingRun
from scoring.selectors.runs import sees_unpublished
from scoring.services.publishing import PUBLISH_RUN
from scoring.services.ranking import RANK_CYCLE


def register_results() -> None:
    """Say where jobs of this app lead and to whom they are open; called once, at the start."""
    register_result(RANK_CYCLE, _run_link)
    register_result(PUBLISH_RUN, _run_link)
    for kind in (RANK_CYCLE, PUBLISH_RUN):
        register_readers(kind, sees_unpublished)


def _run_link(job: Job) -> ResultLink | None:
    """Return the page of the run that a job made, found unchanged or published."""
    runs = RankingRun.objects.filter(pk=job.result["run"])
    row = runs.values_list("cycle__organiser__code", "cycle__year", "number").first()
    if row is None:
        return None
    organiser, year, number = row
    url = f"{reverse('ranking', args=[organiser, year])}?lan={number}"
    return ResultLink(url, "Xem bảng xếp hạng")
