"""Setting one dossier right by hand, from its page: Sở Nội vụ alone."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dossiers.forms.corrections import DueForm, ReopenForm
from dossiers.models import Dossier
from dossiers.services.corrections import CorrectionRefused, correct_due_time, reopen_dossier
from dossiers.views.suspicions import dossier_shown, opened_dossier

may_correct = permission_required("dossiers.add_dossiercorrection", raise_exception=True)


@require_POST
@may_correct
def reopen_one(request: HttpRequest, code: str) -> HttpResponse:
    """Open a dossier again."""
    form = ReopenForm(request.POST, auto_id="mo-%s")
    if form.is_valid():
        reopen = partial(reopen_dossier, code, reason=form.cleaned_data["ly_do"], by=request.user)
        if _done(request, reopen, _("Đã mở lại hồ sơ.")):
            return redirect("dossier", code)
    return dossier_shown(request, opened_dossier(request, code), reopen_form=form)


@require_POST
@may_correct
def correct_due(request: HttpRequest, code: str) -> HttpResponse:
    """Give a dossier another first due time."""
    form = DueForm(request.POST, auto_id="hen-%s")
    if form.is_valid():
        given = {"due_at": form.cleaned_data["hen_tra"], "reason": form.cleaned_data["ly_do"]}
        correct = partial(correct_due_time, code, **given, by=request.user)
        if _done(request, correct, _("Đã sửa hẹn trả lần đầu.")):
            return redirect("dossier", code)
    return dossier_shown(request, opened_dossier(request, code), due_form=form)


def _done(request: HttpRequest, correct: Callable[[], Any], said: str) -> bool:
    """Do it and say so, or say why it was refused."""
    try:
        correct()
    except Dossier.DoesNotExist:
        raise Http404(_("Không có hồ sơ nào mang mã này.")) from None
    except CorrectionRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True
