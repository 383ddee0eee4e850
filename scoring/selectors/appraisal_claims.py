"""What is left of an area of a sheet to be accepted as the unit claimed it."""

from dataclasses import dataclass

from scoring.models import Criterion
from scoring.selectors.appraisal_desk import SheetDesk
from scoring.selectors.appraisal_leaves import AppraisedLeaf
from scoring.selectors.appraisal_words import points_text
from scoring.selectors.evidence import evidence_of


@dataclass(frozen=True, slots=True)
class ClaimLeft:
    """One claim that can be accepted, with the edition of it that is shown."""

    criterion: Criterion
    role: str
    points: str
    max_points: str
    documents: int
    explanation: str
    key: str


def claims_left(desk: SheetDesk, leaves: list[AppraisedLeaf]) -> list[ClaimLeft]:
    """Return the claims that the person may accept as they are, in the order of their leaves."""
    cited = evidence_of(desk.assessment)
    return [
        ClaimLeft(
            criterion=leaf.criterion,
            role=leaf.role,
            points=points_text(claim.points),
            max_points=points_text(leaf.criterion.max_points),
            documents=len(cited.get(leaf.criterion.pk, ())),
            explanation=claim.explanation,
            key=f"{leaf.criterion.pk}:{claim.edition}",
        )
        for leaf in desk.left_to_accept(leaves)
        if (claim := desk.course(leaf).claim)
    ]
