"""One leaf of one sheet with its evidence, as a person asks for it, and how it is shown to them."""

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from scoring.forms.documents import AddForm
from scoring.models import Assessment, Criterion, Document, Evidence
from scoring.selectors.documents import library_of, warnings_of
from scoring.selectors.documents_rights import opens_evidence_of
from scoring.selectors.evidence import evidence_of_leaf, shown
from scoring.selectors.evidence_rights import why_not_attach
from scoring.selectors.stages import area_of
from scoring.selectors.wording import anchor
from scoring.views.doors import user_of
from scoring.views.sheet_doors import open_sheet

FOUND = 8
PURPOSES = {"": Evidence.Purpose.CLAIM, "giai-trinh": Evidence.Purpose.EXPLANATION}
"""What the address calls the purpose of what is brought."""


@dataclass(slots=True)
class Leaf:
    """One leaf of one sheet as a person asks for it, and what is to be said to them."""

    request: HttpRequest
    assessment: Assessment
    criterion: Criterion
    asked_for: str
    form: AddForm
    notices: list[str] = field(default_factory=list)
    known: list[Document] = field(default_factory=list)

    @property
    def purpose(self) -> Evidence.Purpose:
        """What is brought here is brought for this."""
        return PURPOSES[self.asked_for]

    @property
    def address(self) -> str:
        """Where the leaf is shown and takes what is sent."""
        cycle, unit = self.assessment.cycle, self.assessment.unit
        place = cycle.organiser.code, cycle.year, unit.code, self.criterion.pk
        query = f"?cho={self.asked_for}" if self.asked_for else ""
        return reverse("leaf_evidence", args=place) + query

    @property
    def sheet_address(self) -> str:
        """Where the leaf stands in its sheet."""
        cycle, code = self.assessment.cycle, area_of(self.criterion).code
        names = cycle.organiser.code, cycle.year, self.assessment.unit.code
        query = urlencode({"linh-vuc": code})
        return f"{reverse('own_sheet', args=names)}?{query}#{anchor(self.criterion.code)}"


def asked_leaf(
    request: HttpRequest, organiser_code: str, year: int, unit_code: str, criterion_id: int
) -> Leaf:
    """Return the leaf if there is one and the person may see its sheet."""
    assessment = open_sheet(request, organiser_code, year, unit_code).sheet
    leaves = Criterion.objects.filter(leaf__isnull=False).select_related("parent")
    in_set = leaves.filter(criteria_set=assessment.cycle_group.criteria_set_id)
    criterion = get_object_or_404(in_set, pk=criterion_id)
    asked_for = (request.POST if request.method == "POST" else request.GET).get("cho", "")
    if asked_for not in PURPOSES:
        raise Http404("Không có mục này.")
    form = AddForm(auto_id=f"nop-{criterion.pk}-%s")
    return Leaf(request, assessment, criterion, asked_for, form)


def why_not_change(leaf: Leaf) -> str:
    """Return why the person may not change what is cited here, "" if they may."""
    return why_not_attach(
        user_of(leaf.request), leaf.assessment, leaf.criterion, leaf.purpose, at=timezone.now()
    )


def show_leaf(leaf: Leaf) -> HttpResponse:
    """Return the fragment to whoever asks for one, else the page around it."""
    template = "evidence_of_leaf" if wants_fragment(leaf.request) else "evidence"
    return render(leaf.request, f"scoring/{template}.html", _context(leaf))


def wants_fragment(request: HttpRequest) -> bool:
    """Return whether htmx asks, to put the answer into the page that is there."""
    return request.headers.get("HX-Request") == "true"


def _context(leaf: Leaf) -> dict[str, Any]:
    cited = evidence_of_leaf(leaf.assessment, leaf.criterion)
    why_not, text = why_not_change(leaf), leaf.request.GET.get("tim", "").strip()
    return {
        "leaf": leaf,
        "items": [_item(leaf, evidence, why_not) for evidence in cited],
        "opens": opens_evidence_of(user_of(leaf.request), leaf.assessment, leaf.criterion),
        "why_not": why_not,
        "text": text,
        "found": [] if why_not else _found(leaf, cited, text),
        "pages": leaf.request.POST.get("trang", "") if leaf.notices else "",
        "is_adding": bool(text or leaf.notices or leaf.form.errors) or _is_citing(leaf),
    }


def _is_citing(leaf: Leaf) -> bool:
    """Return whether the person was just taking documents out of the library, one by one."""
    return leaf.request.POST.get("viec") == "dan"


def _item(leaf: Leaf, evidence: Evidence, why_not: str) -> dict[str, Any]:
    """Return one citation as the page shows it; what was brought here may be changed here."""
    is_open = not why_not and evidence.purpose == leaf.purpose and evidence.frozen is None
    return {
        "evidence": evidence,
        "shown": shown(evidence),
        "warnings": warnings_of(evidence.document),
        "is_open": is_open,
        "is_infected": evidence.document.scan == Document.Scan.INFECTED,
    }


def _found(leaf: Leaf, cited: list[Evidence], text: str) -> list[Document]:
    """Return documents of the library that may be cited here, so many of them."""
    here = [evidence.document_id for evidence in cited if evidence.purpose == leaf.purpose]
    documents = library_of(leaf.assessment.unit, text).exclude(pk__in=here)
    return list(documents.exclude(scan=Document.Scan.INFECTED)[:FOUND])
