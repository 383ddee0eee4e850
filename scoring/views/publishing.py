"""The page on which Sở Nội vụ publishes a run: what is still open, the decision, the history."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from scoring.forms.publishing import DecisionForm
from scoring.models import Publication, RankingRun
from scoring.selectors.publications import publications_of
from scoring.selectors.runs import latest_run
from scoring.selectors.undecided_facts import waiver_address
from scoring.services.publishing import (
    problems_of_decision,
    problems_of_run,
    request_publication,
)
from scoring.views.doors import cycle_or_404, typed_in_vain, user_of


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, organiser_code: str, year: int) -> HttpResponse:
    """Show what keeps a cycle's newest complete run from being published, or publish it.

    What was typed for a run that cannot be published any more is shown beside the reasons, and so
    is what somebody typed who may not publish any more.
    """
    if not user_of(request).has_perm("scoring.add_publication"):
        return _closed(request)
    cycle = cycle_or_404(organiser_code, year)
    run, history = latest_run(cycle), list(publications_of(cycle))
    holding = history[0] if history else None
    is_new = run is not None and run.pk not in {known.run_id for known in history}
    problems = problems_of_run(run) if is_new and run else []
    form = DecisionForm(request.POST or None, is_correction=holding is not None)
    may_publish = is_new and not problems
    if run and may_publish and form.is_bound and _is_sound(form, run, holding):
        return redirect("job", request_publication(run, form.decision, by=user_of(request)).pk)
    context = {
        "cycle": cycle,
        "run": run if is_new else None,
        "history": history,
        "holding": holding,
        "form": form,
        "problems": [(problem.message, waiver_address(problem, cycle)) for problem in problems],
        "is_refused": form.is_bound and not may_publish,
    }
    return render(
        request, "scoring/publish.html", context, status=409 if context["is_refused"] else 200
    )


def _closed(request: HttpRequest) -> HttpResponse:
    refusal = PermissionDenied("Chỉ Sở Nội vụ công bố kết quả.")
    if request.method != "POST":
        raise refusal
    return typed_in_vain(request, refusal, DecisionForm(request.POST, is_correction=True).said)


def _is_sound(form: DecisionForm, run: RankingRun, holding: Publication | None) -> bool:
    """Return whether the form names a decision that can publish the run; it says what is wrong.

    What was typed for an older run than the one shown now is not taken for this one.
    """
    if not form.is_valid():
        return False
    if form.cleaned_data["lan"] != run.number:
        form.add_error(None, "Đã có lần xếp hạng mới hơn lần bạn đang xem. Hãy xem lại.")
    for problem in problems_of_decision(run, form.decision, holding):
        form.add_error(None, problem.message)
    return form.is_valid()
