"""The leaves of one sheet with what its unit claims of each, and what is still demanded."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _

from scoring.models import Assessment, Claim, Criterion, Evidence
from scoring.selectors.leaves import is_automatic

_RULE = Criterion.EvidenceRule


@dataclass(frozen=True, slots=True)
class SheetLeaf:
    """One leaf of a sheet below its headings, the area first; `waived` is why it does not apply."""

    criterion: Criterion
    above: tuple[Criterion, ...]
    claim: Claim | None
    evidence: int
    waived: str

    @property
    def area(self) -> Criterion:
        """The area that the leaf lies in."""
        return self.above[0]

    @property
    def is_automatic(self) -> bool:
        """Whether a fact is its mark."""
        return is_automatic(self.criterion)

    @property
    def is_claimable(self) -> bool:
        """Whether the unit says itself what the leaf earns."""
        return self.criterion.is_self_scored and not self.is_automatic and not self.waived

    @property
    def is_claimed(self) -> bool:
        """Whether the unit has said so."""
        return self.claim is not None and self.claim.content is not None

    @property
    def points(self) -> Decimal | None:
        """What the claim earns; none for none."""
        return self.claim.points if self.claim else None

    @property
    def version(self) -> int:
        """The version of the claim; 0 before the first."""
        return self.claim.version if self.claim else 0

    @property
    def explanation(self) -> str:
        """What the unit says in place of evidence."""
        return self.claim.explanation if self.claim else ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is demanded of the unit for this leaf and not there, in sentences.

        A claim of nothing at all needs no proof.
        """
        if not self.is_claimable:
            return ()
        if not self.is_claimed:
            return (_("chưa tự chấm"),)
        return self._lacks_proof()

    def _lacks_proof(self) -> tuple[str, ...]:
        rule = self.criterion.evidence_rule
        if self.evidence or rule == _RULE.NONE or not self.points:
            return ()
        if rule == _RULE.REQUIRED:
            return (_("chưa có tài liệu kiểm chứng"),)
        return () if self.explanation.strip() else (_("chưa có tài liệu hoặc giải trình"),)


def sheet_leaves(assessment: Assessment) -> list[SheetLeaf]:
    """Return the leaves of a sheet in their order, by four queries however many there are."""
    criteria = assessment.cycle_group.criteria_set.criteria.select_related("was")
    claims = {it.criterion_id: it for it in assessment.claims.select_related("claimed_by")}
    proofs, waived = _proofs(assessment), _waived(assessment)
    return [
        SheetLeaf(it, above, claims.get(it.pk), proofs.get(it.pk, 0), waived.get(it.pk, ""))
        for it, above in _with_headings(criteria.order_by("position"))
        if it.leaf is not None
    ]


def _with_headings(
    criteria: Iterable[Criterion],
) -> Iterable[tuple[Criterion, tuple[Criterion, ...]]]:
    """Yield each criterion with what stands above it, the area first."""
    chains: dict[int, tuple[Criterion, ...]] = {}
    for criterion in criteria:
        above = chains.get(criterion.parent_id or 0, ())
        chains[criterion.pk] = (*above, criterion)
        yield criterion, above


def _proofs(assessment: Assessment) -> dict[int, int]:
    """Return how many documents are cited for the claim of each leaf, by criterion id."""
    cited = assessment.evidence.filter(purpose=Evidence.Purpose.CLAIM)
    counted = cited.order_by().values("criterion").annotate(Count("pk"))
    return dict(counted.values_list("criterion", "pk__count"))


def _waived(assessment: Assessment) -> dict[int, str]:
    """Return why leaves do not apply to the unit, by criterion id.

    What an appraiser says of a leaf is not for the unit to read here.
    """
    marks = assessment.marks.filter(content__state="not_applicable")
    declared = marks.exclude(criterion__in=assessment.appraisals.values("criterion"))
    return {pk: content["reason"] for pk, content in declared.values_list("criterion", "content")}
