"""The history of one sheet, leaf by leaf, as far as it is open to whom asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils.timezone import now

from scoring.models import Appraisal, Assessment, Criterion, Mark
from scoring.selectors.explanations import rounds_shown, settled_at
from scoring.selectors.history_asked import about_sheet
from scoring.selectors.history_entries import Entry, entries_of
from scoring.selectors.history_rows import Conditions, newest
from scoring.selectors.history_tables import HistoryTable
from units.models import Grant, User

MOST = 300
"""Entries of one sheet on its page; older ones are found by the search."""


@dataclass(frozen=True, slots=True)
class LeafHistory:
    """One leaf with its entries, the newest first; without a leaf, those of the sheet itself."""

    criterion: Criterion | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SheetHistory:
    """All that happened to a sheet; `is_cut` says that older entries are left out."""

    leaves: tuple[LeafHistory, ...]
    count: int
    is_cut: bool


def reads_history(user: User) -> bool:
    """Return whether the whole history is open to a person: Sở Nội vụ."""
    return user.has_perm("scoring.view_sealedday")


def may_read_sheet(user: User, assessment: Assessment) -> bool:
    """Return whether the history of a sheet is open to a person, if only the unit's own part."""
    own = user.grants.filter(unit=assessment.unit_id, role__in=Grant.OF_A_UNIT)
    return reads_history(user) or own.exists()


def sheet_history(assessment: Assessment, user: User) -> SheetHistory:
    """Return the history of a sheet for a person to whom it is open."""
    conditions = about_sheet(assessment.pk)
    if not reads_history(user):
        conditions = list(_for_the_unit(conditions, assessment))
    found, is_cut = newest(conditions, after=None, size=MOST)
    people = None if reads_history(user) else _own_people(assessment)
    entries = entries_of(found, people=people)
    return SheetHistory(tuple(_by_leaf(entries, assessment)), len(entries), is_cut)


def _for_the_unit(
    conditions: Conditions, assessment: Assessment
) -> Iterator[tuple[HistoryTable, Q]]:
    """Yield what the unit itself may read: no appraisal before it is made known.

    Of its appraisal the rounds that it is shown; the marks that count once the year is published.
    Neither tells what was written after the publication that holds.
    """
    rounds, until = rounds_shown(assessment, at=now()), settled_at(assessment)
    for table, condition in conditions:
        known = Q(**{f"{table.moment}__lte": until}) if until else Q()
        if table.subject is Appraisal:
            yield table, condition & known & Q(round__in=rounds)
        elif table.subject is not Mark:
            yield table, condition
        elif until:
            yield table, condition & known


def _own_people(assessment: Assessment) -> set[int]:
    """Return the people of the unit, who alone are named to it; others are called by their side."""
    own = Grant.objects.filter(unit=assessment.unit_id, role__in=Grant.OF_A_UNIT)
    return set(own.values_list("user_id", flat=True))


def _by_leaf(entries: list[Entry], assessment: Assessment) -> Iterator[LeafHistory]:
    """Yield the sheet's own entries, then those of each leaf in the order of the set."""
    own = assessment.cycle_group.criteria_set.criteria.all()
    leaves = {leaf.pk: leaf for leaf in own}
    order = {key: place for place, key in enumerate(leaves, start=1)}
    ordered = sorted(entries, key=lambda entry: order.get(entry.leaf or 0, 0))
    for place, group in groupby(ordered, key=lambda entry: order.get(entry.leaf or 0, 0)):
        some = tuple(group)
        yield LeafHistory(leaves.get(some[0].leaf or 0) if place else None, some)
