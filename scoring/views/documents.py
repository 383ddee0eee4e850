"""The library of a unit's documents, a document of it, and the file that one holds."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation.models import AccessRecord
from scoring.forms.documents import AddForm, DescriptionForm
from scoring.models import Document
from scoring.selectors.documents import KINDS, entries_of, library_of, warnings_of
from scoring.selectors.documents_rights import (
    Libraries,
    libraries_of,
    may_open,
    units_with_libraries,
)
from scoring.services.documents import describe_document, remove_document
from scoring.services.documents_bringing import Brought, bring
from scoring.services.documents_kinds import KINDS as FILE_KINDS
from scoring.services.documents_refusals import DocumentRefused
from scoring.views.documents_uploads import limits_uploads, was_too_large
from scoring.views.doors import user_of
from scoring.views.kept_files import Record, handed_out
from units.models import Unit

PAGE = 50
LONGEST_NAME = 120
_SHUT_IN = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What a browser may do with a file that it shows in place: nothing but show it."""


@require_http_methods(["GET", "HEAD", "POST"])
@limits_uploads
def library(request: HttpRequest) -> HttpResponse:
    """Show the library of a unit and take in what its people bring; Sở Nội vụ chooses a unit."""
    libraries = libraries_of(user_of(request))
    if libraries.is_none:
        raise PermissionDenied
    units = list(units_with_libraries(libraries))
    unit = _unit_asked(request, units, libraries)
    is_kept = unit is not None and unit.pk in libraries.kept
    form = AddForm()
    if request.method == "POST":
        if unit is None or not is_kept:
            raise PermissionDenied
        form = AddForm(request.POST, request.FILES, is_too_large=was_too_large(request))
        answer = _bring(request, unit, form)
        if answer is not None:
            return answer
    shown = _shown(request, unit) if unit else {}
    context = {"units": units, "unit": unit, "is_kept": is_kept, "form": form, **shown}
    return render(request, "scoring/documents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document with where it is cited, and take what it is called from its own people."""
    found, libraries = _document(request, pk)
    form = DescriptionForm.of(found)
    if request.method == "POST":
        form = DescriptionForm(request.POST)
        if form.is_valid():
            _or_denied(describe_document, document=found, described=form.described, by=request.user)
            messages.success(request, "Đã lưu.")
            return redirect("document", found.pk)
    context = {
        "entry": entries_of([found])[0],
        "kind": FILE_KINDS.get(found.media_type),
        "form": form,
        "is_kept": found.unit_id in libraries.kept,
        "library": _address(found.unit_id),
    }
    return render(request, "scoring/document.html", context)


@require_POST
def document_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a document that is cited nowhere out of its library."""
    found, libraries = _document(request, pk)
    if found.unit_id not in libraries.kept:
        raise PermissionDenied
    try:
        remove_document(document=found, by=request.user)
    except DocumentRefused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("document", found.pk)
    messages.success(request, f"Đã xóa “{found.title}”.")
    return redirect(_address(found.unit_id))


@require_safe
def document_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the file of a document to whoever may open it, under the document's own title.

    Evidence is often about people, so whoever opens it is written down.
    """
    found = get_object_or_404(Document.objects.select_related("file", "unit"), pk=pk)
    if found.file is None or not may_open(user_of(request), found):
        raise Http404("Không có tệp này.")
    kind = FILE_KINDS[found.media_type]
    opened = AccessRecord.Kind.READ if kind.is_shown else AccessRecord.Kind.EXPORT
    owner = f"{found.unit}, tài liệu {found.pk}"
    return handed_out(
        request,
        found.file,
        record=Record(opened, _("Tài liệu kiểm chứng"), owner, found.title),
        as_attachment=not kind.is_shown,
        filename=found.title[:LONGEST_NAME].replace("/", "-").replace("\\", "-") + kind.ending,
        content_type=kind.media_type,
        headers={"Content-Security-Policy": _SHUT_IN, "X-Content-Type-Options": "nosniff"},
    )


def _bring(request: HttpRequest, unit: Unit, form: AddForm) -> HttpResponse | None:
    """Take in what was brought and lead on; None where the form is to be shown again."""
    if not form.is_valid():
        return None
    brought = bring(
        unit=unit,
        uploads=form.cleaned_data["tep"],
        url=form.cleaned_data["duong_dan"],
        described=form.described,
        by=request.user,
    )
    if form.is_too_large:
        brought.refused.append(form.too_large)
    if not brought.documents:
        for sentence in brought.refused:
            form.add_error(None, sentence)
        return None
    _tell(request, brought)
    if brought.known and not brought.added:
        return redirect("document", brought.known[0].document.pk)
    return redirect(_address(unit.pk))


def _tell(request: HttpRequest, brought: Brought) -> None:
    """Say what became of what was brought, on the page that comes next."""
    if brought.added:
        titles = ", ".join(f"“{document.title}”" for document in brought.added)
        messages.success(request, f"Đã thêm {titles}.")
    for document in brought.added:
        for warning in warnings_of(document):
            messages.warning(request, f"“{document.title}”: {warning}")
    for sentence in [*(known.sentence for known in brought.known), *brought.refused]:
        messages.warning(request, sentence)


def _unit_asked(request: HttpRequest, units: list[Unit], libraries: Libraries) -> Unit | None:
    """Return the unit asked for, else the person's own; Http404 for one that is not open."""
    asked = request.GET.get("don-vi", "")
    if not asked:
        return next((unit for unit in units if unit.pk in libraries.kept), None)
    found = next((unit for unit in units if str(unit.pk) == asked), None)
    if found is None:
        raise Http404("Không có kho tài liệu này.")
    return found


def _shown(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """Return the part of a library that was asked for."""
    text, kind = request.GET.get("tim", "").strip(), request.GET.get("loai", "")
    page = Paginator(library_of(unit, text, kind), PAGE).get_page(request.GET.get("trang"))
    return {
        "text": text,
        "kind": kind,
        "kinds": [(code, title) for code, (title, _) in KINDS.items()],
        "page": page,
        "entries": entries_of(list(page)),
    }


def _document(request: HttpRequest, pk: int) -> tuple[Document, Libraries]:
    """Return a document of a library that is open to the person; Http404 for any other."""
    found = get_object_or_404(Document.objects.select_related("file", "unit", "created_by"), pk=pk)
    libraries = libraries_of(user_of(request))
    if not libraries.opens(found.unit_id):
        raise Http404("Không có tài liệu này.")
    return found, libraries


def _or_denied(service: Any, **given: Any) -> None:
    """Do what only keepers of a library may; PermissionDenied for anybody else."""
    try:
        service(**given)
    except DocumentRefused as refusal:
        raise PermissionDenied from refusal


def _address(unit_id: int) -> str:
    return f"{reverse('documents')}?don-vi={unit_id}"
