"""What the criteria of a set continue: of the year before, or of an earlier version."""

from scoring.models import CriteriaSet, Criterion


def versions_before(criteria_set: CriteriaSet) -> list[CriteriaSet]:
    """Return the versions that a set goes back to, the nearest first."""
    found: list[CriteriaSet] = []
    while criteria_set.replaces is not None:
        criteria_set = criteria_set.replaces
        found.append(criteria_set)
    return found


def forebears(criteria_set: CriteriaSet) -> dict[int, Criterion]:
    """Return criterion id → the criterion of the earlier year that it continues.

    A new version continues the version before it, so the way leads through all of them.
    """
    links = _links(criteria_set)
    for version in versions_before(criteria_set):
        earlier = _links(version)
        links = {new: earlier[old] for new, old in links.items() if old in earlier}
    related = Criterion.objects.select_related("criteria_set")
    found = related.in_bulk(links.values())
    return {new: found[old] for new, old in links.items()}


def successors(old: CriteriaSet, new: CriteriaSet) -> dict[int, Criterion]:
    """Return criterion id of an earlier version → the criterion of a later one that continues it.

    Where several continue one, the first in reading order does; empty if `new` does not go back
    to `old`.
    """
    later = {criterion.pk: criterion for criterion in new.criteria.order_by("-position")}
    links = {criterion.pk: criterion.was_id for criterion in later.values() if criterion.was_id}
    for version in versions_before(new):
        if version.pk == old.pk:
            return {link: later[pk] for pk, link in links.items()}
        earlier = _links(version)
        links = {pk: earlier[link] for pk, link in links.items() if link in earlier}
    return {}


def continued_in(now: CriteriaSet, criterion_id: int) -> Criterion | None:
    """Return the criterion that continues one of an earlier version of a set, None if none does."""
    was = Criterion.objects.exclude(criteria_set=now).filter(pk=criterion_id).first()
    return successors(was.criteria_set, now).get(was.pk) if was else None


def _links(criteria_set: CriteriaSet) -> dict[int, int]:
    """Return criterion id → the id of what it was, for those that were something."""
    linked = criteria_set.criteria.filter(was__isnull=False)
    return dict(linked.values_list("pk", "was_id"))
