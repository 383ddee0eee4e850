"""Ranking a cycle: bundle, pure core, stored run. There is no other way to a point."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from foundation.models import Job
from foundation.services.intake import hold_intakes
from foundation.services.jobs import request_job
from scoring.domain import BundleRefused, rank, rank_text, read_bundle, result_text
from scoring.domain.canonical import canonical_sha256, document_text
from scoring.models import Cycle, RankingRun
from scoring.selectors.bundles import ranking_bundle
from scoring.selectors.supplements import run_supplement

RANK_CYCLE = "scoring.rank_cycle"


def request_ranking(cycle: Cycle, *, by: Any | None) -> Job:
    """Ask the workers to rank a cycle and return the job to watch."""
    return request_job(RANK_CYCLE, input={"cycle": cycle.pk}, by=by)


@transaction.atomic
def rank_cycle(cycle_id: int, *, by: Any | None) -> RankingRun:
    """Rank a cycle as its data stand now and return the stored run.

    All of it is read at one moment: files being taken in are waited for, later ones wait. Two runs
    for one cycle wait for each other; when nothing has changed since the last run, that
    run is returned and no new one is made. Raises BundleRefused, with every problem, if the data
    cannot be ranked.
    """
    hold_intakes("dossiers", "answers", "marks")
    cycle = (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("rule_set", "campaign")
        .get(pk=cycle_id)
    )
    document = ranking_bundle(cycle)
    bundle = document_text(document)
    last = cycle.runs.first()
    supplement = document_text(run_supplement(cycle))
    if last and (last.bundle, last.supplement) == (bundle, supplement):
        return last
    return RankingRun.objects.create(
        cycle=cycle,
        number=last.number + 1 if last else 1,
        bundle=bundle,
        bundle_sha256=canonical_sha256(document),
        result=rank_text(bundle),
        supplement=supplement,
        created_by=by,
    )


@dataclass(frozen=True, slots=True)
class Verification:
    """What recomputing a stored run from its frozen bundle showed."""

    is_digest_right: bool
    is_result_right: bool

    @property
    def is_right(self) -> bool:
        """Whether digest and result both are what the bundle gives."""
        return self.is_digest_right and self.is_result_right


def verify_run(run: RankingRun) -> Verification:
    """Compute the run anew from its stored bundle and compare with what was stored.

    A bundle that the core no longer accepts is wrong in both respects.
    """
    try:
        bundle = read_bundle(run.bundle)
    except BundleRefused:
        return Verification(is_digest_right=False, is_result_right=False)
    return Verification(
        is_digest_right=bundle.sha256 == run.bundle_sha256,
        is_result_right=result_text(rank(bundle)) == run.result,
    )
