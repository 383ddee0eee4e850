"""The rows of one area of a sheet: headings, and leaves with their fields and what came of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from scoring.domain.entry import CHOICES, typed_of
from scoring.models import Assessment, Claim, Criterion
from scoring.selectors.bundles import plain
from scoring.selectors.claim_facts import LeafFact, leaf_facts
from scoring.selectors.claim_leaves import SheetLeaf
from scoring.selectors.claim_past import PastMark, PastYear, past_year
from scoring.selectors.leaf_rules import marking_text
from scoring.selectors.mark_inputs import Input, inputs_of
from scoring.selectors.sheet_rights import SheetRights
from scoring.selectors.wording import NONE, anchor, mark_text, points


@dataclass(frozen=True, slots=True)
class Said:
    """What a claim says, in words, and who said it when: one side of a conflict."""

    mark: str
    explanation: str
    by: str = ""
    at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of somebody's saving a leaf: it was saved, or `sentences` say why it was not.

    `typed` and `explanation` are shown again. In a conflict `theirs` is what stands and `mine` what
    was typed on an older version.
    """

    typed: Mapping[str, Sequence[str]]
    explanation: str
    version: int
    is_saved: bool = False
    sentences: tuple[str, ...] = ()
    theirs: Said | None = None
    mine: Said | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A criterion above leaves; the area itself is no row."""

    code: str
    title: str
    max_points: str
    anchor: str
    is_leaf: bool = False


@dataclass(frozen=True, slots=True)
class LeafRow:
    """One leaf as the page shows it; `lock` says why a leaf is never claimed by its unit."""

    leaf: SheetLeaf
    is_open: bool
    lock: str
    fact: LeafFact | None = None
    past: PastMark | None = None
    attempt: Attempt | None = None
    is_leaf: bool = True

    @property
    def criterion(self) -> Criterion:
        """The leaf's criterion."""
        return self.leaf.criterion

    @property
    def anchor(self) -> str:
        """The name by which the page can be opened at the leaf."""
        return anchor(self.criterion.code)

    @property
    def max_points(self) -> str:
        """The most that the leaf gives."""
        return points(plain(self.criterion.max_points))

    @property
    def rule(self) -> str:
        """How a mark becomes points, in one sentence."""
        keys = self.criterion.leaf or {}
        return marking_text({**keys, "max_points": plain(self.criterion.max_points)})

    @property
    def role(self) -> str:
        """Whether the leaf is a bonus or a penalty; "" for an ordinary one."""
        return str((self.criterion.leaf or {}).get("role") or "")

    @property
    def points(self) -> str:
        """What the claim earns, a dash where nothing is claimed."""
        return NONE if self.leaf.points is None else points(plain(self.leaf.points))

    @property
    def mark(self) -> str:
        """What is claimed, in words, "" for nothing."""
        content = self.leaf.claim.content if self.leaf.claim else None
        return mark_text(content) if content else ""

    @property
    def explanation(self) -> str:
        """What stands in the field of the explanation."""
        return self._shown_again.explanation if self._shown_again else self.leaf.explanation

    @property
    def version(self) -> int:
        """The version that the page was made from; an attempt that failed keeps its own."""
        return self._shown_again.version if self._shown_again else self.leaf.version

    @property
    def inputs(self) -> list[Input]:
        """The fields, filled with what was typed."""
        return inputs_of(self.criterion, self._typed)

    @property
    def blank_choice(self) -> str:
        """The option by which nothing, or none of the options, is chosen; "" without options."""
        if not self._has_options:
            return ""
        return _("Không đạt phương án nào") if self._is_many else _("Chưa chọn")

    @property
    def is_many(self) -> bool:
        """Whether several options may be chosen."""
        return self._is_many

    @property
    def is_blank_chosen(self) -> bool:
        """Whether that option is the chosen one."""
        chosen = self._typed.get(CHOICES)
        is_empty = not [code for code in chosen or () if code]
        return is_empty and (chosen is not None or not self._is_many)

    @property
    def needs_proof(self) -> bool:
        """Whether evidence is asked for."""
        return self.criterion.evidence_rule != Criterion.EvidenceRule.NONE

    @property
    def has_explanation_field(self) -> bool:
        """Whether an explanation may be typed: in place of evidence, or one stands there."""
        return self.needs_proof and (not self.leaf.evidence or bool(self.explanation))

    @property
    def _typed(self) -> Mapping[str, Any]:
        if self._shown_again:
            return self._shown_again.typed
        return typed_of(self.leaf.claim.content if self.leaf.claim else None)

    @property
    def _shown_again(self) -> Attempt | None:
        """The attempt that failed, so that what was typed is not lost."""
        return self.attempt if self.attempt and not self.attempt.is_saved else None

    @property
    def _has_options(self) -> bool:
        return (self.criterion.leaf or {})["scoring"]["kind"] in ("choice", "checklist")

    @property
    def _is_many(self) -> bool:
        return bool((self.criterion.leaf or {})["scoring"]["kind"] == "checklist")


Row = Heading | LeafRow


def area_rows(
    assessment: Assessment,
    leaves: Iterable[SheetLeaf],
    rights: SheetRights,
    attempts: Mapping[int, Attempt],
) -> tuple[list[Row], PastYear]:
    """Return the rows of the leaves of one area with their headings, and the year before."""
    shown = list(leaves)
    criteria = [leaf.criterion for leaf in shown]
    facts, past = leaf_facts(assessment, criteria), past_year(assessment, criteria)
    rows: list[Row] = []
    before: set[int] = set()
    for leaf in shown:
        for above in leaf.above[1:]:
            if above.pk not in before:
                before.add(above.pk)
                rows.append(_heading(above))
        pk = leaf.criterion.pk
        rows.append(
            leaf_row(leaf, rights, attempts.get(pk), fact=facts.get(pk), past=past.marks.get(pk))
        )
    return rows, past


def leaf_row(
    leaf: SheetLeaf,
    rights: SheetRights,
    attempt: Attempt | None = None,
    *,
    fact: LeafFact | None = None,
    past: PastMark | None = None,
) -> LeafRow:
    """Return the row of one leaf for somebody with those rights."""
    is_open = rights.may_fill and leaf.is_claimable and leaf.area.pk in rights.open_areas
    return LeafRow(leaf, is_open, _lock(leaf), fact, past, attempt)


def said(claim: Claim) -> Said:
    """Return what a claim says, and who said it."""
    mark = mark_text(claim.content) if claim.content else _("chưa tự chấm")
    return Said(mark, claim.explanation, str(claim.claimed_by), claim.claimed_at, claim.version)


def said_now(content: Mapping[str, Any] | None, explanation: str) -> Said:
    """Return what was typed and not saved."""
    return Said(mark_text(dict(content)) if content else _("chưa tự chấm"), explanation)


def _heading(criterion: Criterion) -> Heading:
    most = points(plain(criterion.max_points))
    return Heading(criterion.code, criterion.title, most, anchor(criterion.code))


def _lock(leaf: SheetLeaf) -> str:
    if leaf.waived:
        return _("Không áp dụng cho đơn vị: %s") % leaf.waived
    if leaf.is_automatic:
        return _("Điểm lấy từ số liệu; đơn vị không nhập.")
    if not leaf.criterion.is_self_scored:
        return _("Điểm theo kết quả điều tra xã hội học; đơn vị không tự chấm.")
    return ""
