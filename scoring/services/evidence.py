"""Citing documents for the leaves of a sheet, taking them off again, freezing what was cited.

What is cited for a claim is part of it: whoever signed or appraised the claim did so with these
documents and pages, so a change of them makes another edition of the claim.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from foundation.domain.vietnamese import tidy
from scoring.models import Assessment, Claim, Criterion, Cycle, Document, Evidence
from scoring.selectors.evidence import frozen_form
from scoring.selectors.evidence_rights import changeable_evidence, why_not_attach
from scoring.services.cycle_locks import hold_sheet

LONGEST_PAGES = 60


class EvidenceRefused(Exception):
    """A document cannot be cited, or taken off, for a reason that stands in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class AlreadyCited(EvidenceRefused):
    """The document is cited for the leaf already; `evidence` says how."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(f"“{evidence.document.title}” đã được dẫn cho tiêu chí này.")
        self.evidence = evidence


@transaction.atomic
def attach_document(
    *,
    assessment: Assessment,
    criterion: Criterion,
    document: Document,
    by: Any,
    purpose: str = Evidence.Purpose.CLAIM,
    pages: str = "",
    at: datetime | None = None,
) -> Evidence:
    """Cite a document of the sheet's own unit for a leaf of the sheet.

    Raises EvidenceRefused if the person may not do so at that instant, if the document is another
    unit's or infected; AlreadyCited if it is cited for the leaf and the purpose already.
    """
    _check_rights(assessment, criterion, purpose, by, at)
    kept = Document.objects.select_for_update().filter(pk=document.pk).first()
    _check_document(kept, assessment)
    evidence, is_new = Evidence.objects.select_related("document").get_or_create(
        assessment=assessment,
        criterion=criterion,
        document=kept,
        purpose=purpose,
        defaults={"pages": _pages(pages), "attached_by": by},
    )
    if not is_new:
        raise AlreadyCited(evidence)
    _renew_claim(evidence)
    return evidence


@transaction.atomic
def cite_pages(*, evidence: Evidence, pages: str, by: Any, at: datetime | None = None) -> None:
    """Change the pages of a citation; raises EvidenceRefused as attaching does, or once frozen."""
    kept, told = _check_open(evidence, by, at), _pages(pages)
    if kept.pages == told:
        return
    kept.pages = told
    kept.save(update_fields=["pages"])
    _renew_claim(kept)


@transaction.atomic
def detach_evidence(*, evidence: Evidence, by: Any, at: datetime | None = None) -> None:
    """Take a citation off; the document stays. Raises EvidenceRefused once it is frozen.

    One that somebody else has taken off meanwhile is gone already, and that is what was asked for.
    """
    if Evidence.objects.filter(pk=evidence.pk).exists():
        kept = _check_open(evidence, by, at)
        _renew_claim(kept)
        kept.delete()


@transaction.atomic
def freeze_evidence(cycle: Cycle, *, at: datetime | None = None) -> int:
    """Keep what a cycle's citations cite as it stands now; returns how many were frozen.

    What was frozen before stays as it was, and what a unit may still change, such as by an
    extension, is left for later. To be called when a stage closes, by whoever closes it.
    """
    at = at or timezone.now()
    rows = Evidence.objects.filter(assessment__cycle=cycle, frozen__isnull=True)
    settled = rows.exclude(pk__in=changeable_evidence(cycle, at=at))
    frozen = list(settled.select_related("document__file").select_for_update(of=("self",)))
    for evidence in frozen:
        evidence.frozen = {**frozen_form(evidence.document), "frozen_at": at.isoformat()}
    Evidence.objects.bulk_update(frozen, ["frozen"], batch_size=500)
    return len(frozen)


def freeze_what_is_settled() -> None:
    """Freeze what could not be frozen when its stage closed, because a unit had more time."""
    closed = Cycle.objects.filter(stages__closed_at__isnull=False)
    waiting = Evidence.objects.filter(frozen__isnull=True).values("assessment__cycle")
    for cycle in closed.filter(pk__in=waiting).distinct():
        freeze_evidence(cycle)


def _renew_claim(evidence: Evidence) -> None:
    """Make another edition of the claim that a citation is for, if there is one."""
    if evidence.purpose == Evidence.Purpose.CLAIM:
        claims = Claim.objects.filter(
            assessment=evidence.assessment_id, criterion=evidence.criterion_id
        )
        claims.update(evidence_version=F("evidence_version") + 1)


def _check_open(evidence: Evidence, by: Any, at: datetime | None) -> Evidence:
    """Return the citation, locked, for a change; raises EvidenceRefused if it may not change."""
    _check_rights(evidence.assessment, evidence.criterion, evidence.purpose, by, at)
    kept = Evidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if kept is None:
        raise EvidenceRefused("Tài liệu này vừa được gỡ khỏi tiêu chí.")
    if kept.frozen is not None:
        raise EvidenceRefused("Tài liệu đã chốt cùng giai đoạn, không thay đổi được nữa.")
    return kept


def _check_rights(
    assessment: Assessment, criterion: Criterion, purpose: str, by: Any, at: datetime | None
) -> None:
    """Refuse who may not change evidence of the leaf; the sheet is held from now on."""
    sheet = hold_sheet(assessment)
    why_not = why_not_attach(by, sheet, criterion, purpose, at=at or timezone.now())
    if why_not:
        raise EvidenceRefused(why_not)


def _check_document(document: Document | None, assessment: Assessment) -> None:
    if document is None or document.unit_id != assessment.unit_id:
        raise EvidenceRefused("Tài liệu không có trong kho của đơn vị.")
    if document.scan == Document.Scan.INFECTED:
        raise EvidenceRefused(f"“{document.title}” nhiễm mã độc, không dùng làm tài liệu được.")


def _pages(typed: str) -> str:
    """Return the pages as typed, tidied; raises EvidenceRefused if they are too long."""
    pages = tidy(typed)
    if len(pages) > LONGEST_PAGES:
        raise EvidenceRefused(f"Phần trang dài quá {LONGEST_PAGES} ký tự; ví dụ: 3, 5–7.")
    return pages
