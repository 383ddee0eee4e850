"""Rule sets as people read them: which are open to whom, which a cycle may take, their stamp."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import now

from scoring.models import Criterion, Cycle, RankingRun, RuleSet
from units.models import UnitGroup, User
from units.selectors.grants import Sight, sight_of

_EVENTS: Any = RuleSet.pgh_event_model  # type: ignore[attr-defined]
_STAMPED = ("title", "document", "accountability_rules", "late_definition", "minimum_sample")


@dataclass(frozen=True, slots=True)
class PastYear:
    """A cycle on which other rules can be tried, with its newest run if it has any."""

    cycle: Cycle
    run: RankingRun | None


def approved_rules() -> QuerySet[RuleSet]:
    """Return the rule sets that a cycle may take: approved, and no newer version is; new first."""
    approved = RuleSet.objects.filter(state=RuleSet.State.APPROVED)
    replaced = approved.filter(replaces__isnull=False).values("replaces")
    return approved.exclude(pk__in=replaced).order_by("-pk")


def rules_open_to(user: User) -> QuerySet[RuleSet]:
    """Return the rule sets that a person may read.

    Sở Nội vụ reads all; appraisers, leaders and readers the approved ones; heads and officers
    those of the cycles that their units take part in, and the earlier versions of these.
    """
    everything = RuleSet.objects.all()
    if user.has_perm("scoring.change_ruleset"):
        return everything
    approved = everything.filter(state=RuleSet.State.APPROVED)
    sight = sight_of(user)
    return approved if sight.is_whole_province else approved.filter(pk__in=_of_units(sight))


def listed(rule_sets: QuerySet[RuleSet]) -> QuerySet[RuleSet]:
    """Return rule sets as the list shows them, newest first, with the cycles that use them."""
    cycles = Cycle.objects.select_related("organiser").order_by("-year", "pk")
    related = rule_sets.select_related("author", "approved_by", "based_on", "replaces")
    return related.prefetch_related(Prefetch("cycles", cycles)).order_by("-pk")


def past_years() -> list[PastYear]:
    """Return every cycle that was ranked or whose cutoff has passed, the newest first."""
    runs = RankingRun.objects.only("number", "cycle").order_by("cycle_id", "-number")
    newest = {run.cycle_id: run for run in runs.distinct("cycle_id")}
    cycles = Cycle.objects.filter(Q(pk__in=newest) | Q(cutoff_at__lte=now()))
    ordered = cycles.select_related("organiser").order_by("-year", "organiser__sort_key")
    return [PastYear(cycle, newest.get(cycle.pk)) for cycle in ordered]


def areas_by_code() -> dict[str, str]:
    """Return the titles of the areas of all criteria sets; of one code, as the newest set says."""
    areas = Criterion.objects.filter(parent=None).order_by("criteria_set_id", "position")
    return dict(areas.values_list("code", "title"))


def groups_by_code() -> dict[str, str]:
    """Return the titles of all blocks of units."""
    return dict(UnitGroup.objects.order_by("pk").values_list("code", "title"))


def rule_set_label(rule_set: RuleSet) -> str:
    """Return a rule set's title with its version, where it has more than one."""
    version = f", phiên bản {rule_set.version}" if rule_set.version > 1 else ""
    return f"{rule_set.title}{version}"


def stamp_of(rule_set: RuleSet) -> str:
    """Return a stamp of all that a draft says, as read; who saves with an older one is told."""
    said = [getattr(rule_set, name) for name in _STAMPED]
    text = json.dumps(said, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def stamped(rule_set: RuleSet, stamp: str) -> RuleSet | None:
    """Return a rule set as it was when it had a stamp, None if it never had; not to be saved."""
    events = _EVENTS.objects.filter(pgh_obj_id=rule_set.pk).order_by("-pgh_id")
    for event in events.iterator(chunk_size=20):
        was = RuleSet(**{name: getattr(event, name) for name in _STAMPED})
        if stamp_of(was) == stamp:
            return was
    return None


def _of_units(sight: Sight) -> set[int]:
    """Return the rule sets that units are judged by, and the versions that these replace."""
    cycles = Cycle.objects.filter(assessments__unit__in=sight.units)
    found: set[int] = set()
    keys = set(cycles.values_list("rule_set_id", flat=True))
    while keys - found:
        found |= keys
        replaced = RuleSet.objects.filter(pk__in=keys).values_list("replaces_id", flat=True)
        keys = {key for key in replaced if key is not None}
    return found
