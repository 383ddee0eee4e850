"""Criteria sets as they are read: their list, one as a tree, what a later one says otherwise."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from scoring.models import CriteriaSet
from scoring.selectors.criteria import lines_of, listed, sets_open_to, stamp_of
from scoring.selectors.criteria_changes import ADDED, CHANGED, REMOVED, changes_between
from scoring.selectors.criteria_links import versions_before
from scoring.selectors.criteria_words import AGGREGATIONS, figure
from scoring.services.criteria_versions import obstacles
from scoring.views.doors import user_of
from units.selectors.grants import sight_of

MAY_EDIT = "scoring.change_criteriaset"


@require_safe
def criteria_sets(request: HttpRequest) -> HttpResponse:
    """List the sets that are open to the person."""
    user = user_of(request)
    if sight_of(user).is_blind:
        raise PermissionDenied
    return render(request, "scoring/criteria_sets.html", {"sets": listed(sets_open_to(user))})


@require_safe
def criteria_set(request: HttpRequest, code: str) -> HttpResponse:
    """Show one set as a tree; a draft with what is still wrong with it, for those who edit it."""
    found = set_or_404(request, code)
    return render(request, "scoring/criteria_set.html", shown(request, found))


@require_safe
def criteria_set_changes(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a set says otherwise than the one it replaces or was cloned from."""
    new = set_or_404(request, code)
    old = _compared_with(request, new)
    context: dict[str, Any] = {"new": new, "old": old}
    if old is not None:
        changes = changes_between(old, new)
        context |= {
            "changes": changes,
            "added": changes.counted(ADDED),
            "removed": changes.counted(REMOVED),
            "changed": changes.counted(CHANGED),
        }
    return render(request, "scoring/criteria_changes.html", context)


def set_or_404(request: HttpRequest, code: str) -> CriteriaSet:
    """Return the set of that code; Http404 if there is none or it is not open to the person."""
    open_sets: QuerySet[CriteriaSet] = listed(sets_open_to(user_of(request)))
    return get_object_or_404(open_sets, code=code)


def shown(request: HttpRequest, found: CriteriaSet) -> dict[str, Any]:
    """Return what the page of a set shows."""
    user = user_of(request)
    is_draft = found.state == CriteriaSet.State.DRAFT
    may_edit = user.has_perm(MAY_EDIT)
    stamp = stamp_of(found) if may_edit and is_draft else ""
    lines = lines_of(found)
    return {
        "set": found,
        "lines": lines,
        "has_weights": found.aggregation == "weighted",
        "has_links": any(line.was for line in lines),
        "doubtful": [line for line in lines if line.is_doubtful],
        "aggregation": AGGREGATIONS[found.aggregation],
        "figures": {name: figure(getattr(found, name)) for name in _FIGURES},
        "is_draft": is_draft,
        "may_edit": may_edit,
        "may_type": may_edit and is_draft,
        "obstacles": obstacles(found, by=user) if may_edit and is_draft else [],
        "stamp": stamp,
        "newer": CriteriaSet.objects.filter(replaces=found).first() if may_edit else None,
        "replaceable": _blocks_to_move(found) if may_edit and not is_draft else [],
    }


_FIGURES = ("max_points", "bonus_cap", "penalty_cap")


def _blocks_to_move(found: CriteriaSet) -> list[Any]:
    """Return the blocks that still use an earlier version of an approved set."""
    related = listed(CriteriaSet.objects.filter(pk__in=[it.pk for it in versions_before(found)]))
    return [block for version in related for block in version.cycle_groups.all()]


def _compared_with(request: HttpRequest, new: CriteriaSet) -> CriteriaSet | None:
    """Return the set that was asked for, or the one that a set replaces or was cloned from."""
    asked = request.GET.get("voi", "")
    if asked:
        return set_or_404(request, asked)
    nearest = new.replaces or new.based_on
    if nearest is None:
        return None
    try:
        return set_or_404(request, nearest.code)
    except Http404:
        return None
