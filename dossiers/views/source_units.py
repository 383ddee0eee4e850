"""What a source calls units, and procedures it names before we do; for Sở Nội vụ."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dossiers.forms.sources import TranslationForm
from dossiers.models import Source, SourceUnit
from dossiers.selectors.sources import translations_of
from dossiers.services.procedures_creation import create_nameless_procedures
from dossiers.services.source_samples import guessed_headers, unknown_units
from dossiers.services.sources import forget_translation, translate_unit
from dossiers.views.sources import address, may_describe, sample_of
from foundation.models import Job
from foundation.services.intakes import PREVIEW, intake_of, request_preview

PAGE = 100
UNKNOWN_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@may_describe
def source_units(request: HttpRequest, code: str) -> HttpResponse:
    """Show which unit each code of a source means, from when to when, and add to it."""
    found = get_object_or_404(Source, code=code)
    form = TranslationForm(request.POST or None, initial={"code": request.GET.get("ma", "")[:40]})
    if request.method == "POST" and form.is_valid() and _translated(request, found, form):
        return redirect(address(found, request.GET.get("mau"), "source_units"))
    return render(request, "dossiers/source_units.html", _shown(request, found, form))


@require_POST
@may_describe
def source_unit_forget(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let a code of a source mean nothing again."""
    translation = get_object_or_404(
        SourceUnit.objects.select_related("source"), pk=pk, source__code=code
    )
    forget_translation(translation, by=request.user)
    messages.success(request, f"Đã xóa: {translation}.")
    return redirect(address(translation.source, request.GET.get("mau"), "source_units"))


@require_POST
@may_describe
def create_procedures(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the procedures that a previewed file names and nobody has described, and look again."""
    job = get_object_or_404(
        Job, pk=pk, kind=PREVIEW, state=Job.State.DONE, input__intake="dossiers"
    )
    key = job.input["context"]
    context = None if key is None else get_object_or_404(Source, pk=key)
    codes = [code for code, *_ in job.result["preview"]["answers"]["procedures"]]
    count = create_nameless_procedures(codes, by=request.user)
    messages.success(request, f"Đã tạo {count} thủ tục; hãy bổ sung tên và lĩnh vực sau.")
    stored = job.stored_input
    assert stored is not None  # noqa: S101 - a preview always has its file
    again = request_preview(intake_of("dossiers"), stored, by=request.user, context=context)
    return redirect("job", again.pk)


def _translated(request: HttpRequest, source: Source, form: TranslationForm) -> bool:
    """Keep what was said of a code; False, with the reason in the form, if it cannot stand."""
    try:
        said = translate_unit(source, **form.cleaned_data, by=request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, f"Đã ghi: {said}.")
    return True


def _shown(request: HttpRequest, source: Source, form: TranslationForm) -> dict[str, Any]:
    """Return what the page of a source's unit codes shows."""
    sample, refusal = sample_of(request, source)
    unknown = unknown_units(source, sample, guessed_headers(source, sample)) if sample else []
    page = Paginator(translations_of(source), PAGE).get_page(request.GET.get("trang"))
    return {
        "source": source,
        "form": form,
        "refusal": refusal,
        "query": f"?mau={request.GET['mau']}" if request.GET.get("mau") else "",
        "sample_key": request.GET.get("mau", ""),
        "unknown": unknown[:UNKNOWN_SHOWN],
        "unknown_count": len(unknown),
        "page": page,
        "lines": [(said, _last_day(said)) for said in page.object_list],
    }


def _last_day(said: SourceUnit) -> date | None:
    """Return the last day on which a code of a source means its unit, None if it has no end."""
    end: date | None = said.valid.upper
    return end and end - timedelta(days=1)
