"""The demo's long work, done by the workers as the web pages have it done: jobs, watched."""

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Model

from cchc_portal.demo.steps import Steps
from foundation.models import Job
from foundation.services.files import store_file
from foundation.services.intakes import intake_of, request_intake, summary
from foundation.services.jobs import UNFINISHED
from foundation.services.progress import Progress
from scoring.models import Cycle, RankingRun
from scoring.services.ranking import request_ranking
from units.models import User

SILENCE_SECONDS = 120
"""A job that has not moved for so long will not."""
REJECTS_SHOWN = 3
AGAIN = " Hãy chạy lại ./cchc demo; dữ liệu đã nhập còn nguyên."


class WorkStopped(Exception):
    """The work came to nothing; the message is a sentence for whoever watches."""


@dataclass(frozen=True, slots=True)
class Workers:
    """The process that does the work, its log, whom it does it for and who hears of it."""

    process: subprocess.Popen[bytes]
    log: Path
    by: User
    steps: Steps

    def take_in(self, title: str, path: Path, kind: str, context: Model | None = None) -> None:
        """Take a file in, unless it was before, and tell what became of its rows."""
        stored = store_file(path, by=self.by)
        earlier = stored.batches.last()
        with self.steps.step(title) as progress:
            if not earlier:
                left = stored.jobs.filter(state__in=UNFINISHED).last()
                job = left or request_intake(intake_of(kind), stored, by=self.by, context=context)
                self.wait_for(job, progress)
        batch = stored.batches.latest("pk")
        if earlier:
            self.steps.say(f"    đã nhập lần trước: {summary(batch)}")
        else:
            rejects = [f"      {reject}" for reject in batch.rejects.all()[:REJECTS_SHOWN]]
            self.steps.say(f"    {summary(batch)}", *rejects)

    def rank(self, cycle: Cycle, *, is_provisional: bool) -> RankingRun:
        """Rank a cycle and return the stored run."""
        task = "Tính tạm" if is_provisional else "Xếp hạng"
        with self.steps.step(f"{task}: {cycle.organiser} {cycle.year}") as progress:
            job = request_ranking(cycle, by=self.by, is_provisional=is_provisional)
            return RankingRun.objects.get(pk=self.wait_for(job, progress).result["run"])

    def wait_for(self, job: Job, progress: Progress) -> Job:
        """Return the job once it is done; raises WorkStopped if it failed or nobody is at it."""
        moved_at, seen = time.monotonic(), None
        while job.state != Job.State.DONE:
            job.refresh_from_db()
            if job.state in UNFINISHED:
                progress.report(job.done, job.total, job.message)
            if (job.state, job.heartbeat_at) != seen:
                moved_at, seen = time.monotonic(), (job.state, job.heartbeat_at)
            self._require_hope(job, time.monotonic() - moved_at)
            time.sleep(0.2)
        return job

    def _require_hope(self, job: Job, silent_for: float) -> None:
        """Raise WorkStopped, with a sentence, if the job will not be done."""
        if job.state == Job.State.DONE:
            return
        if job.state not in UNFINISHED:
            problems = [problem["message"] for problem in job.result.get("problems", [])]
            raise WorkStopped("\n".join([job.message, *problems]))
        ended = self.process.poll()
        if ended is not None:
            raise WorkStopped(f"Tiến trình Celery đã dừng (mã {ended}), xem {self.log}.{AGAIN}")
        if silent_for > SILENCE_SECONDS:
            raise WorkStopped(
                f"Celery không nhúc nhích đã {SILENCE_SECONDS} giây, xem {self.log}.{AGAIN}"
            )
