"""Jobs as people see them: which are theirs to see, how far they are, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from foundation.domain.vietnamese import number
from foundation.models import ImportBatch, Job

PROBLEMS_SHOWN = 200
FIRST_SECONDS = timedelta(seconds=3)
"""How long work must have run before its pace says anything."""
_UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as its page shows it to one person, at one instant."""

    job: Job
    may_cancel: bool
    now: datetime

    @property
    def is_finished(self) -> bool:
        """Whether nothing about the job will change any more."""
        return self.job.state not in _UNFINISHED

    @property
    def is_being_cancelled(self) -> bool:
        """Whether somebody has asked for its end and it has not come yet."""
        return not self.is_finished and self.job.cancel_asked_at is not None

    @property
    def stage(self) -> str:
        """What must change before anything but the figures does."""
        return f"{self.job.state}{'-huy' if self.is_being_cancelled else ''}"

    @property
    def amount(self) -> str:
        """How much is done, of how much if known: "1.200 / 5.000 (24 %)"; empty before any is."""
        done, total = self.job.done, self.job.total
        if self.guess:
            share = 100 * done // self.guess
            return f"{number(str(done))} / khoảng {number(str(_rounded(self.guess)))} ({share} %)"
        if not total:
            return number(str(done)) if done else ""
        return f"{number(str(done))} / {number(str(total))} ({100 * done // total} %)"

    @property
    def guess(self) -> int | None:
        """About how many there are in all, where the work itself does not know yet."""
        about = self.job.input.get("rows_about")
        is_of_use = self.job.total is None and about is not None and about > self.job.done
        return about if is_of_use else None

    @property
    def left(self) -> str:
        """About how long it goes on at this pace: "khoảng 40 giây"; empty if nobody can say.

        Nothing is said in the first seconds, nor once all is counted and something else goes on.
        """
        total, since = self.job.total or self.guess, self.job.started_at
        if self.job.state != Job.State.RUNNING or since is None or total is None:
            return ""
        elapsed = self.now - since
        if elapsed < FIRST_SECONDS or not 0 < self.job.done < total:
            return ""
        return f"khoảng {duration(elapsed * (total - self.job.done) / self.job.done)}"

    @property
    def doing(self) -> str:
        """What is being done just now."""
        return self.job.message.rstrip(".")

    @property
    def elapsed(self) -> str:
        """How long it has been running, or ran; how long it waits, if nobody has begun."""
        since = self.job.started_at or self.job.created_at
        return duration((self.job.finished_at or self.now) - since)

    @property
    def problems(self) -> list[dict[str, str]]:
        """What stood in the way, as many as a page can hold: code, place and message each.

        Where Sở Nội vụ can decide on it on a page there is that page's `url`, and a `label`.
        """
        found: list[dict[str, str]] = self.job.result.get("problems", [])
        return found[:PROBLEMS_SHOWN]

    @property
    def problems_left_out(self) -> int:
        """How many problems are not shown."""
        return max(0, len(self.job.result.get("problems", [])) - PROBLEMS_SHOWN)


def job_view(job: Job, user: Any) -> JobView:
    """Return a job as it is shown to this person now."""
    return JobView(job, may_cancel(user, job), timezone.now())


def may_see(user: Any, job: Job) -> bool:
    """Return whether the person may see the job: who asked for it, or who sees all of them."""
    return bool(job.created_by_id == user.pk or user.has_perm("foundation.view_job"))


def may_cancel(user: Any, job: Job) -> bool:
    """Return whether the person may end the job: who asked for it, or who changes any of them."""
    return bool(job.created_by_id == user.pk or user.has_perm("foundation.change_job"))


def jobs_seen_by(user: Any) -> QuerySet[Job]:
    """Return the jobs a person may see, the newest first."""
    jobs = Job.objects.select_related("created_by", "cancel_asked_by")
    return jobs if user.has_perm("foundation.view_job") else jobs.filter(created_by=user)


def earlier_batch(job: Job) -> ImportBatch | None:
    """Return the last batch of the very same file, of the same kind, from before the job."""
    if job.stored_input_id is None:
        return None
    earlier = ImportBatch.objects.select_related("created_by").order_by("-pk")
    return earlier.filter(
        stored_file=job.stored_input_id,
        kind=job.input.get("intake"),
        created_at__lt=job.created_at,
    ).first()


def _rounded(count: int) -> int:
    """Return a guess with no more digits than it is worth: two."""
    unit: int = 10 ** max(0, len(str(count)) - 2)
    return round(count / unit) * unit


def duration(time: timedelta) -> str:
    """Return a time as people say it: "7 giây", "2 phút 5 giây", "1 giờ 3 phút"."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} giây"
    if seconds < 3600:
        return f"{seconds // 60} phút {seconds % 60} giây"
    return f"{seconds // 3600} giờ {seconds % 3600 // 60} phút"
