"""Pages on which Sở Nội vụ edits a draft: the set itself, its criteria, a worked example."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from scoring.forms.criteria import NewSetForm, SetForm
from scoring.forms.criteria_leaf import CriterionForm
from scoring.models import CriteriaSet
from scoring.selectors.criteria import stamp_of
from scoring.selectors.criteria_changes import FieldChange
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
    """Change what a draft says of itself.

    The form keeps the stamp that it was read with, until it has shown what differs by now.
    """
    found, by = _open_for_typing(request, code), user_of(request)
    names = SetForm.base_fields
    form = SetForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    stamp = _stamp(request, found)
    shown = {"form": form, "set": found, "stamp": stamp}
    _note_if_frozen(form, found)
    if form.is_valid():
        change = lambda: edit_set(found, form.cleaned_data, stamp=stamp, by=by)  # noqa: E731
        if _is_stored(change, shown, form.differences):
            messages.success(request, "Đã lưu.")
            return redirect("criteria_set", found.code)
    return render(request, "scoring/criteria_set_form.html", shown)


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) <= 18


@require_POST
@may_edit
def criteria_arrange(request: HttpRequest, code: str) -> HttpResponse:
    """Move a criterion up or down, delete it, or decide that changed ones are not comparable."""
    found = set_or_404(request, code)
    given = {"stamp": request.POST.get("dau", ""), "by": user_of(request)}
    for field, act in ARRANGEMENTS.items():
        keys = [int(key) for key in request.POST.getlist(field) if _is_key(key)][:1000]
        if keys:
            try:
                act(found, keys, given)
            except _REFUSALS as refusal:
                for sentence in _sentences(refusal):
                    messages.error(request, sentence)
            return redirect(_address(found, keys[0]))
    raise BadRequest("Hãy chọn việc cần làm.")


ARRANGEMENTS: dict[str, Callable[[CriteriaSet, list[int], Any], None]] = {
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
    found = _open_for_typing(request, code)
    return _criterion_page(request, found, _NEW, _stamp(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criterion_edit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change a criterion of a draft; what was typed of one that is gone meanwhile stays to read."""
    found = _open_for_typing(request, code)
    stamp = _stamp(request, found)
    row = _row(found, pk)
    if row is None and request.method != "POST":
        raise Http404("Không có tiêu chí này trong bộ.")
    return _criterion_page(request, found, row or replace(_NEW, key=pk), stamp)


@require_POST
@may_edit
def criterion_trial(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a part of the form as it is typed: fields of a kind, a mark's fields, its points."""
    found = set_or_404(request, code)
    form = CriterionForm(request.POST, row=_NEW, parents=_parents(found))
    template = _PARTS.get(request.GET.get("phan", ""), "scoring/criteria_leaf_points.html")
    context = {"set": found, "form": form, "trial": trial_of(form, request.POST)}
    return render(request, template, context)


_PARTS = {
    "cach-cham": "scoring/criteria_leaf_kind.html",
    "vi-du": "scoring/criteria_leaf_example.html",
}


def _open_for_typing(request: HttpRequest, code: str) -> CriteriaSet:
    """Return the set; an approved one has no page to begin typing on."""
    found = set_or_404(request, code)
    if request.method != "POST" and found.state != CriteriaSet.State.DRAFT:
        raise Http404(str(SetFrozen(found)))
    return found


def _stamp(request: HttpRequest, found: CriteriaSet) -> str:
    """Return the stamp that a form was opened with, or for a new one that of the draft as read."""
    return request.POST.get("dau", "") if request.method == "POST" else stamp_of(found)


def _note_if_frozen(form: Form, found: CriteriaSet) -> None:
    """Say in a form that was sent that its set was approved meanwhile."""
    if form.is_bound and found.state != CriteriaSet.State.DRAFT:
        form.add_error(None, str(SetFrozen(found)))


def _criterion_page(
    request: HttpRequest, found: CriteriaSet, row: CriterionRow, stamp: str
) -> HttpResponse:
    """Show the form of a criterion with a worked example, or store what was typed."""
    form = CriterionForm(request.POST or None, row=row, parents=_parents(found))
    if not form.is_bound and row.key is None:
        form.initial["ma_cha"] = request.GET.get("trong", "")
    shown = {
        "set": found,
        "row": row,
        "form": form,
        "trial": trial_of(form, request.POST),
        "stamp": stamp,
        "has_weights": found.aggregation == "weighted",
    }
    _note_if_frozen(form, found)
    if "luu" in request.POST and form.is_valid():
        by = user_of(request)
        change = lambda: put_criterion(found, form.row, stamp=stamp, by=by)  # noqa: E731
        if _is_stored(change, shown, lambda now: _differences(form, now, row.key)):
            messages.success(request, f"Đã lưu tiêu chí {form.row.code}.")
            place = anchor(form.row.code)
            return redirect(f"{reverse('criteria_set', args=[found.code])}#{place}")
    return render(request, "scoring/criteria_leaf_form.html", shown)


def _is_stored(
    change: Callable[[], None],
    shown: dict[str, Any],
    differences: Callable[[CriteriaSet], list[FieldChange]],
) -> bool:
    """Make a change of a draft; False, with the reasons in the form, if it is refused.

    Where somebody else changed the draft first, the page gets both values and the stamp of now.
    """
    try:
        change()
    except SetChanged as refusal:
        shown["form"].add_error(None, str(refusal))
        shown["stamp"] = stamp_of(refusal.criteria_set)
        shown["differences"] = differences(refusal.criteria_set)
    except (SetFrozen, CriteriaRefused) as refusal:
        shown["form"].add_error(None, _sentences(refusal))
    else:
        return True
    return False


def _sentences(refusal: Exception) -> list[str]:
    """Return why a change of a draft was refused."""
    return list(refusal.sentences) if isinstance(refusal, CriteriaRefused) else [str(refusal)]


def _differences(form: CriterionForm, now: CriteriaSet, key: int | None) -> list[FieldChange]:
    """Return what is typed of a criterion otherwise than it stands there; nothing of a new one."""
    stored = _row(now, key)
    if stored:
        return form.differences(stored)
    gone = FieldChange("Tiêu chí", "đã bị xóa", f"{form.row.code} {form.row.title}")
    return [gone] if key else []


def _row(found: CriteriaSet, key: int | None) -> CriterionRow | None:
    return next((row for row in rows_of(found) if key and row.key == key), None)


def _parents(found: CriteriaSet) -> list[tuple[str, str]]:
    """Return the criteria that may have others below them, indented by depth."""
    rows = [(row, depth) for row, depth in with_depths(rows_of(found)) if not row.leaf]
    return [(row.code, "\u2003" * depth + f"{row.code} {row.title}"[:80]) for row, depth in rows]


def _address(found: CriteriaSet, key: int) -> str:
    """Return the address of a set, at the criterion if it is still there."""
    criterion = found.criteria.filter(pk=key).first()
    place = f"#{anchor(criterion.code)}" if criterion else ""
    return reverse("criteria_set", args=[found.code]) + place
