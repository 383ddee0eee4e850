"""What a unit changed of a claim, or of the evidence for it, after it was appraised."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from scoring.models import Appraisal, Assessment, Claim, Criterion, Cycle, Document, Evidence
from scoring.selectors.appraisal_course import Course
from scoring.selectors.appraisal_said import mark_words
from scoring.selectors.appraisal_words import given_text
from scoring.selectors.criteria_applicability import excused_leaf

_CLAIMS: Any = Claim.pgh_event_model  # type: ignore[attr-defined]
_CITED: Any = Evidence.pgh_event_model  # type: ignore[attr-defined]
_ROUND = Appraisal.Round
_EDITION = F("version") + F("evidence_version")


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim as it was appraised and as it is now, in words, and what happened to its documents.

    `is_explained_anew` where the explanation in place of evidence is another one.
    """

    before: str
    now: str
    is_explained_anew: bool
    documents: tuple[str, ...]

    @property
    def is_claimed_anew(self) -> bool:
        """Whether another mark is claimed than was appraised."""
        return self.before != self.now

    @property
    def is_by_the_unit(self) -> bool:
        """Whether there is anything that the unit did; a new version of the set may do it alone."""
        return self.is_claimed_anew or self.is_explained_anew or bool(self.documents)


def changed_after_appraisal(cycle: Cycle) -> QuerySet[Appraisal]:
    """Return the appraisals that count, the council's too, and answer another edition of the claim.

    Not those of leaves that do not apply to their unit.
    """
    claims = Claim.objects.filter(
        assessment=OuterRef("assessment"), criterion=OuterRef("criterion")
    )
    edition = Coalesce(Subquery(claims.values_list(_EDITION)[:1]), 0)
    known = Appraisal.objects.filter(assessment__cycle=cycle, claim_edition__isnull=False)
    outdated = known.annotate(edition=edition).exclude(claim_edition=F("edition"))
    is_of_council = Q(round=_ROUND.COUNCIL)
    is_second = Q(round=_ROUND.SECOND) & ~Exists(_of_the_leaf(_ROUND.COUNCIL))
    is_first = Q(round=_ROUND.FIRST) & ~Exists(_of_the_leaf(_ROUND.SECOND, _ROUND.COUNCIL))
    taking_part = outdated.exclude(assessment__standing=Assessment.Standing.EXCLUDED)
    return taking_part.filter(is_of_council | is_second | is_first, ~Exists(excused_leaf()))


def claim_change(
    course: Course, assessment: Assessment, criterion: Criterion
) -> ClaimChange | None:
    """Return how a claim changed after the appraisal that counts, None where it did not."""
    if course.latest is None or not course.is_claim_changed:
        return None
    place = {"assessment": assessment, "criterion": criterion}
    whose = {"pgh_obj_id": course.claim.pk} if course.claim else place
    said = _CLAIMS.objects.filter(**whose).annotate(edition=_EDITION).order_by("pk")
    appraised = said.filter(edition=course.latest.claim_edition).exclude(pgh_label="delete").last()
    since = said.filter(pk__gt=appraised.pk) if appraised else said
    claim = course.claim
    return ClaimChange(
        before=_told(appraised),
        now=_told(claim),
        is_explained_anew=_explanation(appraised) != _explanation(claim),
        documents=_documents(
            _CITED.objects.filter(
                **place,
                purpose=Evidence.Purpose.CLAIM,
                pgh_created_at__in=since.values("pgh_created_at"),
            )
        ),
    )


def _of_the_leaf(*rounds: Appraisal.Round) -> QuerySet[Appraisal]:
    return Appraisal.objects.filter(
        assessment=OuterRef("assessment"), criterion=OuterRef("criterion"), round__in=rounds
    )


def _told(claim: Any) -> str:
    """Return a claim, or what the history keeps of it, in words."""
    if claim is None or claim.content is None:
        return "không tự chấm"
    points, mark = given_text(claim.content, claim.points), mark_words(claim.content)
    return f"{points} ({mark})" if mark else points


def _explanation(claim: Any) -> str:
    return claim.explanation if claim else ""


def _documents(events: QuerySet[Any]) -> tuple[str, ...]:
    """Return what happened to citations, in words, in its order.

    One that only went over to a leaf of another version was not touched by anybody.
    """
    before = _CITED.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pk__lt=OuterRef("pk"))
    told = events.annotate(were=Subquery(before.order_by("-pk").values("pages")[:1]))
    rows = list(told.exclude(pgh_label="update", were=F("pages")).order_by("pk"))
    titles = dict(
        Document.objects.filter(pk__in=[row.document_id for row in rows]).values_list("pk", "title")
    )
    return tuple(_happened(row, titles.get(row.document_id, "không còn trong kho")) for row in rows)


def _happened(row: Any, title: str) -> str:
    pages = f", trang {row.pages}" if row.pages else ""
    acts = {"insert": "thêm", "delete": "gỡ", "update": "sửa trang"}
    return f"{acts[row.pgh_label]} “{title}”{pages}"
