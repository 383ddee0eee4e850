"""What is cited for the leaves of sheets, and where a document is cited."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from scoring.models import Assessment, Criterion, Document, Evidence


@dataclass(frozen=True, slots=True)
class Shown:
    """A citation as it is to be shown: as it was frozen, else as its document stands now.

    `size` and `media_type` are those of a file; a link has `url` and how it answered.
    """

    title: str
    number: str
    issued_on: date | None
    pages: str
    media_type: str
    size: int | None
    url: str
    link_state: str
    is_frozen: bool


def evidence_of(assessment: Assessment) -> dict[int, list[Evidence]]:
    """Return everything cited on a sheet by criterion id, in the order in which it was brought.

    The documents and their files come with it: showing them asks nothing more.
    """
    cited: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in _whole(assessment.evidence.all()):
        cited[evidence.criterion_id].append(evidence)
    return dict(cited)


def evidence_of_leaf(assessment: Assessment, criterion: Criterion) -> list[Evidence]:
    """Return what is cited for one leaf of a sheet, in the order in which it was brought."""
    return list(_whole(assessment.evidence.filter(criterion=criterion)))


def evidence_at(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[Evidence]]:
    """Return what is cited for single leaves of single sheets, by sheet id and criterion id.

    One query, in the order in which it was brought; a place with nothing is not there.
    """
    wanted = set(places)
    rows = Evidence.objects.filter(
        assessment__in={sheet for sheet, _ in wanted}, criterion__in={leaf for _, leaf in wanted}
    )
    cited: dict[tuple[int, int], list[Evidence]] = defaultdict(list)
    for evidence in _whole(rows):
        place = (evidence.assessment_id, evidence.criterion_id)
        if place in wanted:
            cited[place].append(evidence)
    return dict(cited)


def citations_of(documents: Iterable[Document]) -> dict[int, list[Evidence]]:
    """Return where documents are cited, by document id, the newest year first."""
    rows = Evidence.objects.filter(document__in=list(documents)).select_related(
        "criterion", "assessment__cycle__organiser", "assessment__unit"
    )
    cited: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in rows.order_by("-assessment__cycle__year", "criterion__position", "pk"):
        cited[evidence.document_id].append(evidence)
    return dict(cited)


def shown(evidence: Evidence) -> Shown:
    """Return a citation as it was frozen, else as its document stands now."""
    frozen = evidence.frozen or frozen_form(evidence.document)
    return Shown(
        title=frozen["title"],
        number=frozen["number"],
        issued_on=date.fromisoformat(frozen["issued_on"]) if frozen["issued_on"] else None,
        pages=evidence.pages,
        media_type=frozen.get("media_type", ""),
        size=frozen.get("size"),
        url=frozen.get("url", ""),
        link_state=frozen.get("link_state", ""),
        is_frozen=evidence.frozen is not None,
    )


def frozen_form(document: Document) -> dict[str, Any]:
    """Return a document as a frozen citation keeps it: what it is called, and what it is."""
    named = {
        "title": document.title,
        "number": document.number,
        "issued_on": document.issued_on and document.issued_on.isoformat(),
    }
    if document.file is None:
        return {**named, "url": document.url, "link_state": document.link_state}
    file = document.file
    kept = {"sha256": file.sha256, "size": file.size, "media_type": document.media_type}
    return {**named, **kept}


def _whole(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return evidence.select_related("document__file", "attached_by").order_by("pk")
