"""Work of scoring that Celery workers do; each task runs a stored job and may be rung twice."""

from celery import shared_task
from django.db import OperationalError

from foundation.models import Job
from foundation.services.jobs import claim_job, end_job
from scoring.domain import BundleRefused
from scoring.services import ranking


@shared_task(  # type: ignore[untyped-decorator]
    name=ranking.RANK_CYCLE, autoretry_for=(OperationalError,), retry_backoff=2, max_retries=8
)
def rank_cycle(job_id: int) -> None:
    """Run one queued ranking job; a job that someone else has claimed is left alone."""
    job = claim_job(job_id)
    if job is None:
        return
    try:
        run = ranking.rank_cycle(job.input["cycle"], by=job.created_by)
    except BundleRefused as refusal:
        problems = [
            {"code": p.code, "place": p.place, "message": p.message} for p in refusal.problems
        ]
        message = f"Chưa xếp hạng được: còn {len(problems)} điều phải sửa."
        end_job(job, state=Job.State.FAILED, message=message, result={"problems": problems})
    except OperationalError:
        raise  # the database went away: the job stays as it is, to be taken up again
    except Exception:
        end_job(job, state=Job.State.FAILED, message="Lỗi ngoài dự kiến.", result={})
        raise
    else:
        end_job(job, state=Job.State.DONE, message=f"Đã xếp hạng, {run}.", result={"run": run.pk})
