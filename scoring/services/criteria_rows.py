"""The criteria of a set as rows: read, put in reading order, stored where they differ."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from scoring.models import CriteriaSet, Criterion

_FIELDS = (
    "title",
    "max_points",
    "weight",
    "leaf",
    "guidance",
    "evidence_rule",
    "is_self_scored",
    "was_id",
    "is_comparable",
)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion as typed: above it the code of its parent, none for an area."""

    key: int | None
    code: str
    title: str
    parent_code: str
    max_points: Decimal
    weight: Decimal | None
    leaf: dict[str, Any] | None
    guidance: str = ""
    evidence_rule: str = Criterion.EvidenceRule.NONE
    is_self_scored: bool = True
    was_id: int | None = None
    is_comparable: bool = True


class CriteriaRefused(Exception):
    """Rows that make no criteria set; `sentences` say why, each with the code it is about."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = tuple(sentences)


def rows_of(criteria_set: CriteriaSet) -> list[CriterionRow]:
    """Return the stored criteria as rows, in reading order."""
    values = criteria_set.criteria.order_by("position").values_list(
        "pk", "code", *_FIELDS, F("parent__code")
    )
    return [
        CriterionRow(key, code, title, parent or "", *rest)
        for key, code, title, *rest, parent in values
    ]


def below(rows: Sequence[CriterionRow]) -> dict[str, list[CriterionRow]]:
    """Return the rows by the code of their parent."""
    found: dict[str, list[CriterionRow]] = defaultdict(list)
    for row in rows:
        found[row.parent_code].append(row)
    return found


def with_depths(rows: Sequence[CriterionRow]) -> Iterator[tuple[CriterionRow, int]]:
    """Yield the rows in reading order with their depth, an area's 0; those in a circle are left."""
    children = below(rows)
    waiting = [(row, 0) for row in reversed(children[""])]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        waiting.extend((child, depth + 1) for child in reversed(children[row.code]))


def store_rows(criteria_set: CriteriaSet, rows: Sequence[CriterionRow]) -> None:
    """Make the rows the criteria of a set; only what differs is written, what is left out goes.

    To be called inside the caller's transaction. Raises CriteriaRefused for a criterion that has
    marks, claims or the like, or that an approved set goes back to, and is left out.
    """
    read = list(with_depths(rows))
    stored = {criterion.pk: criterion for criterion in criteria_set.criteria.all()}
    kept = {row.key for row in rows if row.key}
    _delete([criterion for key, criterion in stored.items() if key not in kept])
    _free_codes(rows, stored)
    places = dict(zip((row.code for row, _ in read), _positions(read, stored), strict=True))
    by_code = {row.code: stored[row.key] for row in rows if row.key in stored}
    for depth in range(1 + max((depth for _, depth in read), default=0)):
        new = [row for row, at in read if at == depth and row.key not in stored]
        made = [_filled(Criterion(criteria_set=criteria_set), r, places, by_code) for r in new]
        Criterion.objects.bulk_create(made)
        by_code |= {criterion.code: criterion for criterion in made}
    for row, _ in read:
        if row.key in stored:
            _update(stored[row.key], row, places, by_code)


def _delete(criteria: Sequence[Criterion]) -> None:
    """Delete criteria with all below them."""
    keys = [criterion.pk for criterion in criteria]
    try:
        with transaction.atomic():
            Criterion.objects.filter(pk__in=keys).delete()
    except ProtectedError as refusal:
        at_work = {getattr(it, "criterion_id", None) for it in refusal.protected_objects}
        codes = [it.code for it in criteria if it.pk in at_work] or [it.code for it in criteria]
        raise CriteriaRefused([f"{code}: đã có điểm, không xóa được." for code in codes]) from None
    except IntegrityError as refusal:
        named = ", ".join(criterion.code for criterion in criteria)
        message = f"{named}: một bộ tiêu chí đã duyệt nối tiếp từ đây, không xóa được."
        raise CriteriaRefused([message]) from refusal


def _free_codes(rows: Sequence[CriterionRow], stored: Mapping[int, Criterion]) -> None:
    """Take away the codes that other rows of the set are to have, so that two may change places."""
    wanted = {row.code: row.key for row in rows}
    for key, criterion in stored.items():
        if wanted.get(criterion.code, key) != key:
            criterion.code = f"~{key}"
            Criterion.objects.filter(pk=key).update(code=criterion.code)


def _positions(
    read: Sequence[tuple[CriterionRow, int]], stored: Mapping[int, Criterion]
) -> Iterator[int]:
    """Yield a position for each row; the first of them keep theirs for as long as it rises."""
    last, is_in_order = 0, True
    fresh = max((criterion.position for criterion in stored.values()), default=0)
    for row, _ in read:
        criterion = stored.get(row.key) if row.key else None
        at = criterion.position if criterion else 0
        is_in_order = is_in_order and at > last
        if is_in_order:
            last = at
        else:
            fresh += 1
        yield last if is_in_order else fresh


def _filled(
    criterion: Criterion,
    row: CriterionRow,
    places: Mapping[str, int],
    by_code: Mapping[str, Criterion],
) -> Criterion:
    """Return a criterion that says what the row says."""
    for name in _FIELDS:
        setattr(criterion, name, getattr(row, name))
    criterion.code, criterion.leaf = row.code, row.leaf or None
    criterion.position = places[row.code]
    criterion.parent = by_code[row.parent_code] if row.parent_code else None
    return criterion


def _update(
    criterion: Criterion,
    row: CriterionRow,
    places: Mapping[str, int],
    by_code: Mapping[str, Criterion],
) -> None:
    """Store what a row says otherwise than the criterion does."""
    names = ("code", "position", "parent_id", *_FIELDS)
    before = [getattr(criterion, name) for name in names]
    _filled(criterion, row, places, by_code)
    changed = [n for n, old in zip(names, before, strict=True) if getattr(criterion, n) != old]
    if changed:
        criterion.save(update_fields=[name.removesuffix("_id") for name in changed])
