"""Pages on which Sở Nội vụ edits a draft: the set itself, its criteria, a worked example."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from scoring.forms.criteria import NewSetForm, SetForm
from scoring.forms.criteria_leaf import CriterionForm
from scoring.models import CriteriaSet
from scoring.selectors.criteria import stamp_of
from scoring.selectors.criteria_words import rule_words
from scoring.selectors.wording import anchor
from scoring.services.criteria_drafts import (
    SetChanged,
    SetFrozen,
    create_draft,
    delete_criterion,
    edit_set,
    move_criterion,
    put_criterion,
    set_comparable,
)
from scoring.services.criteria_rows import CriteriaRefused, CriterionRow, rows_of, with_depths
from scoring.views.criteria import MAY_EDIT, set_or_404
from scoring.views.criteria_trial import trial_of
from scoring.views.doors import user_of

may_edit = permission_required(MAY_EDIT, raise_exception=True)
_REFUSALS = (SetFrozen, SetChanged, CriteriaRefused)
_NEW = CriterionRow(None, "", "", "", 0, None, None)  # type: ignore[arg-type]


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criteria_set_new(request: HttpRequest) -> HttpResponse:
    """Begin an empty draft."""
    form = NewSetForm(request.POST or None, initial={"max_points": "100", "aggregation": "sum"})
    if form.is_valid():
        created = create_draft(by=user_of(request), **form.cleaned_data)
        return redirect("criteria_set", created.code)
    return render(request, "scoring/criteria_set_form.html", {"form": form, "set": None})


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criteria_set_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what a draft says of itself."""
    found = draft_or_404(request, code)
    names = SetForm.base_fields
    form = SetForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_valid():
        given, stamp = form.cleaned_data, request.POST.get("dau", "")
        change = lambda: edit_set(found, given, stamp=stamp, by=user_of(request))  # noqa: E731
        sentences = refusals_of(change)
        if not sentences:
            messages.success(request, "Đã lưu.")
            return redirect("criteria_set", found.code)
        for sentence in sentences:
            form.add_error(None, sentence)
    context = {"form": form, "set": found, "stamp": stamp_of(found)}
    return render(request, "scoring/criteria_set_form.html", context)


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) <= 18


@require_POST
@may_edit
def criteria_arrange(request: HttpRequest, code: str) -> HttpResponse:
    """Move a criterion up or down, delete it, or decide that changed ones are not comparable."""
    found = draft_or_404(request, code)
    given = {"stamp": request.POST.get("dau", ""), "by": user_of(request)}
    for field, act in _ARRANGEMENTS.items():
        keys = [int(key) for key in request.POST.getlist(field) if _is_key(key)][:1000]
        if keys:
            for sentence in refusals_of(lambda act=act, keys=keys: act(found, keys, given)):  # type: ignore[misc]
                messages.error(request, sentence)
            return redirect(_address(found, keys[0]))
    raise BadRequest("Hãy chọn việc cần làm.")


_ARRANGEMENTS: dict[str, Callable[[CriteriaSet, list[int], Any], None]] = {
    "len": lambda found, keys, given: move_criterion(found, keys[0], is_up=True, **given),
    "xuong": lambda found, keys, given: move_criterion(found, keys[0], is_up=False, **given),
    "xoa": lambda found, keys, given: delete_criterion(found, keys[0], **given),
    "khong-so-sanh": lambda found, keys, given: set_comparable(
        found, keys, is_comparable=False, **given
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criterion_new(request: HttpRequest, code: str) -> HttpResponse:
    """Add a criterion to a draft, below the one that the address names if any."""
    found = draft_or_404(request, code)
    return _criterion_page(request, found, _NEW)


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criterion_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a criterion of a draft."""
    found = draft_or_404(request, code)
    row = next((row for row in rows_of(found) if row.key == pk), None)
    if row is None:
        raise Http404("Không có tiêu chí này trong bộ.")
    return _criterion_page(request, found, row)


@require_POST
@may_edit
def criterion_trial(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a part of the form as it is typed: fields of a kind, a mark's fields, its points."""
    found = draft_or_404(request, code)
    form = CriterionForm(request.POST, row=_NEW, parents=_parents(found))
    template = _PARTS.get(request.GET.get("phan", ""), "scoring/criteria_leaf_points.html")
    context = {"set": found, "form": form, "trial": trial_of(form, request.POST)}
    return render(request, template, context)


_PARTS = {
    "cach-cham": "scoring/criteria_leaf_kind.html",
    "vi-du": "scoring/criteria_leaf_example.html",
}


def draft_or_404(request: HttpRequest, code: str) -> CriteriaSet:
    """Return the set; an approved one has no page to be typed on."""
    found = set_or_404(request, code)
    if found.state != CriteriaSet.State.DRAFT:
        raise Http404("Bộ tiêu chí đã duyệt, không sửa được; hãy lập phiên bản mới.")
    return found


def refusals_of(change: Callable[[], None]) -> tuple[str, ...]:
    """Make a change of a draft and return why it was refused, if it was."""
    try:
        change()
    except CriteriaRefused as refusal:
        return refusal.sentences
    except (SetFrozen, SetChanged) as refusal:
        return (str(refusal),)
    return ()


def _criterion_page(request: HttpRequest, found: CriteriaSet, row: CriterionRow) -> HttpResponse:
    """Show the form of a criterion with a worked example, or store what was typed."""
    form = CriterionForm(request.POST or None, row=row, parents=_parents(found))
    if not form.is_bound and row.key is None:
        form.initial["ma_cha"] = request.GET.get("trong", "")
    is_saving = request.method == "POST" and "luu" in request.POST
    if is_saving and form.is_valid() and _is_stored(request, found, form):
        return redirect(f"{reverse('criteria_set', args=[found.code])}#{anchor(form.row.code)}")
    context = {
        "set": found,
        "row": row,
        "stored_rule": rule_words(row.leaf, row.max_points),
        "form": form,
        "trial": trial_of(form, request.POST),
        "stamp": stamp_of(found),
        "has_weights": found.aggregation == "weighted",
    }
    return render(request, "scoring/criteria_leaf_form.html", context)


def _is_stored(request: HttpRequest, found: CriteriaSet, form: CriterionForm) -> bool:
    """Store a criterion; False, with the reasons in the form, if it cannot be."""
    stamp, by = request.POST.get("dau", ""), user_of(request)
    sentences = refusals_of(lambda: put_criterion(found, form.row, stamp=stamp, by=by))
    for sentence in sentences:
        form.add_error(None, sentence)
    if not sentences:
        messages.success(request, f"Đã lưu tiêu chí {form.row.code}.")
    return not sentences


def _parents(found: CriteriaSet) -> list[tuple[str, str]]:
    """Return the criteria that may have others below them, indented by depth."""
    rows = [(row, depth) for row, depth in with_depths(rows_of(found)) if not row.leaf]
    return [(row.code, "\u2003" * depth + f"{row.code} {row.title}"[:80]) for row, depth in rows]


def _address(found: CriteriaSet, key: int) -> str:
    """Return the address of a set, at the criterion if it is still there."""
    criterion = found.criteria.filter(pk=key).first()
    place = f"#{anchor(criterion.code)}" if criterion else ""
    return reverse("criteria_set", args=[found.code]) + place
