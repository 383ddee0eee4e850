"""Ranking a cycle: bundle, pure core, stored run. There is no other way to a point."""

import json
from dataclasses import astuple, dataclass
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from foundation.models import Job
from foundation.services.intake_locks import hold_intakes
from foundation.services.jobs import request_job
from foundation.services.progress import SILENT, Progress
from scoring.domain import BundleRefused, rank, read_bundle, result_text
from scoring.models import Cycle, RankingRun
from scoring.selectors.bundles import ranking_bundle
from scoring.selectors.facts import counts_of
from scoring.selectors.supplements import run_supplement
from scoring.services.people_review import is_reviewed_as_stored
from scoring.services.refusals import CutoffAhead, CycleRefused
from scoring.services.run_lines import frame_and_lines, has_exactly, read_supplement
from scoring.services.runs import RunTexts, ranked, store_run

RANK_CYCLE = "scoring.rank_cycle"
STEPS = 3
"""What a ranking reports of itself: figures gathered, ranking computed, run stored."""


def request_ranking(cycle: Cycle, *, by: Any | None, is_provisional: bool = False) -> Job:
    """Ask the workers to rank a cycle and return the job to watch."""
    task = "Tính tạm" if is_provisional else "Xếp hạng"
    given = {"cycle": cycle.pk, "is_provisional": is_provisional}
    title = f"{task}: {cycle.organiser} {cycle.year}"
    return request_job(RANK_CYCLE, input=given, by=by, title=title)


def hold_cycle(cycle_id: int) -> Cycle:
    """Return a cycle of whose data nothing changes until the transaction ends.

    Files being taken in are waited for; whoever ranks or publishes it waits for this transaction.
    """
    hold_intakes("answers", "dossiers", "marks", "people", "successions", "units")
    cycles = Cycle.objects.select_for_update(of=("self",))
    return cycles.select_related("rule_set", "campaign").get(pk=cycle_id)


def texts_now(cycle: Cycle, *, is_provisional: bool, progress: Progress = SILENT) -> RunTexts:
    """Return the documents of the run that the data of a cycle give now; nothing is stored.

    Raises what `rank_cycle` raises.
    """
    if not is_provisional and cycle.cutoff_at > now():
        raise CutoffAhead(cycle)
    progress.report(0, STEPS, "Đang cộng số liệu")
    counts = counts_of(cycle)
    bundle = ranking_bundle(cycle, counts, is_provisional=is_provisional)
    progress.report(1, message="Đang tính")
    try:
        return ranked(cycle, bundle, run_supplement(cycle, counts), is_provisional=is_provisional)
    except BundleRefused as refusal:
        raise CycleRefused(refusal.problems, bundle) from refusal


@transaction.atomic
def rank_cycle(
    cycle_id: int, *, by: Any | None, is_provisional: bool = False, progress: Progress = SILENT
) -> RankingRun:
    """Rank a cycle as its data stand now and return the stored run.

    All of it is read at one moment: files being taken in are waited for, later ones wait. Two runs
    for one cycle wait for each other; when nothing has changed since the last run of the same kind,
    that run is returned and no new one is made. A provisional run lets what is incomplete wait.
    Raises CycleRefused, with every problem, if the data cannot be ranked, and CutoffAhead for a
    complete run before the cutoff.
    """
    cycle = hold_cycle(cycle_id)
    texts = texts_now(cycle, is_provisional=is_provisional, progress=progress)
    progress.report(2, message="Đang lưu")
    last = cycle.runs.filter(is_provisional=is_provisional).first()
    if last and texts.are_those_of(last):
        return last
    return store_run(cycle, texts, by=by, is_provisional=is_provisional)


@dataclass(frozen=True, slots=True)
class Verification:
    """What recomputing a stored run from its frozen bundles showed, part by part."""

    is_digest_right: bool
    is_result_right: bool
    is_people_right: bool
    is_frame_right: bool
    is_every_line_right: bool

    @property
    def is_right(self) -> bool:
        """Whether every part is what the bundles give."""
        return all(astuple(self))


def verify_run(run: RankingRun) -> Verification:
    """Compute the run anew from its stored bundles and compare with all that was stored.

    A run whose documents can no longer be read is wrong in every respect.
    """
    try:
        bundle, supplement = read_bundle(run.bundle), read_supplement(run.supplement)
    except (BundleRefused, ValueError):
        return Verification(*[False] * 5)
    recomputed = result_text(rank(bundle))
    result = json.loads(recomputed)
    frame, lines = frame_and_lines(json.loads(run.bundle), result, supplement)
    return Verification(
        is_digest_right=bundle.sha256 == run.bundle_sha256,
        is_result_right=recomputed == run.result,
        is_people_right=is_reviewed_as_stored(run, bundle.sha256, result),
        is_frame_right=frame == run.frame,
        is_every_line_right=has_exactly(run, lines),
    )
