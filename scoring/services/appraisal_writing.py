"""Writing one appraisal with the mark that follows from it; rights are checked before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.models import Appraisal, Assessment, Claim, Criterion
from scoring.selectors.leaves import points_for
from scoring.services.appraisal_refusals import (
    AppraisalConflict,
    ClaimChanged,
    NothingTyped,
)
from scoring.services.marks import put_mark
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gives for a leaf: a mark, or the claim as it is; and what they had seen.

    `round` is the round that their page was for; `seen` the version of that round's appraisal on
    it, 0 for none; `seen_claim` the edition of the claim; `seen_appraisal` the appraisal
    that the council's page showed last, "" for none. Who has not seen the latest is told, and
    nothing is written.
    """

    content: Mapping[str, Any] | None
    reason: str = ""
    round: str = Appraisal.Round.FIRST
    seen: int = 0
    seen_claim: int = 0
    seen_appraisal: str = ""
    is_as_claimed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an appraisal is written: the leaf, the round, for which unit, by whom.

    `claim_edition` is that of the claim it answers, 0 for none.
    """

    assessment: Assessment
    criterion: Criterion
    round: Appraisal.Round
    unit: Unit
    by: Any
    claim_edition: int


def check_claim_seen(given: Given, claim: Claim | None) -> None:
    """Raise ClaimChanged if another edition of the claim was seen than there is."""
    if given.seen_claim != (claim.edition if claim else 0):
        raise ClaimChanged(claim)


def content_of(given: Given, claim: Claim | None) -> dict[str, Any]:
    """Return the mark that was given; raises NothingTyped, or ClaimChanged if another was seen."""
    check_claim_seen(given, claim)
    content = (claim.content if claim else None) if given.is_as_claimed else given.content
    if content is None:
        raise NothingTyped(is_as_claimed=given.is_as_claimed)
    return dict(content)


def write_appraisal(place: Place, given: Given, content: dict[str, Any]) -> Appraisal:
    """Write this round's appraisal of a leaf, and outside the blind round the mark that counts.

    To be called with the sheet held. Raises AppraisalConflict if another version was seen,
    EntryRefused for a mark that the leaf does not take.
    """
    points = points_for(place.criterion, content)
    known = _known(place)
    if known and given.seen != known.version:
        raise AppraisalConflict(known)
    said = {
        "content": content,
        "points": points,
        "reason": given.reason.strip(),
        "claim_edition": place.claim_edition,
    }
    appraisal = known or Appraisal(
        assessment=place.assessment,
        criterion=place.criterion,
        round=place.round,
        assessed_unit=place.assessment.unit,
        version=0,
    )
    is_same = known is not None and all(getattr(known, key) == it for key, it in said.items())
    if not is_same:
        _save(appraisal, place, said)
    if place.round != Appraisal.Round.BLIND:
        put_mark(
            assessment=place.assessment, criterion=place.criterion, content=content, by=place.by
        )
    return appraisal


def _known(place: Place) -> Appraisal | None:
    """Return what was written before: the person's own in the blind round, else anybody's."""
    known = Appraisal.objects.filter(
        assessment=place.assessment, criterion=place.criterion, round=place.round
    )
    if place.round == Appraisal.Round.BLIND:
        known = known.filter(appraised_by=place.by)
    return known.select_related("appraised_by").first()


def _save(appraisal: Appraisal, place: Place, said: Mapping[str, Any]) -> None:
    for key, value in said.items():
        setattr(appraisal, key, value)
    appraisal.version += 1
    appraisal.appraised_by, appraisal.appraiser_unit = place.by, place.unit
    appraisal.save()
