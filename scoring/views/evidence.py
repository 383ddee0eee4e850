"""What a unit does to the evidence of one leaf: cites, brings, turns pages, takes off."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from scoring.forms.documents import AddForm, PagesForm, words_sent
from scoring.models import Document, Evidence
from scoring.services.documents_bringing import bring
from scoring.services.evidence import (
    EvidenceRefused,
    attach_document,
    cite_pages,
    detach_evidence,
)
from scoring.views.documents_uploads import limits_uploads, was_too_large
from scoring.views.doors import typed_in_vain
from scoring.views.evidence_leaf import (
    Leaf,
    asked_leaf,
    show_leaf,
    wants_fragment,
    why_not_change,
)

LONGEST_KEY = 19


@require_http_methods(["GET", "HEAD", "POST"])
@limits_uploads
def leaf_evidence(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str, criterion_id: int
) -> HttpResponse:
    """Show what is cited for a leaf, and cite, bring, or take off what its unit sends.

    What was typed where sheet or leaf is gone is shown again; in place it still stands in its form.
    """
    try:
        leaf = asked_leaf(request, organiser_code, year, unit_code, criterion_id)
    except (PermissionDenied, Http404) as refusal:
        if request.method != "POST" or wants_fragment(request):
            raise
        return typed_in_vain(request, refusal, words_sent(request.POST))
    if request.method != "POST":
        return show_leaf(leaf)
    act = ACTS.get(request.POST.get("viec", ""))
    if act is None:
        raise BadRequest("Hãy chọn một việc.")
    try:
        act(leaf)
    except EvidenceRefused as refusal:
        leaf.notices.append(refusal.sentence)
    has_more_to_say = leaf.notices or leaf.known or leaf.form.errors
    if wants_fragment(request) or has_more_to_say:
        return show_leaf(leaf)
    return redirect(leaf.address)


def _cite(leaf: Leaf) -> None:
    """Cite a document of the library."""
    documents = Document.objects.filter(unit=leaf.assessment.unit)
    found = documents.filter(pk=_key(leaf, "tai-lieu")).first()
    if found is None:
        raise EvidenceRefused("Hãy chọn một tài liệu trong kho.")
    _attach(leaf, found)


def _bring(leaf: Leaf) -> None:
    """Add files or a link to the library, and cite them; what it has already is offered."""
    request, names = leaf.request, leaf.form.auto_id
    is_too_large = was_too_large(request)
    leaf.form = AddForm(request.POST, request.FILES, is_too_large=is_too_large, auto_id=names)
    why_not = why_not_change(leaf)
    if why_not:
        raise EvidenceRefused(why_not)
    if not leaf.form.is_valid():
        return
    added = _added(leaf)
    if not leaf.notices:
        leaf.form = AddForm(auto_id=names)
    for document in added:
        _attach(leaf, document)


def _added(leaf: Leaf) -> list[Document]:
    """Return what was added to the library, and note what was not."""
    form = leaf.form
    brought = bring(
        unit=leaf.assessment.unit,
        uploads=form.cleaned_data["tep"],
        url=form.cleaned_data["duong_dan"],
        described=form.described,
        by=leaf.request.user,
    )
    leaf.notices += [known.sentence for known in brought.known] + brought.refused
    leaf.notices += [form.too_large] if form.is_too_large else []
    leaf.known += [known.document for known in brought.known]
    return brought.added


def _turn_pages(leaf: Leaf) -> None:
    """Change the pages of what is cited."""
    cite_pages(evidence=_evidence(leaf), pages=_pages(leaf), by=leaf.request.user)


def _take_off(leaf: Leaf) -> None:
    """Take off what is cited."""
    detach_evidence(evidence=_evidence(leaf), by=leaf.request.user)


ACTS = {"dan": _cite, "nop": _bring, "trang": _turn_pages, "go": _take_off}


def _attach(leaf: Leaf, document: Document) -> None:
    attach_document(
        assessment=leaf.assessment,
        criterion=leaf.criterion,
        document=document,
        purpose=leaf.purpose,
        pages=_pages(leaf),
        by=leaf.request.user,
    )


def _pages(leaf: Leaf) -> str:
    form = PagesForm(leaf.request.POST)
    if not form.is_valid():
        raise EvidenceRefused("Phần trang dài quá 60 ký tự; ví dụ: 3, 5–7.")
    return str(form.cleaned_data["trang"])


def _evidence(leaf: Leaf) -> Evidence:
    """Return what is to be changed; refuses what is not cited here, or not any more."""
    here = Evidence.objects.filter(assessment=leaf.assessment, criterion=leaf.criterion)
    found = here.filter(pk=_key(leaf, "dan")).first()
    if found is None:
        raise EvidenceRefused("Tài liệu này không còn được dẫn ở đây.")
    return found


def _key(leaf: Leaf, name: str) -> int:
    """Return the key that was sent, 0 (nobody's) if it is none."""
    sent = leaf.request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < LONGEST_KEY else 0
