"""A block moved to a new version of its set, with everything that hangs on its leaves."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Model
from django.utils.text import Truncator

from scoring.domain.entry import EntryRefused
from scoring.models import (
    Appraisal,
    AreaOwner,
    Assessment,
    Claim,
    CriteriaSet,
    Criterion,
    CycleGroup,
    Evidence,
    Explanation,
    Mark,
    Reopening,
)
from scoring.selectors.criteria_links import successors
from scoring.selectors.criteria_words import ROLES
from scoring.selectors.leaves import is_automatic, points_for
from scoring.selectors.publications import current_publication
from scoring.selectors.wording import mark_text
from scoring.services.criteria_drafts import SetFrozen
from scoring.services.criteria_versions import SetNotApproved, put_in_force
from scoring.services.ranking import hold_cycle

Link = tuple[Criterion, Criterion | None]
"""A criterion of the old set and the one that continues it, if any."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something of one unit that the new version cannot take over, and why.

    `value` names it in words; `row` is everything that is stored of it, to be known again.
    """

    unit: str
    code: str
    what: str
    why: str
    value: str = ""
    row: str = ""

    def __str__(self) -> str:
        place = f"{self.unit}, {self.code}" if self.unit else self.code
        named = f"{self.what} ({self.value})" if self.value else self.what
        return f"{place}: {named} – {self.why}"


class DoesNotFit(Exception):
    """Moving a block would drop what its units or appraisers entered; `misfits` lists all of it.

    `stamp` is that of the list and of the rows behind it, in whatever order: whoever confirms it
    drops what they have read, and nothing that was written since.
    """

    def __init__(self, misfits: list[Misfit]) -> None:
        super().__init__(f"Có {len(misfits)} mục không chuyển sang phiên bản mới được.")
        self.misfits = misfits
        listed = "\n".join(sorted(f"{misfit} {misfit.row}" for misfit in misfits))
        self.stamp = hashlib.sha256(listed.encode()).hexdigest()[:32]


class NotItsVersion(Exception):
    """The set is no later version of the one that the block has."""

    def __init__(self, cycle_group: CycleGroup, criteria_set: CriteriaSet) -> None:
        super().__init__(
            f"{criteria_set.title} (phiên bản {criteria_set.version}) không phải phiên bản sau của"
            f" bộ mà {cycle_group} đang dùng."
        )
        self.cycle_group, self.criteria_set = cycle_group, criteria_set


class ResultPublished(SetFrozen):
    """The block's set stays as long as a publication of its cycle holds."""

    def __init__(self, criteria_set: CriteriaSet, decision_number: str) -> None:
        super().__init__(criteria_set)
        self.args = (
            f"Kết quả của kỳ đã công bố theo Quyết định số {decision_number};"
            " không chuyển khối sang phiên bản khác được.",
        )
        self.decision_number = decision_number


@transaction.atomic
def replace_in_cycle(
    cycle_group: CycleGroup, new_set: CriteriaSet, *, by: Any, confirmed: str = ""
) -> list[Misfit]:
    """Move a block to a later version of its set and return what had to be dropped.

    Marks, claims, appraisals, explanations, evidence, owners of areas and reopenings go over by
    link. What no longer fits, or changes what a unit signed or what a mark counts for, is refused
    with DoesNotFit unless `confirmed` is the stamp of that very list; the history keeps what is
    dropped then, and what counts otherwise is to be signed and appraised again. Raises
    SetNotApproved for a draft, NotItsVersion for another set, ResultPublished while a publication
    holds.
    """
    hold_cycle(cycle_group.cycle_id)
    block = CycleGroup.objects.select_related("criteria_set", "cycle").get(pk=cycle_group.pk)
    list(Assessment.objects.select_for_update().filter(cycle_group=block).values_list("pk"))
    new_set = CriteriaSet.objects.select_for_update().get(pk=new_set.pk)
    _check(block, new_set)
    old_set, links = block.criteria_set, successors(block.criteria_set, new_set)
    if not links:
        raise NotItsVersion(block, new_set)
    block.criteria_set = new_set
    block.save(update_fields=["criteria_set"])
    old = old_set.criteria.order_by("position")
    misfits = _carry(block, [(criterion, links.get(criterion.pk)) for criterion in old])
    if misfits and (refusal := DoesNotFit(misfits)).stamp != confirmed:
        raise refusal
    if old_set.state == CriteriaSet.State.IN_FORCE:
        put_in_force(new_set, by=by)
    _record(block, f"Chuyển sang {new_set.code}, {len(misfits)} mục không còn hợp.", by)
    return misfits


