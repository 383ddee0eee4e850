"""Two runs of a cycle side by side, and a run beside what other rules would have made of it."""

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from scoring.forms.trials import TrialForm
from scoring.models import Cycle, RankingRun, RuleSet
from scoring.selectors.comparisons import comparison_of
from scoring.selectors.runs import latest_run, runs_of, visible_runs
from scoring.selectors.trials import (
    Base,
    TrialRefused,
    base_from,
    base_of,
    stored_ranking,
    trial_of,
)
from scoring.services.ranking import texts_now
from scoring.services.refusals import CycleRefused
from scoring.views.doors import cycle_or_404, user_of

_MOST_RUNS, _MOST_DIGITS = 50, 9
_RUN, _PROVISIONAL = "lan", "tam"
"""The word that asks for a run, and what it says where there is none, for a provisional ranking."""


@require_safe
@permission_required("scoring.view_rankingrun", raise_exception=True)
def compare(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show what differs between two runs that are open to the person: by default the newest two."""
    cycle = cycle_or_404(organiser_code, year)
    known = visible_runs(cycle, user_of(request))
    runs = list(known[:_MOST_RUNS])
    after = _asked(known, request, "den") or (runs[0] if runs else None)
    before = _asked(known, request, "tu") or (runs[1] if len(runs) > 1 else None)
    comparison = None
    if before and after and before != after:
        comparison = comparison_of(stored_ranking(before), stored_ranking(after))
    context = {
        "cycle": cycle,
        "runs": runs,
        "before": before,
        "after": after,
        "comparison": comparison,
    }
    return render(request, "scoring/compare.html", context)


@require_safe
@permission_required("scoring.add_rankingrun", raise_exception=True)
def try_rules(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show what a run would have been under other rules; the address holds all of it.

    A cycle without a run is ranked for the trial; what keeps it from being ranked is listed.
    """
    cycle = cycle_or_404(organiser_code, year)
    try:
        base = _base(cycle, request)
    except CycleRefused as refusal:
        return _refused(request, cycle, refusal)
    form = TrialForm(base.ranked.bundle, request.GET)
    rule_sets = list(RuleSet.objects.order_by("code"))
    wanted = next((it for it in rule_sets if it.code == form.rule_set_code), None)
    changes, problems, trial = form.changes(), [], None
    if form.rule_set_code and wanted is None:
        form.errors.append("Không có bộ quy tắc này.")
    if (changes or wanted) and not form.errors:
        try:
            trial = trial_of(base, changes, rule_set=wanted)
        except TrialRefused as refusal:
            problems = [
                it.message for it in CycleRefused(refusal.problems, refusal.bundle).sentences
            ]
    context = {
        "cycle": cycle,
        "base": base,
        "run": base.run,
        "runs": list(runs_of(cycle)[:_MOST_RUNS]),
        "form": form,
        "rule_sets": rule_sets,
        "wanted": wanted,
        "problems": problems,
        "trial": trial,
        "comparison": comparison_of(trial.before, trial.after) if trial else None,
    }
    return render(request, "scoring/try.html", context)


def _base(cycle: Cycle, request: HttpRequest) -> Base:
    """Return the run asked for, else the newest complete one, else the newest.

    Without any run, what the data give now; that raises CycleRefused.
    """
    runs = runs_of(cycle)
    asked = None if _asks_provisional(request) else _asked(runs, request, _RUN)
    run = asked or latest_run(cycle) or runs.first()
    if run is not None:
        return base_of(run)
    is_provisional = _is_provisional(cycle, request)
    texts = texts_now(cycle, is_provisional=is_provisional)
    return base_from(cycle, texts, is_provisional=is_provisional)


def _is_provisional(cycle: Cycle, request: HttpRequest) -> bool:
    """Return whether what is ranked for a trial may wait for what is missing."""
    return _asks_provisional(request) or cycle.cutoff_at > now()


def _asks_provisional(request: HttpRequest) -> bool:
    return request.GET.get(_RUN) == _PROVISIONAL


def _refused(request: HttpRequest, cycle: Cycle, refusal: CycleRefused) -> HttpResponse:
    """Say what keeps a cycle from being ranked, and what can be done."""
    context = {
        "cycle": cycle,
        "problems": refusal.sentences,
        "is_provisional": _is_provisional(cycle, request),
    }
    return render(request, "scoring/try_refused.html", context)


def _asked(runs: QuerySet[RankingRun], request: HttpRequest, name: str) -> RankingRun | None:
    """Return the run whose number was asked for, None without; 404 if it is none of the runs."""
    number = request.GET.get(name, "")
    if not number:
        return None
    is_number = number.isdecimal() and len(number) <= _MOST_DIGITS
    run = runs.filter(number=int(number)).first() if is_number else None
    if run is None:
        raise Http404("Kỳ này không có lần xếp hạng đó.")
    return run
