"""Steps of a criteria set: approved, cloned, a new version, a block moved, a draft deleted."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from scoring.forms.criteria import CloneForm, ReasonForm
from scoring.models import CriteriaSet, CycleGroup
from scoring.services.criteria_drafts import SetChanged, SetFrozen, delete_draft
from scoring.services.criteria_replacement import (
    DoesNotFit,
    NotItsVersion,
    replace_in_cycle,
)
from scoring.services.criteria_versions import (
    SetNotApproved,
    SetReplacedAlready,
    approve_set,
    clone_set,
    new_version,
)
from scoring.views.criteria import MAY_EDIT, set_or_404
from scoring.views.doors import user_of

may_edit = permission_required(MAY_EDIT, raise_exception=True)
_REFUSALS = (SetNotApproved, SetFrozen, SetChanged, SetReplacedAlready, NotItsVersion)


@require_POST
@may_edit
def criteria_set_approve(request: HttpRequest, code: str) -> HttpResponse:
    """Approve a draft as it was read, which freezes it."""
    found = set_or_404(request, code)
    try:
        approve_set(found, by=user_of(request), stamp=request.POST.get("dau", ""))
        messages.success(request, "Đã duyệt. Bộ tiêu chí từ nay không sửa được nữa.")
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("criteria_set", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criteria_set_clone(request: HttpRequest, code: str) -> HttpResponse:
    """Copy a set for another year."""
    found = set_or_404(request, code)
    form = CloneForm(request.POST or None, initial={"title": found.title})
    if form.is_valid():
        clone = clone_set(found, by=user_of(request), **form.cleaned_data)
        return redirect("criteria_set", clone.code)
    return render(request, "scoring/criteria_set_clone.html", {"form": form, "set": found})


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criteria_set_version(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new version of an approved set, with its reason."""
    found = set_or_404(request, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            version = new_version(found, reason=form.cleaned_data["ly_do"], by=user_of(request))
            return redirect("criteria_set", version.code)
        except _REFUSALS as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return render(request, "scoring/criteria_set_version.html", {"form": form, "set": found})


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def criteria_set_replace(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Move a block to this version of its set; what would be dropped is listed before it is."""
    found = set_or_404(request, code)
    blocks = CycleGroup.objects.select_related("cycle", "group", "criteria_set")
    block = get_object_or_404(blocks, pk=pk)
    context: dict[str, Any] = {"set": found, "moved": block, "misfits": []}
    if request.method == "POST":
        is_confirmed = request.POST.get("bo") == "on"
        confirmed = request.POST.get("dau", "") if is_confirmed else ""
        try:
            dropped = replace_in_cycle(block, found, by=user_of(request), confirmed=confirmed)
            messages.success(request, f"Đã chuyển {block} sang phiên bản này, {_said(dropped)}.")
            return redirect("criteria_set", found.code)
        except DoesNotFit as refusal:
            context |= {"misfits": refusal.misfits, "stamp": refusal.stamp}
            context["is_outdated"] = is_confirmed
        except _REFUSALS as refusal:
            messages.error(request, str(refusal))
    status = 409 if context.get("is_outdated") else 200
    return render(request, "scoring/criteria_set_replace.html", context, status=status)


@require_POST
@may_edit
def criteria_set_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a draft that nothing uses."""
    found: CriteriaSet = set_or_404(request, code)
    try:
        delete_draft(found, stamp=request.POST.get("dau", ""), by=user_of(request))
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    except ProtectedError:
        messages.error(request, "Đang có kỳ đánh giá hay bộ khác dựa vào bộ này; không xóa được.")
    else:
        messages.success(request, f"Đã xóa dự thảo {found.title}.")
        return redirect("criteria_sets")
    return redirect("criteria_set", found.code)


def _said(dropped: Sequence[object]) -> str:
    return f"{len(dropped)} mục đã bỏ hoặc phải xem lại" if dropped else "mọi thứ đã chuyển theo"
