"""Work of scoring that Celery workers do; each task runs a stored job and may be rung twice."""

from datetime import date

from celery import shared_task
from django.utils.translation import gettext as _

from foundation.models import Job
from foundation.services.jobs import RETRYING, Outcome, WorkRefused, run_job
from foundation.services.progress import Progress
from scoring.domain import Problem
from scoring.models import Cycle, RankingRun
from scoring.selectors.undecided_facts import waiver_address
from scoring.services import publishing, ranking
from scoring.services.refusals import CutoffAhead, CycleRefused


@shared_task(name=ranking.RANK_CYCLE, **RETRYING)  # type: ignore[untyped-decorator]
def rank_cycle(job_id: int) -> None:
    """Run one queued ranking job; a job that someone else has claimed is left alone."""
    run_job(job_id, _rank)


def _rank(job: Job, progress: Progress) -> Outcome:
    is_provisional = job.input.get("is_provisional", False)
    try:
        run = ranking.rank_cycle(
            job.input["cycle"], by=job.created_by, is_provisional=is_provisional, progress=progress
        )
    except CutoffAhead as refusal:
        raise WorkRefused(str(refusal)) from refusal
    except CycleRefused as refusal:
        cycle = Cycle.objects.select_related("organiser").get(pk=job.input["cycle"])
        problems = [_told(problem, cycle) for problem in refusal.sentences]
        raise WorkRefused(
            f"Chưa xếp hạng được: còn {len(problems)} điều phải sửa.", problems=problems
        ) from refusal
    done = "Đã tính tạm" if is_provisional else "Đã xếp hạng"
    return Outcome(f"{done}: lần {run.number}.", {"run": run.pk})


@shared_task(name=publishing.PUBLISH_RUN, **RETRYING)  # type: ignore[untyped-decorator]
def publish_run(job_id: int) -> None:
    """Run one queued publication; a job that someone else has claimed is left alone."""
    run_job(job_id, _publish)


def _publish(job: Job, progress: Progress) -> Outcome:
    run = RankingRun.objects.select_related("cycle__organiser").get(pk=job.input["run"])
    try:
        publication = publishing.publish_run(
            run,
            by=job.created_by,
            decision_number=job.input["number"],
            decided_on=date.fromisoformat(job.input["decided_on"]),
            reason=job.input["reason"],
            progress=progress,
        )
    except publishing.PublicationRefused as refusal:
        problems = [_told(problem, run.cycle) for problem in refusal.problems]
        raise WorkRefused(
            f"Chưa công bố được: còn {len(problems)} điều chưa xong.", problems=problems
        ) from refusal
    number = publication.decision_number
    return Outcome(f"Đã công bố lần {run.number} theo Quyết định số {number}.", {"run": run.pk})


def _told(problem: Problem, cycle: Cycle) -> dict[str, str]:
    """Return a problem as the page of its job shows it, with where it can be decided on."""
    told = {"code": problem.code, "place": problem.place, "message": problem.message}
    if address := waiver_address(problem, cycle):
        told |= {"url": address, "label": _("Ghi quyết định không xét")}
    return told
