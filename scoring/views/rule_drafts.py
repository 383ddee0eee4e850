"""Pages on which Sở Nội vụ drafts a rule set, tries an example, approves it, replaces it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from scoring.forms.criteria import ReasonForm
from scoring.forms.rules import RulesCodeForm, RulesForm
from scoring.models import RuleSet
from scoring.selectors.rule_changes import changes_between
from scoring.selectors.rule_sets import groups_by_code, stamp_of, stamped
from scoring.services.rule_editing import (
    RulesChanged,
    RulesFrozen,
    delete_rules,
    edit_rules,
)
from scoring.services.rule_example import USUAL, example_of
from scoring.services.rule_versions import (
    RulesCodeTaken,
    RulesNotApproved,
    RulesReplacedAlready,
    approve_rules,
    begin_rules,
    copy_rule_set,
    new_rules_version,
)
from scoring.views.doors import user_of
from scoring.views.rules import MAY_EDIT, rules_or_404

may_edit = permission_required(MAY_EDIT, raise_exception=True)
_REFUSALS = (RulesNotApproved, RulesFrozen, RulesChanged, RulesReplacedAlready)


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def rule_set_new(request: HttpRequest) -> HttpResponse:
    """Begin a draft from nothing."""
    form = RulesCodeForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            draft = begin_rules(code=typed["ma"], title=typed["ten"], by=user_of(request))
            return redirect("rule_set_edit", draft.code)
        except RulesCodeTaken as refusal:
            form.add_error("ma", str(refusal))
    return render(request, "scoring/rule_set_copy.html", {"form": form, "set": None})


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def rule_set_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a draft that says what another rule set says."""
    found = rules_or_404(request, code)
    form = RulesCodeForm(request.POST or None, initial={"ten": found.title})
    if form.is_valid():
        typed = form.cleaned_data
        try:
            copy = copy_rule_set(found, code=typed["ma"], title=typed["ten"], by=user_of(request))
            return redirect("rule_set_edit", copy.code)
        except RulesCodeTaken as refusal:
            form.add_error("ma", str(refusal))
    return render(request, "scoring/rule_set_copy.html", {"form": form, "set": found})


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def rule_set_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form of a draft with its worked example, or store what was typed.

    The form keeps the stamp that it was read with, until it has shown what others changed since.
    """
    found = _open_for_typing(request, code)
    form = RulesForm(request.POST or None, rule_set=found)
    stamp = request.POST.get("dau", "") if form.is_bound else stamp_of(found)
    shown = {"stamp": stamp} | _example(request, form, found)
    if form.is_bound and found.state != RuleSet.State.DRAFT:
        form.add_error(None, str(RulesFrozen(found)))
    elif "luu" in request.POST and form.is_valid():
        try:
            edit_rules(found, form.given, stamp=stamp, by=user_of(request))
            messages.success(request, "Đã lưu dự thảo.")
            return redirect("rule_set", found.code)
        except RulesChanged as refusal:
            form.add_error(None, str(refusal))
            shown |= _changed(refusal.rule_set, stamp)
        except RulesFrozen as refusal:
            form.add_error(None, str(refusal))
    return render(request, "scoring/rule_set_form.html", shown | {"form": form})


@require_POST
@may_edit
def rule_set_example(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the worked example of a draft as it is typed now."""
    found = rules_or_404(request, code)
    form = RulesForm(request.POST, rule_set=found)
    return render(request, "scoring/rule_example.html", _example(request, form, found))


@require_POST
@may_edit
def rule_set_approve(request: HttpRequest, code: str) -> HttpResponse:
    """Approve a draft as it was read, which freezes it."""
    found = rules_or_404(request, code)
    try:
        approve_rules(found, by=user_of(request), stamp=request.POST.get("dau", ""))
        messages.success(request, "Đã duyệt. Bộ quy tắc từ nay không sửa được nữa.")
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("rule_set", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
@may_edit
def rule_set_version(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new version of approved rules, with its reason."""
    found = rules_or_404(request, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["ly_do"]
        try:
            version = new_rules_version(found, reason=reason, by=user_of(request))
            return redirect("rule_set_edit", version.code)
        except (*_REFUSALS, RulesCodeTaken) as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return render(request, "scoring/rule_set_version.html", {"form": form, "set": found})


@require_POST
@may_edit
def rule_set_delete(request: HttpRequest, code: str) -> HttpResponse:
    """Delete a draft that nothing uses."""
    found: RuleSet = rules_or_404(request, code)
    try:
        delete_rules(found, stamp=request.POST.get("dau", ""), by=user_of(request))
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    except ProtectedError:
        messages.error(request, "Đang có kỳ đánh giá hay bộ khác dựa vào bộ này; không xóa được.")
    else:
        messages.success(request, f"Đã xóa dự thảo {found.title}.")
        return redirect("rule_sets")
    return redirect("rule_set", found.code)


def _open_for_typing(request: HttpRequest, code: str) -> RuleSet:
    """Return the rule set; an approved one has no page to begin typing on."""
    found = rules_or_404(request, code)
    if request.method != "POST" and found.state != RuleSet.State.DRAFT:
        raise Http404(str(RulesFrozen(found)))
    return found


def _changed(now: RuleSet, stamp: str) -> dict[str, Any]:
    """Return what others changed in a draft since a stamp, with the stamp it has now."""
    was = stamped(now, stamp)
    if was is None:
        return {}
    changes = changes_between(was, now, groups=groups_by_code())
    return {"changes": changes, "stamp": stamp_of(now)}


def _example(request: HttpRequest, form: RulesForm, found: RuleSet) -> dict[str, Any]:
    """Return the worked example of a draft as it stands in the form."""
    figures = {name: request.POST.get(name, usual) for name, usual in USUAL.items()}
    if form.is_bound and not form.is_valid():
        return {"set": found, "figures": figures, "example": None}
    typed = RuleSet(code=found.code)
    given = form.given if form.is_bound else {}
    for name in ("title", "document", "accountability_rules"):
        setattr(typed, name, given.get(name, getattr(found, name)))
    return {"set": found, "figures": figures, "example": example_of(typed, figures)}
