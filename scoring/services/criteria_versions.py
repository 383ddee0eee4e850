"""A criteria set through its states, its clone for another year, its new version."""

from dataclasses import replace
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.utils.timezone import now

from scoring.models import CriteriaSet
from scoring.selectors.approvers import has_written, who_approves
from scoring.selectors.criteria_words import FACTS
from scoring.services.criteria_drafts import held_draft
from scoring.services.criteria_editing import problems_of_criteria
from scoring.services.criteria_rows import CriterionRow, rows_of, store_rows

_COPIED = ("source", "clause", "aggregation", "max_points", "bonus_cap", "penalty_cap")


class SetNotApproved(Exception):
    """A set cannot be approved, or is needed approved and is not; `sentences` say everything."""

    def __init__(self, criteria_set: CriteriaSet, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.criteria_set, self.sentences = criteria_set, tuple(sentences)


class SetReplacedAlready(Exception):
    """A set has a newer version, and there is only one."""

    def __init__(self, newer: CriteriaSet) -> None:
        super().__init__(f"Bộ này đã có phiên bản mới hơn: {newer.code}.")
        self.newer = newer


@transaction.atomic
def clone_set(criteria_set: CriteriaSet, *, code: str, title: str = "", by: Any) -> CriteriaSet:
    """Store a draft for another year that copies a set, and return it.

    Every criterion says which one it was, and counts as comparable until a person says otherwise.
    """
    clone = _copied(criteria_set, code=code, title=title, by=by, based_on=criteria_set)
    _copy_rows(criteria_set, clone, is_comparable=True)
    _record(clone, ADDITION, f"Sao từ bộ {criteria_set.code}.", by)
    return clone


@transaction.atomic
def new_version(criteria_set: CriteriaSet, *, reason: str, by: Any, code: str = "") -> CriteriaSet:
    """Store a draft that is to replace an approved set, for a reason, and return it.

    Its criteria say which ones they were. Raises SetNotApproved for a draft, which is simply
    changed, SetReplacedAlready where there is a newer version, ValidationError without a reason.
    """
    held = CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    if held.state == CriteriaSet.State.DRAFT:
        raise SetNotApproved(held, ["Bộ còn là dự thảo: hãy sửa thẳng, không cần phiên bản mới."])
    newer = CriteriaSet.objects.filter(replaces=held).first()
    if newer:
        raise SetReplacedAlready(newer)
    version = _copied(
        held,
        code=code or _code_of_version(held),
        title=held.title,
        by=by,
        based_on=held.based_on,
        replaces=held,
        change_reason=reason.strip(),
        version=held.version + 1,
    )
    _copy_rows(held, version)
    _record(version, ADDITION, f"Phiên bản {version.version} của {held.code}: {reason}", by)
    return version


@transaction.atomic
def approve_set(criteria_set: CriteriaSet, *, by: Any, stamp: str | None = None) -> CriteriaSet:
    """Approve a draft, which freezes it, and return it.

    By a person who never wrote in it, with source and clause, and as the core would read it.
    Raises SetNotApproved with every sentence, SetFrozen, or SetChanged if it is not as read.
    """
    held = held_draft(criteria_set, stamp=stamp)
    sentences = obstacles(held, by=by)
    if sentences:
        raise SetNotApproved(held, sentences)
    held.state, held.approved_by, held.approved_at = CriteriaSet.State.APPROVED, by, now()
    held.save(update_fields=["state", "approved_by", "approved_at"])
    _record(held, CHANGE, "Duyệt bộ tiêu chí.", by)
    return held


def obstacles(criteria_set: CriteriaSet, *, by: Any) -> list[str]:
    """Return everything that keeps a person from approving a draft, sentence by sentence."""
    sentences = []
    if criteria_set.author is None:
        sentences.append("Chưa rõ ai soạn bộ tiêu chí; hãy mở sửa rồi lưu lại để ghi tên.")
    if has_written(by, criteria_set):
        sentences.append(who_approves(criteria_set))
    if not criteria_set.source.strip():
        sentences.append("Chưa ghi nguồn (văn bản ban hành).")
    if not criteria_set.clause.strip():
        sentences.append("Chưa ghi điều, khoản của văn bản nguồn.")
    rows = rows_of(criteria_set)
    problems = problems_of_criteria(criteria_set, rows)
    return [*sentences, *map(str, problems), *_unknown_facts(rows)]


@transaction.atomic
def put_in_force(criteria_set: CriteriaSet, *, by: Any = None) -> CriteriaSet:
    """Put an approved set in force, when the self-scoring of its cycle opens, and return it.

    One in force already stays so. Without a person the clock did it. Raises SetNotApproved.
    """
    held = CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    if held.state == CriteriaSet.State.DRAFT:
        raise SetNotApproved(held, [f"Bộ tiêu chí “{held.title}” chưa được duyệt."])
    if held.state == CriteriaSet.State.APPROVED:
        held.state = CriteriaSet.State.IN_FORCE
        held.save(update_fields=["state"])
        if by is not None:
            _record(held, CHANGE, "Đưa vào áp dụng.", by)
    return held


def _unknown_facts(rows: list[CriterionRow]) -> list[str]:
    """Return a sentence on each leaf that reads a fact which the portal does not count."""
    read = {row.code: ((row.leaf or {}).get("scoring") or {}).get("from_fact") for row in rows}
    return [
        f"{code}: cổng không tính chỉ số “{fact}”."
        for code, fact in read.items()
        if fact and fact not in FACTS
    ]


def _copied(
    criteria_set: CriteriaSet, *, code: str, title: str, by: Any, **own: Any
) -> CriteriaSet:
    """Store a draft with what a set says of itself, without its criteria."""
    copy = CriteriaSet(code=code, title=title or criteria_set.title, author=by, **own)
    for name in _COPIED:
        setattr(copy, name, getattr(criteria_set, name))
    copy.full_clean()
    copy.save()
    return copy


def _copy_rows(
    criteria_set: CriteriaSet, copy: CriteriaSet, *, is_comparable: bool | None = None
) -> None:
    """Give a copy the criteria of its set, each linked to the one it was."""
    rows = [replace(row, key=None, was_id=row.key) for row in rows_of(criteria_set)]
    if is_comparable is not None:
        rows = [replace(row, is_comparable=is_comparable) for row in rows]
    store_rows(copy, rows)


def _code_of_version(criteria_set: CriteriaSet) -> str:
    """Return a code that nobody has for the next version: bo-xa-2025-pb2."""
    base = criteria_set.code.removesuffix(f"-pb{criteria_set.version}")
    suffix, more = f"-pb{criteria_set.version + 1}", ""
    while CriteriaSet.objects.filter(code=(code := base[: 58 - len(suffix)] + suffix + more)):
        more += "x"
    return code


def _record(criteria_set: CriteriaSet, flag: int, message: str, by: Any) -> None:
    """Write down who did what; it is read in the history of the web admin."""
    LogEntry.objects.log_actions(by.pk, [criteria_set], flag, message, single_object=True)
