"""The sheet that a unit fills in: a person's own ones, one area of one, one leaf saved."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from scoring.domain.entry import EntryRefused
from scoring.forms.sheets import ClaimForm, typed_fields
from scoring.models import Assessment
from scoring.selectors.claim_facts import leaf_facts
from scoring.selectors.claim_leaves import SheetLeaf, sheet_leaves
from scoring.selectors.claim_lists import own_sheets
from scoring.selectors.claim_past import past_year
from scoring.selectors.claim_rows import Attempt, leaf_row, said, said_now
from scoring.selectors.claim_sheets import sheet_state
from scoring.selectors.criteria_links import continued_in
from scoring.selectors.sheet_rights import rights_of
from scoring.services.claims import ClaimConflict, ClaimRefused, save_claim
from scoring.views.doors import MOVED, NO_LEAF, typed_in_vain, user_of
from scoring.views.sheet_doors import Open, open_sheet, sheet_page, to_sheet

_NOT_SAVED = 422


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show the sheets that are the person's own."""
    return render(request, "scoring/sheets.html", {"sheets": own_sheets(user_of(request))})


@require_safe
def sheet(request: HttpRequest, organiser_code: str, year: int, unit_code: str) -> HttpResponse:
    """Show one area of a sheet, the first unless one is asked for."""
    return sheet_page(request, open_sheet(request, organiser_code, year, unit_code))


@require_http_methods(["GET", "HEAD", "POST"])
def leaf(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str, criterion_id: int
) -> HttpResponse:
    """Show one leaf as it stands, or save what was typed for it; 404 for a leaf of another set.

    What was typed where sheet or leaf is gone is shown again; in place it still stands in its form.
    """
    is_in_place = bool(getattr(request, "htmx", False))
    is_whole = request.method == "POST" and not is_in_place
    try:
        opened = open_sheet(request, organiser_code, year, unit_code)
        if is_whole and (continued := _continued(opened.sheet, criterion_id)):
            return _shown_again(request, opened, continued, _moved(request, continued))
        found = _leaf(opened.sheet, criterion_id)
    except (PermissionDenied, Http404) as refusal:
        if not is_whole:
            raise
        return typed_in_vain(request, refusal)
    if request.method == "POST":
        attempt = _attempt(request, opened.sheet, found)
        if is_in_place:
            return _state(request, opened.sheet, found, attempt)
        if not attempt.is_saved:
            return _shown_again(request, opened, found, attempt)
    return _row(request, opened, found) if is_in_place else to_sheet(opened, found)


def _leaf(sheet: Assessment, criterion_id: int) -> SheetLeaf:
    """Return a leaf of the sheet as it stands; 404 if it has none of that id."""
    leaves = (it for it in sheet_leaves(sheet) if it.criterion.pk == criterion_id)
    found = next(leaves, None)
    if found is None:
        raise Http404(NO_LEAF)
    return found


def _continued(sheet: Assessment, criterion_id: int) -> SheetLeaf | None:
    """Return the leaf that continues one of an earlier version of the set, None if none does."""
    criterion = continued_in(sheet.cycle_group.criteria_set, criterion_id)
    leaves = (it for it in sheet_leaves(sheet) if criterion and it.criterion.pk == criterion.pk)
    return next(leaves, None)


def _moved(request: HttpRequest, leaf: SheetLeaf) -> Attempt:
    """Return what was typed for a leaf before the block had this version of the set, unsaved."""
    form, typed = ClaimForm(request.POST), typed_fields(request.POST)
    seen = form.cleaned_data["phien_ban"] if form.is_valid() else leaf.version
    return Attempt(typed, request.POST.get("giai_trinh", ""), seen, sentences=(MOVED,))


def _attempt(request: HttpRequest, sheet: Assessment, leaf: SheetLeaf) -> Attempt:
    """Save what was typed for a leaf, and return what came of it."""
    form, typed = ClaimForm(request.POST), typed_fields(request.POST)
    explanation = request.POST.get("giai_trinh", "")
    if not form.is_valid():
        return Attempt(typed, explanation, leaf.version, sentences=form.sentences)
    explanation, seen = form.cleaned_data["giai_trinh"], form.cleaned_data["phien_ban"]
    try:
        save_claim(
            assessment=sheet,
            criterion=leaf.criterion,
            typed=typed,
            explanation=explanation,
            version=form.version,
            by=user_of(request),
        )
    except EntryRefused as refusal:
        return Attempt(typed, explanation, seen, sentences=refusal.sentences)
    except ClaimRefused as refusal:
        return Attempt(typed, explanation, seen, sentences=(refusal.sentence,))
    except ClaimConflict as conflict:
        mine = said_now(conflict.content, conflict.explanation)
        return Attempt(typed, explanation, seen, theirs=said(conflict.theirs), mine=mine)
    return Attempt(typed, explanation, seen, is_saved=True)


def _state(
    request: HttpRequest, sheet: Assessment, leaf: SheetLeaf, attempt: Attempt
) -> HttpResponse:
    """Answer in place: what came of the leaf, and how far the sheet has come with it."""
    rights, leaves = rights_of(user_of(request), sheet), sheet_leaves(sheet)
    saved = next(it for it in leaves if it.criterion.pk == leaf.criterion.pk)
    context = {
        "sheet": sheet,
        "row": leaf_row(saved, rights, attempt),
        "state": sheet_state(leaves, rights, leaf.area.code),
        "is_swapped": True,
    }
    response = render(request, "scoring/claim_saved.html", context)
    response["Leaf-Answered"] = "yes"
    return response


def _shown_again(
    request: HttpRequest, opened: Open, leaf: SheetLeaf, attempt: Attempt
) -> HttpResponse:
    """Show the whole page with what was typed; rights are asked for anew, they may have ended."""
    again = Open(opened.sheet, rights_of(user_of(request), opened.sheet))
    attempts = {leaf.criterion.pk: attempt}
    return sheet_page(request, again, area=leaf.area.code, attempts=attempts, status=_NOT_SAVED)


def _row(request: HttpRequest, opened: Open, leaf: SheetLeaf) -> HttpResponse:
    """Answer in place with the whole leaf as it stands."""
    pk, criteria = leaf.criterion.pk, [leaf.criterion]
    facts, past = leaf_facts(opened.sheet, criteria), past_year(opened.sheet, criteria)
    row = leaf_row(leaf, opened.rights, fact=facts.get(pk), past=past.marks.get(pk))
    context = {"sheet": opened.sheet, "row": row, "past": past}
    response = render(request, "scoring/claim_row.html", context)
    response["Leaf-Answered"] = "yes"
    return response