def _check(block: CycleGroup, new_set: CriteriaSet) -> None:
    """Refuse a published cycle and a draft."""
    if holding := current_publication(block.cycle):
        raise ResultPublished(block.criteria_set, holding.decision_number)
    if new_set.state == CriteriaSet.State.DRAFT:
        raise SetNotApproved(new_set, [f"{new_set.title}: phiên bản này chưa được duyệt."])


def _carry(block: CycleGroup, links: list[Link]) -> list[Misfit]:
    """Take everything over; return what could not be."""
    misfits: list[Misfit] = []
    for old, new in links:
        if old.leaf is None:
            misfits += _carry_area(block, old, new)
        else:
            target = new if new is not None and new.leaf is not None else None
            misfits += _carry_leaf(block, old, target)
    return misfits


def _carry_area(block: CycleGroup, old: Criterion, new: Criterion | None) -> list[Misfit]:
    """Take over who appraises an area, and where it is open again."""
    target = new if new is not None and new.parent_id is None else None
    owners = AreaOwner.objects.filter(cycle_group=block, area=old)
    reopened = Reopening.objects.filter(assessment__cycle_group=block, area=old)
    if target is not None:
        owners.update(area=target)
        reopened.update(area=target)
        return []
    gone = [
        Misfit("", old.code, "phân công thẩm định", _GONE, *_named(it))
        for it in owners.select_related("owner", "substitute")
    ]
    gone += [
        Misfit(_name(it.assessment), old.code, "mở lại lĩnh vực", _GONE, *_named(it))
        for it in reopened.select_related("assessment__unit")
    ]
    owners.delete()
    reopened.delete()
    return gone


_GONE = "phiên bản mới không còn tiêu chí này"
_AUTOMATIC = "phiên bản mới lấy từ số liệu, không nhận điểm"
_NOT_CLAIMED = "phiên bản mới không để đơn vị tự chấm"
_CLAIMED = "phiên bản mới để đơn vị tự chấm"
_HANGING: tuple[tuple[type[Model], str], ...] = (
    (Mark, "điểm"),
    (Claim, "điểm tự chấm"),
    (Appraisal, "điểm thẩm định"),
    (Explanation, "giải trình"),
    (Evidence, "tài liệu kiểm chứng"),
)
_AGAIN: Mapping[type[Model], str] = {
    Mark: "điểm giữ nguyên, hãy xem lại",
    Claim: "phải ký lại",
    Appraisal: "phải thẩm định lại",
}
"""What has to be done about a row of a leaf that counts for something else now."""
_JOINED: Mapping[type[Model], tuple[str, ...]] = {Evidence: ("document",)}
_LONGEST_QUOTE = 200


def _carry_leaf(block: CycleGroup, old: Criterion, new: Criterion | None) -> list[Misfit]:
    """Take over what hangs on one leaf."""
    misfits: list[Misfit] = []
    is_same = new is not None and _counted(old) == _counted(new)
    turned = _turned(old, new) if new is not None else ""
    for model, what in _HANGING:
        rows = model._default_manager.filter(assessment__cycle_group=block, criterion=old)
        if is_same or (new is not None and _stays_on(model, new)):
            rows.update(criterion=new)
            continue
        found: Iterable[Any] = rows.select_related("assessment__unit", *_JOINED.get(model, ()))
        moved = [(row.assessment, _named(row), _moved(row, new, turned)) for row in found]
        misfits += [
            Misfit(_name(sheet), old.code, what, why, *named) for sheet, named, why in moved if why
        ]
    return misfits


def _stays_on(model: type[Model], new: Criterion) -> bool:
    """Return whether rows go over to a leaf whatever its mark is now.

    Nobody decides on an objection to a leaf that a fact marks.
    """
    return model is Evidence or (model is Explanation and not is_automatic(new))


def _counted(criterion: Criterion) -> tuple[Any, ...]:
    return criterion.leaf, criterion.max_points, criterion.is_self_scored


def _role(criterion: Criterion) -> str:
    return (criterion.leaf or {}).get("role") or ""


def _turned(old: Criterion, new: Criterion) -> str:
    """Return in a sentence that a leaf has another role, or is now claimed or not, else ""."""
    said = []
    if _role(old) != _role(new):
        said.append(f"đổi thành {str(ROLES[_role(new)]).lower()}")
    if old.is_self_scored != new.is_self_scored:
        said.append(_CLAIMED if new.is_self_scored else _NOT_CLAIMED)
    return "; ".join(said)


