"""Jobs as people see them: which are theirs to see, how far they are, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.domain.intake_steps import READING, USUAL_STEPS, Course
from foundation.domain.vietnamese import number
from foundation.models import ImportBatch, Job

PROBLEMS_SHOWN = 200
OVERDUE = _("lâu hơn dự tính")
FIRST_SECONDS = 3
"""How long work must have run before its pace says anything."""
_UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True, slots=True)
class IntakeRows:
    """Rows of a file: read ("1.200 / khoảng 5.000 (24 %)"), good, sent back; "" if not known."""

    read: str
    good: str
    rejected: str


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
        """About how long all of it goes on: "khoảng 40 giây"; empty if nobody can say.

        Nothing is said in the first seconds of work; an intake that takes longer than it usually
        does is said to. Work without steps goes on at its pace so far.
        """
        course, since = self.course, self.job.started_at
        if self.job.state != Job.State.RUNNING or since is None:
            return ""
        if course:
            is_overdue = course.left == 0 and course.elapsed >= FIRST_SECONDS
            return str(OVERDUE) if is_overdue else _about(course.elapsed, course.left or 0)
        total, done = self.job.total or self.guess, self.job.done
        if total is None or not 0 < done < total:
            return ""
        elapsed = (self.now - since).total_seconds()
        return _about(elapsed, elapsed * (total - done) / done)

    @property
    def course(self) -> Course | None:
        """How far an intake is with its steps, None before the first and for any other work."""
        spent = self.job.result.get("steps")
        if not spent:
            return None
        total = self.job.total or self.guess
        steps = self.job.input.get("usual_steps", USUAL_STEPS)
        return Course(spent, self.job.done / total if total else None, steps)

    @property
    def bar(self) -> tuple[int, int] | None:
        """How much is done, of how much; None where nobody can say. Of an intake all its steps."""
        if "intake" not in self.job.input:
            return (self.job.done, self.job.total) if self.job.total else None
        done = self.course.done if self.course else None
        return None if done is None else (min(99, int(100 * done)), 100)

    @property
    def rows(self) -> IntakeRows | None:
        """What is known of the rows of a file that is being taken in, None for any other work."""
        if self.job.state != Job.State.RUNNING or "intake" not in self.job.input:
            return None
        done, rejected = self.job.done, self.job.result.get("rejected")
        is_reading = set(self.job.result.get("steps", {})) <= {READING}
        return IntakeRows(
            read=self.amount or "0" if is_reading else number(str(done)),
            good="" if rejected is None else number(str(done - rejected)),
            rejected="" if rejected is None else number(str(rejected)),
        )

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


_OPEN_TO: dict[str, Callable[[Any], bool]] = {}


def register_readers(kind: str, may_read: Callable[[Any], bool]) -> None:
    """Say to whom jobs of a kind are open among those who see the jobs of others."""
    _OPEN_TO[kind] = may_read


def may_see(user: Any, job: Job) -> bool:
    """Return whether the person may see the job: who asked for it, or to whom its kind is open."""
    may_read = _OPEN_TO.get(job.kind, lambda _user: True)
    sees_it = user.has_perm("foundation.view_job") and may_read(user)
    return bool(job.created_by_id == user.pk or sees_it)


def may_cancel(user: Any, job: Job) -> bool:
    """Return whether the person may end the job: who asked for it, or who changes any of them."""
    return bool(job.created_by_id == user.pk or user.has_perm("foundation.change_job"))


def jobs_seen_by(user: Any) -> QuerySet[Job]:
    """Return the jobs a person may see, the newest first."""
    jobs = Job.objects.select_related("created_by", "cancel_asked_by")
    own = Q(created_by=user)
    if not user.has_perm("foundation.view_job"):
        return jobs.filter(own)
    closed = [kind for kind, may_read in _OPEN_TO.items() if not may_read(user)]
    return jobs.filter(own | ~Q(kind__in=closed)) if closed else jobs


def earlier_batch(job: Job) -> ImportBatch | None:
    """Return the last batch of the very same file, of the same kind, from before the job."""
    if job.stored_input_id is None:
        return None
    earlier = ImportBatch.objects.select_related("created_by").defer("header").order_by("-pk")
    return earlier.filter(
        stored_file=job.stored_input_id,
        kind=job.input.get("intake"),
        created_at__lt=job.created_at,
    ).first()


def _rounded(count: int) -> int:
    """Return a guess with no more digits than it is worth: two."""
    unit: int = 10 ** max(0, len(str(count)) - 2)
    return round(count / unit) * unit


def _about(elapsed: float, left: float) -> str:
    """Return seconds left as a guess in words, "" while it is too early or where none are left."""
    if elapsed < FIRST_SECONDS or left < 1:
        return ""
    return f"khoảng {duration(timedelta(seconds=left))}"


def duration(time: timedelta) -> str:
    """Return a time as people say it: "7 giây", "2 phút 5 giây", "1 giờ 3 phút"."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} giây"
    if seconds < 3600:
        return f"{seconds // 60} phút {seconds % 60} giây"
    return f"{seconds // 3600} giờ {seconds % 3600 // 60} phút"
