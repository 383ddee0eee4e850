"""The visible difference between two criteria sets: added, removed, changed from what to what."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.models import CriteriaSet, Criterion
from scoring.selectors.criteria_links import successors
from scoring.selectors.criteria_words import AGGREGATIONS, ROLES, figure, rule_words
from scoring.selectors.wording import NONE

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that is said otherwise; a dash where nothing was, or is, said."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion that was added, removed or changed."""

    kind: str
    code: str
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SetChanges:
    """Everything that a later set says otherwise than an earlier one."""

    of_the_set: tuple[FieldChange, ...]
    criteria: tuple[CriterionChange, ...]

    def counted(self, kind: str) -> int:
        """Return how many criteria were added, removed or changed."""
        return sum(change.kind == kind for change in self.criteria)


def changes_between(old: CriteriaSet, new: CriteriaSet) -> SetChanges:
    """Return the difference: the later set in its reading order, then what is gone.

    Criteria are paired by link; where the sets are not linked, by code.
    """
    before = {it.pk: it for it in old.criteria.select_related("parent").order_by("position")}
    after = list(new.criteria.select_related("parent").order_by("position"))
    pairs = _pairs(old, new, before, after)
    changes = [_change(pairs.get(criterion.pk), criterion) for criterion in after]
    kept = {criterion.pk for criterion in pairs.values()}
    gone = [it for key, it in before.items() if key not in kept]
    removed = [CriterionChange(REMOVED, it.code, it.title) for it in gone]
    found = [change for change in changes if change is not None]
    return SetChanges(tuple(_differing(_set_fields(old), _set_fields(new))), (*found, *removed))


def _pairs(
    old: CriteriaSet, new: CriteriaSet, before: dict[int, Criterion], after: list[Criterion]
) -> dict[int, Criterion]:
    """Return id of a later criterion → the earlier one."""
    linked = {later.pk: before[key] for key, later in successors(old, new).items()}
    clones = {it.pk: before[it.was_id] for it in after if it.was_id in before}
    if linked or clones:
        return linked | clones
    by_code = {criterion.code: criterion for criterion in before.values()}
    return {it.pk: by_code[it.code] for it in after if it.code in by_code}


def _change(old: Criterion | None, new: Criterion) -> CriterionChange | None:
    """Return how a criterion differs from what it was, None if it does not."""
    if old is None:
        return CriterionChange(ADDED, new.code, new.title, tuple(_differing({}, _fields(new))))
    fields = tuple(_differing(_fields(old), _fields(new)))
    return CriterionChange(CHANGED, new.code, new.title, fields) if fields else None


def _differing(before: dict[str, str], after: dict[str, str]) -> Iterator[FieldChange]:
    for label, text in after.items():
        if before.get(label, "") != text:
            yield FieldChange(label, before.get(label, "") or NONE, text or NONE)


def _set_fields(criteria_set: CriteriaSet) -> dict[str, str]:
    return {
        _("Tên"): criteria_set.title,
        _("Nguồn"): criteria_set.source,
        _("Điều, khoản"): criteria_set.clause,
        _("Cách gộp"): str(AGGREGATIONS[criteria_set.aggregation]),
        _("Điểm tối đa"): figure(criteria_set.max_points),
        _("Tổng điểm thưởng nhiều nhất"): figure(criteria_set.bonus_cap),
        _("Tổng điểm trừ nhiều nhất"): figure(criteria_set.penalty_cap),
    }


def _fields(criterion: Criterion) -> dict[str, str]:
    leaf = criterion.leaf or {}
    return {
        _("Mã"): criterion.code,
        _("Tên"): criterion.title,
        _("Thuộc"): criterion.parent.code if criterion.parent else "",
        _("Điểm tối đa"): figure(criterion.max_points),
        _("Trọng số"): figure(criterion.weight),
        _("Cách chấm"): rule_words(criterion.leaf, criterion.max_points),
        _("Vai trò"): str(ROLES[leaf["role"]]) if leaf.get("role") in ROLES else "",
        _("Tài liệu kiểm chứng"): criterion.get_evidence_rule_display() if leaf else "",
        _("Đơn vị tự chấm"): _yes_no(criterion.is_self_scored) if leaf else "",
        _("Hướng dẫn"): criterion.guidance,
    }


def _yes_no(is_so: bool) -> str:
    return _("Có") if is_so else _("Không")