def _named(row: Any) -> tuple[str, str]:
    """Return what a row says, in words, and all that is stored of it and goes with it."""
    stored = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if isinstance(row, AreaOwner):
        stored["people"] = sorted(row.appraisers.values_list("user", flat=True))
    return _value(row), repr(stored)


def _value(row: Any) -> str:
    match row:
        case AreaOwner():
            said = _appraising(row)
        case Reopening():
            said = f"đến hết ngày {row.until_on:%d/%m/%Y}"
        case Evidence():
            said = row.document.title
        case Explanation():
            said = _quoted(row.get_stance_display(), row.text)
        case Appraisal():
            said = f"{row.get_round_display()}: {mark_text(row.content)}"
        case Claim():
            said = _quoted(mark_text(row.content), row.explanation)
        case _:
            said = mark_text(row.content)
    return said


def _appraising(row: AreaOwner) -> str:
    """Return the unit that appraises an area, its substitute and the people named for it."""
    people = sorted(str(it.user) for it in row.appraisers.select_related("user"))
    parts = [
        row.owner.name,
        f"thay: {row.substitute.name}" if row.substitute else "",
        f"người: {', '.join(people)}" if people else "",
    ]
    return "; ".join(filter(None, parts))


def _quoted(said: str, text: str) -> str:
    return f"{said}, “{Truncator(text).chars(_LONGEST_QUOTE)}”" if text else said


def _moved(row: Any, new: Criterion | None, turned: str) -> str:
    """Put one row on its new leaf, its points computed again; drop it and say why if it cannot be.

    A claim whose figures do not fit keeps its explanation; one whose points change on a signed
    sheet, or of a leaf that is `turned` into another, is moved, and said. A claim that keeps its
    points and what they count for keeps its version, so what was signed stays signed.
    """
    why = _why_dropped(row, new)
    content: Mapping[str, Any] | None = getattr(row, "content", None)
    if new is None or why:
        row.delete()
        return why
    changes: dict[str, Any] = {"criterion": new}
    try:
        points = points_for(new, content)
    except EntryRefused as refusal:
        if not isinstance(row, Claim):
            row.delete()
            return " ".join(refusal.sentences)
        why, points = " ".join(refusal.sentences), None
        changes |= {"content": None}
    is_same_claim = isinstance(row, Claim) and "content" not in changes and row.points == points
    if not isinstance(row, Mark) and (turned or not is_same_claim):
        changes |= {"points": points, "version": row.version + 1}
    if turned and isinstance(row, Appraisal):
        changes |= {"claim_edition": _edition_before(row, new)}
    type(row)._default_manager.filter(pk=row.pk).update(**changes)
    return why or _why_said(row, points, turned)


def _why_dropped(row: Any, new: Criterion | None) -> str:
    """Return why nothing of a row can go over, "" if something can."""
    if new is None:
        return _GONE
    if is_automatic(new):
        return _AUTOMATIC
    return _NOT_CLAIMED if isinstance(row, Claim) and not new.is_self_scored else ""


def _edition_before(appraisal: Appraisal, new: Criterion) -> int:
    """Return another edition than the claim has on its new leaf: that of before, as far as known.

    Claims go over before their appraisals.
    """
    claim = Claim.objects.filter(assessment=appraisal.assessment_id, criterion=new).first()
    now = claim.edition if claim else 0
    if appraisal.claim_edition not in (None, now):
        return int(appraisal.claim_edition or 0)
    return now - 1 if now else Appraisal.NO_EDITION


def _why_said(row: Any, points: Decimal | None, turned: str) -> str:
    """Return what is to be said of a row that went over, "" for nothing."""
    is_draft = isinstance(row, Claim) and row.assessment.state != Assessment.State.SIGNED
    if is_draft:
        return ""
    return f"{turned}; {_AGAIN[type(row)]}" if turned else _why_signed(row, points)


def _why_signed(row: Any, points: Decimal | None) -> str:
    """Return in a sentence that a claim, which was signed, has other points now, "" otherwise."""
    if not isinstance(row, Claim) or row.points == points:
        return ""
    was, now = ("không có" if it is None else _shown(it) for it in (row.points, points))
    return f"phiếu đã ký, điểm tính lại từ {was} thành {now}"


def _shown(points: Decimal) -> str:
    return f"{points.normalize():f}".replace(".", ",")


def _name(assessment: Assessment) -> str:
    return assessment.unit.name


def _record(block: CycleGroup, message: str, by: Any) -> None:
    """Write down who did what; it is read in the history of the web admin."""
    LogEntry.objects.log_actions(by.pk, [block.cycle], CHANGE, message, single_object=True)
