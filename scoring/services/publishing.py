"""Publishing a run: only when nothing is pending, and then for good; a correction follows it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.db import transaction
from django.utils.timezone import localdate

from foundation.models import Job
from foundation.services.jobs import request_job
from foundation.services.progress import SILENT, Progress
from scoring.domain import Problem
from scoring.models import Cycle, Publication, RankingRun
from scoring.selectors.fact_lists import fact_lists
from scoring.selectors.forebears import lineage_of
from scoring.selectors.pending import pending_in
from scoring.selectors.publications import current_publication, publication_of
from scoring.selectors.runs import earlier_runs
from scoring.services.ranking import hold_cycle, texts_now, verify_run
from scoring.services.refusals import CutoffAhead, CycleRefused

PUBLISH_RUN = "scoring.publish_run"
STEPS = 4
"""What publishing reports of itself: looked, recomputed, lists sealed, stored."""


class PublicationRefused(Exception):
    """A run that cannot be published, with everything that stands against it."""

    def __init__(self, run: RankingRun, problems: list[Problem]) -> None:
        super().__init__(f"{run}: còn {len(problems)} điều chưa xong, chưa công bố được.")
        self.run, self.problems = run, problems


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that publishes a run; `reason` says why it replaces an earlier one, else ""."""

    number: str
    decided_on: date
    reason: str = ""


def request_publication(run: RankingRun, decision: Decision, *, by: Any) -> Job:
    """Ask the workers to publish a run and return the job to watch."""
    given = asdict(decision) | {"decided_on": decision.decided_on.isoformat(), "run": run.pk}
    title = f"Công bố: {run.cycle.organiser} {run.cycle.year}, lần {run.number}"
    return request_job(PUBLISH_RUN, input=given, by=by, title=title)


@transaction.atomic
def publish_run(
    run: RankingRun,
    *,
    by: Any,
    decision_number: str,
    decided_on: date,
    reason: str = "",
    progress: Progress = SILENT,
) -> Publication:
    """Publish a run by a decision and return its publication, the lists behind its facts sealed.

    A publication of the same cycle that holds is superseded, which needs a reason. Nothing of the
    data changes meanwhile. Raises PublicationRefused with the whole list of what is in the way.
    """
    decision = Decision(decision_number.strip(), decided_on, reason.strip())
    progress.report(0, STEPS, "Đang xem còn gì chưa xong")
    cycle = hold_cycle(run.cycle_id)
    stored = RankingRun.objects.select_related("cycle__organiser", "publication").get(pk=run.pk)
    holding = current_publication(cycle)
    problems = [*problems_of_decision(stored, decision, holding), *problems_of_run(stored)]
    progress.report(1, message="Đang tính lại")
    if not verify_run(stored).is_right:
        message = f"Lần {run.number} tính lại không khớp với những gì đã lưu."
        problems.append(Problem("not_verified", "", message))
    if problems:
        raise PublicationRefused(stored, problems)
    progress.report(2, message="Đang niêm phong danh sách hồ sơ, phiếu khảo sát")
    run.publication = _publish(stored, decision, holding, by)
    progress.report(3, message="Đang công bố")
    return run.publication


def _publish(
    run: RankingRun, decision: Decision, holding: Publication | None, by: Any
) -> Publication:
    """Store the publication of a run that nothing stands against, in place of the one that held."""
    lists, compared_with = fact_lists(run), _published_before(run.cycle)
    if holding:
        holding.state = Publication.State.SUPERSEDED
        holding.save(update_fields=["state"])
    publication = Publication.objects.create(
        cycle=run.cycle,
        run=run,
        decision_number=decision.number,
        decided_on=decision.decided_on,
        reason=decision.reason if holding else "",
        supersedes=holding,
        fact_lists=lists,
        compared_with=compared_with,
        published_by=by,
    )
    LogEntry.objects.log_actions(by.pk, [run.cycle], ADDITION, str(publication), single_object=True)
    return publication


