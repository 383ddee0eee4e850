"""The appraiser's queue, and one leaf of it on a page of its own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from scoring.domain.entry import EntryRefused
from scoring.forms.appraisal import MarkForm, typed_in
from scoring.models import Appraisal
from scoring.selectors.appraisal_desk import cycle_desk
from scoring.selectors.appraisal_leaf import Draft, after_saving, leaf_page
from scoring.selectors.appraisal_list import queue_page
from scoring.selectors.appraisal_queue import Asked, cycles_of, queue_of
from scoring.selectors.appraisal_rights import appraiser_of
from scoring.selectors.appraisal_words import given_text
from scoring.services.appraisal_refusals import AppraisalConflict, AppraisalRefused
from scoring.services.appraisals import appraise_leaf
from scoring.views.appraisal_doors import LeafDesk, TakesNoPart, desk_or_404, leaf_desk
from scoring.views.doors import MOVED, typed_in_vain, user_of

PAGE = 50


@require_safe
def appraisals(request: HttpRequest) -> HttpResponse:
    """Show what the person appraises in a cycle, the newest unless another is asked for."""
    user = user_of(request)
    person = appraiser_of(user)
    if not person.is_appraiser:
        raise PermissionDenied("Trang này dành cho người thẩm định.")
    cycles = cycles_of(user)
    asked_cycle = request.GET.get("ky", "")
    cycle = next((it for it in cycles if str(it.pk) == asked_cycle), cycles[0] if cycles else None)
    context: dict[str, Any] = {"cycles": cycles, "cycle": cycle, "has_unit": bool(person.works_for)}
    if cycle is not None:
        queue, asked = queue_of(cycle_desk(cycle, user, at=now())), Asked.of(request.GET)
        context |= {"page": queue_page(queue, asked, _paged(request))}
    return render(request, "scoring/appraisals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appraisal_leaf(
    request: HttpRequest, organiser_code: str, year: int, criterion_code: str, unit_code: str
) -> HttpResponse:
    """Show one leaf of one sheet to whoever appraises it, or save what they give for it.

    Whose right or leaf is gone since the page was opened is shown what they typed, as is whoever
    appraised a unit that takes no part any more.
    """
    asked = Asked.of(request.GET)
    try:
        desk = desk_or_404(request, organiser_code, year)
        place = leaf_desk(desk, unit_code, criterion_code)
        return (_save if request.method == "POST" else _page)(request, place, asked)
    except (PermissionDenied, Http404) as refusal:
        if request.method != "POST":
            raise
        return typed_in_vain(
            request, refusal, status=409 if isinstance(refusal, TakesNoPart) else None
        )


def _paged(request: HttpRequest) -> Any:
    """Return what cuts a list into pages, at the page asked for."""
    return lambda rows: Paginator(rows, PAGE).get_page(request.GET.get("trang"))


def _save(request: HttpRequest, place: LeafDesk, asked: Asked) -> HttpResponse:
    """Save a leaf and go on to the next one; what cannot be saved is shown again as it was."""
    form = MarkForm(request.POST)
    sheet, criterion = place.desk.assessment, place.leaf.criterion
    typed, reason = typed_in(request.POST), request.POST.get("ly_do", "")
    if not form.is_valid():
        draft = Draft(typed, reason, ("Lý do dài quá 4.000 chữ, hoặc biểu mẫu thiếu dữ liệu.",))
        return _page(request, place, asked, draft, 422)
    if request.POST.get("tieu_chi", str(criterion.pk)) != str(criterion.pk):
        return _page(request, place, asked, Draft(typed, reason, (MOVED,)), 409)
    try:
        given = form.given(criterion)
        written = appraise_leaf(
            assessment=sheet, criterion=criterion, given=given, by=user_of(request)
        )
    except EntryRefused as refusal:
        return _page(request, place, asked, Draft(typed, reason, refusal.sentences), 422)
    except AppraisalConflict as refusal:
        draft = Draft(typed, reason, (str(refusal),), theirs=refusal.current)
        return _page(request, place, asked, draft, 409)
    except AppraisalRefused as refusal:
        return _page(request, place, asked, Draft(typed, reason, (str(refusal),)), 409)
    messages.success(request, _saved(written, place))
    return redirect(after_saving(place.desk, place.leaf, asked))


def _saved(written: Appraisal, place: LeafDesk) -> str:
    said = given_text(written.content, written.points)
    unit, code = place.desk.assessment.unit, place.leaf.criterion.code
    return f"Đã ghi {code} của {unit}: {said}."


def _page(
    request: HttpRequest,
    place: LeafDesk,
    asked: Asked,
    draft: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    if draft is not None:  # what stands may have changed since the page was opened
        cycle = place.desk.desk.cycle
        fresh = cycle_desk(cycle, user_of(request), at=now())
        place = leaf_desk(fresh, place.desk.assessment.unit.code, place.leaf.criterion.code)
    page = leaf_page(place.desk, place.leaf, asked, draft)
    return render(request, "scoring/appraisal_leaf.html", {"page": page}, status=status)
