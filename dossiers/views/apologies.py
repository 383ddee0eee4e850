"""Pages of apologies: a unit's late dossiers and their letters, one letter, all units together."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dossiers.forms.apologies import DraftForm, PeriodForm, SentForm
from dossiers.models import Apology, Dossier
from dossiers.selectors.apologies import (
    STATE_LABELS,
    has_passed,
    unit_bearing,
    with_apologies,
    with_letters,
    writes_for,
)
from dossiers.selectors.apology_pages import province_lines, shelved, total, unit_page
from dossiers.services.apologies import (
    MOST_AT_ONCE,
    ApologyRefused,
    discard_draft,
    draft_apologies,
    draft_apology,
    revise_draft,
    send_apology,
    state_of,
)
from foundation.models import AccessRecord
from foundation.views.access import record_reading
from units.forms import DayForm
from units.models import Unit, User

CODES_NAMED = 5
"""Codes of refused dossiers that a message names; of more it says how many."""


def unit_or_refusal(request: HttpRequest, code: str) -> Unit:
    """Return the unit whose letters these are; 404 without one, 403 for other units' people."""
    asked = DayForm(request.GET)
    day = asked.cleaned_data["ngay"] if asked.is_valid() else localdate()
    unit = unit_bearing(code, day)
    if unit is None:
        raise Http404(_("Không có đơn vị nào mang mã này."))
    require_own(request, unit)
    return unit


def require_own(request: HttpRequest, unit: Unit) -> None:
    """Raise PermissionDenied unless the unit's letters are the person's to write."""
    if not writes_for(cast(User, request.user), unit):
        raise PermissionDenied(_("Thư xin lỗi của đơn vị chỉ mở cho đơn vị đó và Sở Nội vụ."))


