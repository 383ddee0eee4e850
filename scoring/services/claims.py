"""Saving what a unit claims, leaf by leaf: nobody overwrites what they have not seen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from django.db import transaction

from scoring.domain.entry import typed_mark
from scoring.models import Assessment, Claim, Criterion
from scoring.selectors.claim_leaves import SheetLeaf, sheet_leaves
from scoring.selectors.leaves import leaf_in_core, points_for
from scoring.selectors.mark_inputs import inputs_of
from scoring.selectors.sheet_rights import SheetRights, rights_of
from scoring.services.cycle_locks import hold_sheet


class ClaimRefused(Exception):
    """Nothing was saved, and the sentence says why: not open, not theirs, no leaf to be claimed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ClaimConflict(Exception):
    """Somebody saved the leaf in between: `theirs` stands, `content` and `explanation` do not."""

    def __init__(self, theirs: Claim, content: Mapping[str, Any] | None, explanation: str) -> None:
        super().__init__(str(theirs))
        self.theirs, self.content, self.explanation = theirs, content, explanation


@dataclass(frozen=True, slots=True)
class TypedLeaf:
    """What was typed for a leaf by somebody who had seen that version of its claim, 0 for none."""

    criterion: Criterion
    typed: Mapping[str, Sequence[str]]
    explanation: str
    version: int


def save_claim(
    *,
    assessment: Assessment,
    criterion: Criterion,
    typed: Mapping[str, Sequence[str]],
    explanation: str,
    version: int,
    by: Any,
    at: datetime | None = None,
) -> Claim:
    """Save what was typed for one leaf and return its claim; the same once more changes nothing.

    Raises ClaimRefused, EntryRefused, and ClaimConflict where the claim is no longer that version.
    """
    leaf = TypedLeaf(criterion, typed, explanation, version)
    return save_claims(assessment=assessment, typed=[leaf], by=by, at=at)[0]


@transaction.atomic
def save_claims(
    *, assessment: Assessment, typed: Iterable[TypedLeaf], by: Any, at: datetime | None = None
) -> list[Claim]:
    """Save several leaves of a sheet, all or none; raises as `save_claim` does."""
    sheet = hold_sheet(assessment)
    rights = rights_of(by, sheet, at)
    if not rights.may_fill:
        raise ClaimRefused(rights.why_not)
    leaves = {leaf.criterion.pk: leaf for leaf in sheet_leaves(sheet)}
    return [_save(sheet, leaves.get(one.criterion.pk), one, rights, by) for one in typed]


def refusal_of(leaf: SheetLeaf, rights: SheetRights) -> str:
    """Return why nobody may claim a leaf at present, "" where the unit may."""
    code = leaf.criterion.code
    if leaf.is_automatic:
        return f"{code}: điểm lấy từ số liệu, không nhập."
    if not leaf.criterion.is_self_scored:
        return f"{code}: điểm theo điều tra xã hội học, đơn vị không tự chấm."
    if leaf.waived:
        return f"{code}: không áp dụng cho đơn vị ({leaf.waived})."
    if leaf.area.pk not in rights.open_areas:
        return f"{code}: lĩnh vực {leaf.area.code} đang khóa."
    return ""


def _save(
    sheet: Assessment, leaf: SheetLeaf | None, given: TypedLeaf, rights: SheetRights, by: Any
) -> Claim:
    if leaf is None:
        raise ClaimRefused("Tiêu chí này không thuộc bộ tiêu chí của phiếu.")
    refusal = refusal_of(leaf, rights)
    if refusal:
        raise ClaimRefused(refusal)
    _check_fields(leaf.criterion, given.typed)
    content = typed_mark(leaf_in_core(leaf.criterion), given.typed)
    explanation = _tidied(given.explanation)
    _check_length(leaf.criterion, explanation)
    claim = leaf.claim or Claim(assessment=sheet, criterion=leaf.criterion, version=0)
    if (claim.content, claim.explanation) == (content, explanation):
        return claim
    if claim.version != given.version:
        raise ClaimConflict(claim, content, explanation)
    claim.content, claim.points = content, points_for(leaf.criterion, content)
    claim.explanation, claim.version, claim.claimed_by = explanation, claim.version + 1, by
    claim.save()
    return claim


def _tidied(explanation: str) -> str:
    """Return an explanation composed, its line breaks as a workbook has them."""
    return normalize("NFC", explanation).replace("\r\n", "\n").strip()


def _check_length(criterion: Criterion, explanation: str) -> None:
    length, most = len(explanation), Claim.LONGEST_EXPLANATION
    if length > most:
        raise ClaimRefused(f"{criterion.code}: giải trình có {length} ký tự, nhiều nhất {most}.")


def _check_fields(criterion: Criterion, typed: Mapping[str, Sequence[str]]) -> None:
    """Raise ClaimRefused unless the fields are those of the leaf's kind; a choice may be left out.

    A field of another kind would be passed over, and the claim be taken for withdrawn.
    """
    fields = inputs_of(criterion, {})
    known = {field.name for field in fields}
    demanded = {field.name for field in fields if not field.options}
    if not demanded <= set(typed) <= known:
        raise ClaimRefused(f"{criterion.code}: biểu mẫu không đúng với cách chấm của tiêu chí.")