def _published_before(cycle: Cycle) -> list[int]:
    """Return the runs that hold of the year before; whoever corrects them waits from now on."""
    lineage, year = lineage_of([cycle.organiser_id]), cycle.year - 1
    organisers = lineage.all_before(cycle.organiser_id)
    cycles = Cycle.objects.filter(organiser__in=organisers, year=year).order_by("pk")
    list(cycles.select_for_update().values_list("pk"))
    return [run.pk for run in earlier_runs(cycle, lineage, first_year=year)]


def problems_of_run(run: RankingRun) -> list[Problem]:
    """Return everything that keeps a run from being published, whatever the decision.

    It must be complete, unpublished, the cycle's newest, of the data as they stand, and leave
    nothing open.
    """
    return [*_of_its_place(run), *pending_in(run), *_of_its_data(run)]


def problems_of_decision(
    run: RankingRun, decision: Decision, holding: Publication | None
) -> list[Problem]:
    """Return what is wrong with a decision that publishes a run in place of the one that holds."""
    problems = []
    if not decision.number:
        problems.append(Problem("no_decision", "", "Hãy ghi số quyết định."))
    if decision.decided_on > localdate():
        problems.append(Problem("decided_ahead", "", "Ngày quyết định chưa đến."))
    if decision.decided_on < run.cycle.last_on:
        message = f"Ngày quyết định trước ngày cuối của kỳ ({run.cycle.last_on:%d/%m/%Y})."
        problems.append(Problem("decided_early", "", message))
    return [*problems, *(_of_the_correction(run, decision, holding) if holding else ())]


def _of_the_correction(run: RankingRun, decision: Decision, holding: Publication) -> list[Problem]:
    """Return why a decision cannot put a run in place of the publication that holds."""
    problems = []
    if decision.decided_on < holding.decided_on:
        message = f"Ngày quyết định trước quyết định bị thay thế ({holding.decided_on:%d/%m/%Y})."
        problems.append(Problem("decided_before_the_replaced", "", message))
    others = Publication.objects.filter(cycle=holding.cycle_id).exclude(run=run)
    named = others.filter(decision_number__iexact=decision.number)
    if named.filter(decided_on__year=decision.decided_on.year).exists():
        message = f"Quyết định số {decision.number} đã công bố một lần xếp hạng khác của kỳ này."
        problems.append(Problem("decision_used", "", message))
    if not decision.reason:
        message = f"Hãy ghi lý do thay thế lần {holding.run.number} đã công bố."
        problems.append(Problem("no_reason", "", message))
    return problems


def _of_its_place(run: RankingRun) -> list[Problem]:
    """Return why a run is not the one of its cycle that can be published."""
    known = publication_of(run)
    if known:
        stands = "đã bị thay thế" if known.is_superseded else "đã được công bố"
        return [Problem("published_already", "", f"Lần {run.number} {stands}.")]
    if run.is_provisional:
        message = f"Lần {run.number} là tạm tính; chỉ công bố lần xếp hạng đầy đủ."
        return [Problem("provisional", "", message)]
    newest = run.cycle.runs.filter(is_provisional=False).only("number").first()
    if newest and newest.pk != run.pk:
        message = f"Lần {run.number} không phải lần mới nhất; đã có lần {newest.number}."
        return [Problem("not_newest", "", message)]
    return []


def _of_its_data(run: RankingRun) -> list[Problem]:
    """Return how the data that a run stands on differ from those of now."""
    cycle = Cycle.objects.select_related("rule_set", "campaign").get(pk=run.cycle_id)
    try:
        texts = texts_now(cycle, is_provisional=run.is_provisional)
    except CutoffAhead as refusal:
        return [Problem("cutoff_ahead", "", str(refusal))]
    except CycleRefused as refusal:
        return refusal.sentences
    if texts.are_those_of(run):
        return []
    if texts.bundle_sha256 == run.bundle_sha256:
        what = "Số liệu kèm theo hoặc về người"
    else:
        what = "Dữ liệu hay quy tắc"
    message = (
        f"{what} đã thay đổi, hoặc cổng đã được nâng cấp, sau lần này;"
        " hãy xếp hạng lại rồi công bố."
    )
    return [Problem("data_changed", "", message)]
