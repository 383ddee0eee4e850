"""Decisions about facts that the data cannot give."""

from typing import Any

from django.db import transaction

from scoring.models import Assessment, Cycle, FactWaiver
from scoring.selectors.appraisal_rights import why_not_decide
from scoring.selectors.facts import counts_of, fact_titles, unit_facts


class WaiverRefused(Exception):
    """A decision about a fact that is not taken; the message says why."""


class NotTheirsToWaive(WaiverRefused):
    """The unit is the person's own."""


class FactNotWaivable(WaiverRefused):
    """A fact that cannot be waived: the data give it, or there is no such fact."""

    def __init__(self, assessment: Assessment, fact: str, title: str) -> None:
        super().__init__(
            f"{assessment.unit.name}: không thể không xét “{title}”, vì số liệu đã có hoặc kỳ này"
            " không dùng chỉ số ấy."
        )
        self.assessment, self.fact = assessment, fact


@transaction.atomic
def waive_fact(*, assessment: Assessment, fact: str, reason: str, by: Any) -> FactWaiver:
    """Record that a fact is not applicable to a unit this year, because a person decided so.

    An earlier decision stays on record; the same one is not recorded twice. A ranking or a
    publication of the cycle that is under way is waited for.
    Raises NotTheirsToWaive for the person's own unit, FactNotWaivable if the data give the fact
    (nobody waives a figure they do not like) or the cycle has no such fact, IntegrityError without
    a reason.
    """
    if why_not := why_not_decide(by, assessment.unit):
        raise NotTheirsToWaive(why_not)
    cycles = Cycle.objects.select_for_update(of=("self",)).select_related("rule_set", "campaign")
    cycle = cycles.get(pk=assessment.cycle_id)
    counts = counts_of(cycle)
    titles = fact_titles(cycle)
    facts = unit_facts(cycle, counts)
    given = facts.get(assessment.unit_id, {}).get(fact, {})
    if fact not in titles or (given and "state" not in given):
        raise FactNotWaivable(assessment, fact, titles.get(fact, fact))
    latest = assessment.waivers.filter(fact=fact).order_by("pk").last()
    if latest and latest.reason == reason:
        return latest
    return FactWaiver.objects.create(assessment=assessment, fact=fact, reason=reason, decided_by=by)