@require_safe
@permission_required("dossiers.view_apology", raise_exception=True)
def apologies(request: HttpRequest) -> HttpResponse:
    """Show every unit's late dossiers of a period and what became of their apologies."""
    form = PeriodForm(request.GET)
    first, last = form.days
    lines = province_lines(first=first, last=last, cutoff=timezone.now())
    context = {"form": form, "first": first, "last": last, "lines": lines, "total": total(lines)}
    return render(request, "dossiers/apologies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_apologies(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit's late dossiers by state; drafts letters for those ticked."""
    unit = unit_or_refusal(request, code)
    form = PeriodForm(request.GET)
    draft_form = DraftForm(request.POST if request.method == "POST" else None)
    codes = _codes(request, unit, form.days) if request.method == "POST" else []
    if draft_form.is_valid() and _draft_many(request, unit, codes, draft_form):
        return redirect(f"{request.path}?{_kept(request)}")
    page = _("Hồ sơ trễ hạn và thư xin lỗi")
    record_reading(request, kind=AccessRecord.Kind.READ, page=page, about=unit.name)
    context = {
        "shown": unit_page(unit, request.GET.dict(), days=form.days, cutoff=timezone.now()),
        "form": form,
        "draft_form": draft_form,
        "ticked": codes,
    }
    return render(request, "dossiers/apologies_of_unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apology(request: HttpRequest, code: str, dossier_code: str) -> HttpResponse:
    """Show one dossier with its letters; begins its draft, or changes it."""
    dossier = _dossier(request, code, dossier_code)
    form = DraftForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        save = partial(_save, request, dossier, form)
        if _done(request, save, _("Đã lưu bản soạn.")):
            return redirect("apology", code, dossier_code)
        dossier = _dossier(request, code, dossier_code)
    return _letter_page(request, dossier, draft_form=form)


@require_POST
def send(request: HttpRequest, code: str, dossier_code: str) -> HttpResponse:
    """Write down that a dossier's draft was sent."""
    dossier = _dossier(request, code, dossier_code)
    form = SentForm(request.POST)
    if form.is_valid():
        given = {"number": form.cleaned_data["so"], "sent_at": form.cleaned_data["gui_luc"]}
        write = partial(send_apology, draft_of(dossier), **given, by=request.user)
        if _done(request, write, _("Đã ghi thư đã gửi.")):
            return redirect("apology", code, dossier_code)
    return _letter_page(request, dossier, sent_form=form)


@require_POST
def discard(request: HttpRequest, code: str, dossier_code: str) -> HttpResponse:
    """Take a dossier's draft away."""
    dossier = _dossier(request, code, dossier_code)
    drop = partial(discard_draft, draft_of(dossier), by=request.user)
    _done(request, drop, _("Đã bỏ bản soạn."))
    return redirect("apology", code, dossier_code)


def draft_of(dossier: Dossier) -> Apology | None:
    """Return the dossier's draft, None if it has none."""
    return next((it for it in dossier.apologies.all() if it.sent_at is None), None)


def _dossier(request: HttpRequest, code: str, dossier_code: str) -> Dossier:
    """Return the dossier with its state and letters; 404 for another unit's, 403 for a sister's."""
    dossiers = with_letters(with_apologies(Dossier.objects.all(), timezone.now()))
    found = dossiers.filter(code=dossier_code, unit__code=code).first()
    if found is None:
        raise Http404(_("Đơn vị không có hồ sơ mang mã này."))
    require_own(request, found.unit)
    return found


def _letter_page(request: HttpRequest, dossier: Any, **forms: Any) -> HttpResponse:
    """Show a dossier's letters, with the forms as they were filled in."""
    kind, page = AccessRecord.Kind.READ, _("Thư xin lỗi")
    record_reading(request, kind=kind, page=page, about=dossier.code)
    draft = draft_of(dossier)
    context = {
        "dossier": dossier,
        "state": STATE_LABELS.get(dossier.apology_state),
        "draft": draft,
        "sent": [letter for letter in dossier.apologies.all() if letter.sent_at],
        "was": state_of(draft) if draft else "",
        "has_passed": bool(draft and has_passed(draft, timezone.now())),
        "draft_form": forms.get("draft_form") or (DraftForm.of(draft) if draft else DraftForm()),
        "sent_form": forms.get("sent_form") or SentForm(),
    }
    return render(request, "dossiers/apology.html", context)


def _save(request: HttpRequest, dossier: Dossier, form: DraftForm) -> None:
    """Change the draft the person had before them, or begin one."""
    was, given = request.POST.get("luc_mo", ""), _given(form)
    if was:
        revise_draft(draft_of(dossier), **given, was=was, by=request.user)
    else:
        draft_apology(dossier, **given, by=request.user)


def _given(form: DraftForm) -> dict[str, Any]:
    return {"reason": form.cleaned_data["ly_do"], "new_due_at": form.cleaned_data["hen_tra"]}


def _done(request: HttpRequest, write: Callable[[], Any], said: str) -> bool:
    """Do it and say so, or say why it was refused."""
    try:
        write()
    except ApologyRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def _codes(request: HttpRequest, unit: Unit, days: tuple[date, date]) -> list[str]:
    """Return the codes ticked, or those of the whole list if that is what was asked for."""
    if "tat_ca" in request.POST:
        word = "sap-den-han" if request.GET.get("nhom") == "sap-den-han" else "chua-co"
        dossiers = shelved(unit, word, days=days, cutoff=timezone.now())
        return list(dossiers.values_list("code", flat=True)[:MOST_AT_ONCE])
    return request.POST.getlist("ho_so")


def _draft_many(request: HttpRequest, unit: Unit, codes: list[str], form: DraftForm) -> bool:
    """Draft letters and say for how many dossiers, and why not for the others."""
    if not codes:
        messages.error(request, _("Hãy chọn ít nhất một hồ sơ."))
        return False
    try:
        drafting = draft_apologies(unit, codes, **_given(form), by=request.user)
    except ApologyRefused as refusal:
        messages.error(request, str(refusal))
        return False
    for sentence, refused in drafting.refused.items():
        messages.error(request, _named(sentence, refused))
    if drafting.drafted:
        said = ngettext("Đã soạn %d thư.", "Đã soạn %d thư.", len(drafting.drafted))
        messages.success(request, said % len(drafting.drafted))
    return bool(drafting.drafted)


def _named(sentence: str, codes: list[str]) -> str:
    """Return why some dossiers have no letter, with the first of their codes."""
    rest = len(codes) - CODES_NAMED
    more = _(" và %d hồ sơ khác") % rest if rest > 0 else ""
    return f"{sentence} ({', '.join(codes[:CODES_NAMED])}{more})"


def _kept(request: HttpRequest) -> str:
    """Return the query of the list of drafts for the same unit and period."""
    kept = {key: request.GET[key] for key in ("tu", "den", "ngay") if request.GET.get(key)}
    return urlencode({"nhom": "dang-soan", **kept})
